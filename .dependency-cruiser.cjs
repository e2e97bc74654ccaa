// The dependency rule of the README, checked: arrows point at what changes less.
const within = (...folders) => `^(${folders.join('|')})/`;
const only = (name, from, ...allowed) => ({
  name,
  severity: 'error',
  comment: `${from} may import only ${[from, ...allowed].join(', ')}.`,
  from: { path: within(from) },
  to: { path: '^(src-|test/)', pathNot: within(from, ...allowed) },
});
const VALUE = { dependencyTypesNot: ['type-only'] };
const npmOnly = (name, packages, ...folders) => ({
  name,
  severity: 'error',
  comment: `Only ${folders.join(', ')} may import this package as a value.`,
  from: { path: '^src-', pathNot: within(...folders) },
  to: { path: `node_modules/(${packages})/`, ...VALUE },
});

module.exports = {
  forbidden: [
    only('lib-stands-alone', 'src-shared/lib'),
    only('domain-knows-lib', 'src-shared/domain', 'src-shared/lib'),
    only('contracts-know-domain', 'src-shared/contracts', 'src-shared/domain', 'src-shared/lib'),
    only('shared-stands-alone', 'src-shared'),
    only('renderer-knows-only-shared', 'src-renderer', 'src-shared'),
    only('engine-is-pure', 'src-main/engine', 'src-shared'),
    only('stores-know-only-shared', 'src-main/stores', 'src-shared'),
    only('jobs-know-no-store', 'src-main/jobs', 'src-shared', 'src-main/engine'),
    only('services-know-no-host', 'src-main/services', 'src-shared', 'src-main/jobs', 'src-main/stores', 'src-main/engine'),
    only('ipc-calls-services', 'src-main/ipc', 'src-shared', 'src-main/services'),
    only('capsules-take-the-engine-along', 'src-main/capsule', 'src-shared', 'src-main/engine', 'src-main/platform'),
    only('workers-know-no-store', 'src-main/workers', 'src-shared', 'src-main/jobs', 'src-main/engine', 'src-main/platform'),
    only('platform-adapts-only', 'src-main/platform', 'src-shared'),
    only('preload-is-a-bridge', 'src-main/preload', 'src-shared'),
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      comment: 'Tests know the program, never the other way round.',
      from: { path: '^src-' },
      to: { path: '^test/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      comment: 'The renderer and src-shared run in a browser too.',
      from: { path: within('src-renderer', 'src-shared'), pathNot: '^src-renderer/vite\\.config\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'engine-has-no-host',
      severity: 'error',
      comment: 'Numerics are handed what they need; only back ends touch the machine.',
      from: { path: within('src-main/engine'), pathNot: within('src-main/engine/backends') },
      to: { dependencyTypes: ['core'], ...VALUE },
    },
    {
      name: 'engine-has-no-libraries',
      severity: 'error',
      comment:
        'npm packages as values only where a format or a reader needs a codec, sound a Fourier transform, pictures a decoder, and in back ends.',
      from: {
        path: within('src-main/engine'),
        pathNot: within('src-main/engine/(formats|imports|data/readers|data/sound|data/pictures|backends)'),
      },
      to: { path: 'node_modules/', ...VALUE },
    },
    npmOnly(
      'tfjs-is-handed-in',
      '@tensorflow/[^/]+',
      'src-main/engine/backends',
      'src-main/workers',
      'src-main/engine/formats/tfjs',
      'src-main/engine/formats/tfjs-graph',
    ),
    npmOnly('only-stores-see-sqlite', '(@types/)?better-sqlite3', 'src-main/stores', 'src-main/app'),
    npmOnly('only-the-driver-sees-ffi', 'koffi', 'src-main/engine/backends/libtensorflow'),
    npmOnly('only-its-loader-sees-onnxruntime', 'onnxruntime-node', 'src-main/engine/backends/onnxruntime'),
    npmOnly('only-app-sees-electron', 'electron', 'src-main/app', 'src-main/preload'),
    npmOnly('only-app-sees-the-web-server', 'fastify|@fastify/[^/]+', 'src-main/app'),
    {
      name: 'features-do-not-mix',
      severity: 'error',
      comment: 'What two screens share lives in components, charts or ipc.',
      from: { path: '^src-renderer/features/([^/]+)/' },
      to: { path: '^src-renderer/features/', pathNot: '^src-renderer/features/$1/' },
    },
    {
      name: 'components-know-no-feature',
      severity: 'error',
      comment: 'app → features → components, charts, ipc.',
      from: { path: '^src-renderer/(components|charts|ipc|styles|locales)/' },
      to: { path: '^src-renderer/(features|app)/' },
    },
    {
      name: 'features-know-no-app',
      severity: 'error',
      comment: 'app → features → components, charts, ipc.',
      from: { path: '^src-renderer/features/' },
      to: { path: '^src-renderer/app/' },
    },
    {
      name: 'locked-packages-only',
      severity: 'error',
      comment: 'What is imported stands in package.json.',
      from: { path: '^(src-|test/)' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'] },
    },
    {
      name: 'shipped-code-has-shipped-packages',
      severity: 'error',
      comment: 'A development package is absent from the installed program; Electron is there by itself.',
      from: { path: '^(src-main|src-shared)/' },
      to: { path: 'node_modules/', pathNot: 'node_modules/(electron|@types)/', dependencyTypes: ['npm-dev'], ...VALUE },
    },
    { name: 'no-cycles', severity: 'error', comment: 'A cycle is one idea in two places.', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'Nothing imports it: remove it, or list it in its registry.',
      from: {
        orphan: true,
        path: '^src-',
        pathNot: [
          '\\.d\\.ts$',
          '^src-main/(app/(cli|serve|desktop)|workers/worker|preload/preload)\\.ts$',
          '^src-renderer/(app/main\\.tsx|vite\\.config\\.ts)$',
        ],
      },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(test/golden|test/fixtures)/' },
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
