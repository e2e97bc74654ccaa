import { expect, it } from 'vitest';
import { createCatalog } from '../../../src-main/services/catalog.ts';
import { parseRecipe, problemText } from '../../../src-shared/domain/recipe/parse-recipe.ts';

function problemsOf(more: object): readonly string[] {
  const steps = {
    digits: { do: 'import-data', source: 'builtin:mnist' },
    net: { do: 'train', data: 'digits', model: { preset: 'mlp' }, epochs: 1 },
    small: { do: 'distill', student: { preset: 'mlp' }, epochs: 1, ...more },
  };
  const parsed = parseRecipe(JSON.stringify({ espalier: 1, name: 'taught', steps }), createCatalog());
  return parsed.ok ? [] : parsed.error.map(problemText);
}

it('a distillation without a teacher, or with answers to data that is not named, is refused as it is typed', () => {
  const answerFiles = [{ source: 'told.csv' }];
  expect(problemsOf({ teachers: ['net'] })).toEqual([]);
  for (const none of [{}, { teachers: [] }]) {
    expect(problemsOf(none)).toEqual([expect.stringMatching(/^steps\.small\.teachers: At least one teacher is required/)]);
  }
  expect(problemsOf({ answerFiles })).toEqual([expect.stringMatching(/^steps\.small\.data: The data that the answers are of/)]);
  expect(problemsOf({ answerFiles, data: 'digits' })).toEqual([]);
});
