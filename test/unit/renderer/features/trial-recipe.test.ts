import { describe, expect, it } from 'vitest';
import type { StudyTrialView } from '../../../../src-shared/contracts/studies.contract.ts';
import { parseRecipe } from '../../../../src-shared/domain/recipe/parse-recipe.ts';
import { createCatalog } from '../../../../src-main/services/catalog.ts';
import { AFTER_TRIAL, planRecipe, trialRecipe } from '../../../../src-renderer/features/studies/trial-recipe.ts';

const trial = {
  number: 7,
  fields: { model: { preset: 'mlp', hidden: [32, 32] }, optimizer: { kind: 'adam', learningRate: 0.01 }, batchSize: 32 },
} as unknown as StudyTrialView;

it('a plan is a recipe of its steps, with as many epochs as the trial had', () => {
  const plan = { number: 3, until: 4, fields: { method: 'factorise', keep: 0.2, precision: 'int8', learningRate: 0.001 } };
  const text = planRecipe(plan, 'model:abc');
  expect(parseRecipe(text ?? '', createCatalog())).toMatchObject({ ok: true });
  expect(text).toMatch(/model: model:abc[\s\S]*epochs: 4[\s\S]*model: smaller/);
  expect(planRecipe({ ...plan, fields: { method: 'factorise' } }, 'model:abc')).toBeNull();
});

describe('the recipe of a trial', () => {
  it.each([null, ...AFTER_TRIAL])('can be run as it is: %s', then => {
    const text = trialRecipe(trial, { dataId: 'abc', epochs: 9, then });
    const parsed = parseRecipe(text, createCatalog());
    expect(parsed).toMatchObject({ ok: true });
  });

  it('trains on from what it made, at a tenth of the rate', () => {
    expect(trialRecipe(trial, { dataId: 'abc', epochs: 9, then: 'onward' })).toMatch(
      /model: trial7\n +optimizer:\n +kind: adam\n +learningRate: 0.001\n/,
    );
  });
});
