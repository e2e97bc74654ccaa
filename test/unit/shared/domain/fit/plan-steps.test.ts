import { expect, it } from 'vitest';
import { createCatalog } from '../../../../../src-main/services/catalog.ts';
import { SHARE_METHODS } from '../../../../../src-shared/domain/fit/plan-fields.ts';
import { planFrom, planSteps, type Plan } from '../../../../../src-shared/domain/fit/plan-steps.ts';
import { parseRecipe } from '../../../../../src-shared/domain/recipe/parse-recipe.ts';

const catalog = createCatalog();
const plan: Plan = { method: 'prune-weights', keep: 0.123456, precision: 'float32', learningRate: 0.002, batchSize: 16 };
const call = { model: 'model:abc', epochs: 9 };

function stepsOf(change: Partial<Plan>, epochs = 9) {
  const steps = planSteps({ ...plan, ...change }, { ...call, epochs });
  if (!steps.ok) throw new Error(steps.error);
  return steps.value;
}

it.each(SHARE_METHODS.flatMap(method => (['float32', 'int8'] as const).map(precision => [method, precision] as const)))(
  'a plan of %s in %s is a recipe that can be run as it is',
  (method, precision) => {
    const parsed = parseRecipe(JSON.stringify({ espalier: 1, name: 'plan', steps: stepsOf({ method, precision }) }), catalog);
    expect(parsed).toMatchObject({ ok: true });
    expect(Object.values(stepsOf({ method, precision })).map(({ batchSize }) => batchSize)).toEqual(precision === 'int8' ? [16, 16] : [16]);
  },
);

it('has every step go on from the one before', () => {
  expect(stepsOf({ precision: 'int8' })).toMatchObject({ smaller: { model: 'model:abc' }, int8: { do: 'quantise', model: 'smaller' } });
  expect(stepsOf({ method: 'quantise', precision: 'float32' })).toMatchObject({ int8: { do: 'quantise', model: 'model:abc' } });
});

it('spends all its epochs and no more, half of them on the ramp where there is one', () => {
  expect(stepsOf({}, 9)['smaller']).toMatchObject({ schedule: { kind: 'cubic', epochs: 4 }, fineTune: { epochs: 5 } });
  expect(stepsOf({}, 1)['smaller']).toMatchObject({ schedule: { kind: 'one-shot' }, fineTune: { epochs: 1 } });
  expect(stepsOf({ method: 'prune-channels' })['smaller']).toMatchObject({ schedule: { kind: 'one-shot' }, fineTune: { epochs: 9 } });
  expect(stepsOf({ method: 'distill' })['smaller']).toMatchObject({ epochs: 9 });
});

it('keeps the share it was asked for', () => {
  expect(stepsOf({})['smaller']).toMatchObject({ target: { sparsity: 0.8765 } });
  expect(stepsOf({ method: 'prune-channels' })['smaller']).toMatchObject({ target: { parameters: 0.1235 } });
  expect(stepsOf({ method: 'distill' })['smaller']).toMatchObject({ student: { budget: { parameters: 0.1235 } } });
});

it('trains at the usual rate where none was drawn, in fine-tunes too', () => {
  const steps = planSteps(planFrom({ method: 'factorise', keep: 0.5 }), call);
  expect(steps).toMatchObject({ ok: true, value: { smaller: { optimizer: { learningRate: 0.001 }, fineTune: { learningRate: 0.001 } } } });
});

it('says what a plan lacks', () => {
  expect(planSteps({ ...plan, keep: undefined }, call)).toEqual({
    ok: false,
    error: 'A share of the parameters left is required for prune-weights, got none',
  });
});
