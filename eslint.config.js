import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const SOURCES = ['src-shared/**', 'src-main/**', 'src-renderer/**'];
const lines = max => ['error', { max, skipBlankLines: true, skipComments: true }];

const EXTENSION = {
  selector: 'ImportDeclaration[source.value=/^\\.(?!.*\\.(ts|tsx|mjs|js|css|json|svg|png)$)/]',
  message: 'Write the extension: Node runs these files as they are.',
};
const ASSERTION = {
  selector: 'TSNonNullExpression:not([expression.type="MemberExpression"][expression.computed=true])',
  message: '! only after an index in an inner loop; elsewhere check, or throw with a sentence.',
};
const MODULE_STATE = {
  selector: 'Program > VariableDeclaration[kind=/^(let|var)$/], Program > ExportNamedDeclaration > VariableDeclaration[kind=/^(let|var)$/]',
  message: 'No module state: hold it in what a create… function returns.',
};
const PLAIN_CLASS = {
  selector: 'ClassDeclaration:not([superClass])',
  message: 'A function that returns functions, and data, instead of a class.',
};
const CLOCK = { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Take a clock: runs must be repeatable.' };
const restrict = (...rules) => ({ 'no-restricted-syntax': ['error', ...rules] });

export default defineConfig(
  { ignores: ['.out/**', '.runtime/**', 'coverage/**', 'test/golden/**', 'test/fixtures/**', 'resources/**'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.strict,
  {
    rules: {
      'max-lines': lines(300),
      'max-lines-per-function': lines(50),
      'max-params': ['error', 4],
      complexity: ['error', 12],
      eqeqeq: 'error',
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      ...restrict(EXTENSION),
    },
  },
  { files: SOURCES, rules: { 'no-console': 'error', ...restrict(EXTENSION, ASSERTION, MODULE_STATE, PLAIN_CLASS) } },
  { files: ['src-main/app/**', 'src-main/workers/**'], rules: restrict(EXTENSION, ASSERTION, PLAIN_CLASS) },
  {
    files: ['src-main/engine/**', 'src-main/jobs/**'],
    rules: {
      ...restrict(EXTENSION, ASSERTION, MODULE_STATE, PLAIN_CLASS, CLOCK),
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Take a Random of src-shared/lib/random.ts: runs must be repeatable.' },
        { object: 'Date', property: 'now', message: 'Take a clock: runs must be repeatable.' },
      ],
    },
  },
  {
    files: ['src-main/**', 'src-shared/**', 'src-renderer/**'],
    ignores: ['src-main/app/**', 'src-main/preload/**'],
    rules: { 'no-restricted-imports': ['error', { paths: [{ name: 'electron', message: 'Only app/ and preload/ know Electron.' }] }] },
  },
  {
    files: ['src-renderer/**'],
    ...reactHooks.configs.flat.recommended,
  },
  { files: ['**/*.tsx'], rules: { 'max-lines-per-function': lines(80) } },
  { files: ['test/**'], rules: { 'max-lines': lines(400), 'max-lines-per-function': 'off' } },
  { files: ['*.config.{js,ts}', 'src-renderer/vite.config.ts', 'test/**/setup*.ts'], rules: { 'no-restricted-exports': 'off' } },
  { files: ['**/*.d.ts'], rules: restrict(EXTENSION) },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
