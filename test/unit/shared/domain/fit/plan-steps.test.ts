import { expect, it } from 'vitest';
import { createCatalog } from '../../../../../src-main/services/catalog.ts';
import { planMethods } from '../../../../../src-shared/domain/fit/methods/index.ts';
import { BIT_METHODS } from '../../../../../src-shared/domain/fit/plan-fields.ts';
import { planFrom, planSteps } from '../../../../../src-shared/domain/fit/plan-steps.ts';
import type { Plan } from '../../../../../src-shared/domain/fit/plan.ts';
import { parseRecipe } from '../../../../../src-shared/domain/recipe/parse-recipe.ts';

const catalog = createCatalog();
const plan: Plan = {
  method: 'prune-weights',
  keep: 0.123456,
  precision: 'float32',
  accuracyLoss: 0.004,
  learningRate: 0.002,
  batchSize: 16,
};
const call = { model: 'model:abc', epochs: 9 };

function stepsOf(change: Partial<Plan>, epochs = 9) {
  const steps = planSteps({ ...plan, ...change }, { ...call, epochs });
  if (!steps.ok) throw new Error(steps.error);
  return steps.value;
}

it.each([
  ...BIT_METHODS.flatMap(method => (['float32', 'int8'] as const).map(precision => [method, precision] as const)),
  ['cascade', 'float32'] as const,
  ['quantise', 'int8'] as const,
])('a plan of %s in %s is a recipe that can be run as it is', (method, precision) => {
  const steps = stepsOf({ method, precision });
  const parsed = parseRecipe(JSON.stringify({ espalier: 1, name: 'plan', steps }), catalog);
  expect(parsed).toMatchObject({ ok: true });
  // Batches are as large as was asked for wherever something is trained.
  const trained = Object.values(steps).filter(({ do: kind }) => kind !== 'fuse');
  expect(trained.map(({ batchSize }) => batchSize)).toEqual(trained.map(() => 16));
  expect(Object.keys(steps).at(-1)).toBe(method === 'cascade' ? 'cascade' : precision === 'int8' ? 'int8' : 'smaller');
});

it('has every step go on from the one before', () => {
  expect(stepsOf({ precision: 'int8' })).toMatchObject({ smaller: { model: 'model:abc' }, int8: { do: 'quantise', model: 'smaller' } });
  expect(stepsOf({ method: 'search', precision: 'int8' })).toMatchObject({
    wide: { do: 'slim', model: 'model:abc' },
    smaller: { do: 'subnet', model: 'wide' },
    int8: { model: 'smaller' },
  });
  expect(stepsOf({ method: 'cascade' })).toMatchObject({
    smaller: { do: 'distill', teachers: ['model:abc'] },
    cascade: { do: 'fuse', members: ['smaller', 'model:abc'], method: { kind: 'cascade', target: { accuracyLoss: 0.004 } } },
  });
  expect(stepsOf({ method: 'quantise', precision: 'float32' })).toMatchObject({ int8: { do: 'quantise', model: 'model:abc' } });
});

it('spends all its epochs and no more, half of them on the ramp where there is one', () => {
  expect(stepsOf({}, 9)['smaller']).toMatchObject({ schedule: { kind: 'cubic', epochs: 4 }, fineTune: { epochs: 5 } });
  expect(stepsOf({}, 1)['smaller']).toMatchObject({ schedule: { kind: 'one-shot' }, fineTune: { epochs: 1 } });
  expect(stepsOf({ method: 'prune-channels' })['smaller']).toMatchObject({ schedule: { kind: 'one-shot' }, fineTune: { epochs: 9 } });
  expect(stepsOf({ method: 'distill' })['smaller']).toMatchObject({ epochs: 9 });
  expect(stepsOf({ method: 'cascade' })['smaller']).toMatchObject({ epochs: 9 });
  expect(stepsOf({ method: 'search' })).toMatchObject({ wide: { epochs: 5 }, smaller: { fineTune: { epochs: 4 } } });
  expect(stepsOf({ method: 'search' }, 1)).toMatchObject({ wide: { epochs: 1 }, smaller: { fineTune: { epochs: 0 } } });
});

it('keeps the share it was asked for', () => {
  expect(stepsOf({})['smaller']).toMatchObject({ target: { sparsity: 0.8765 } });
  expect(stepsOf({ method: 'prune-channels' })['smaller']).toMatchObject({ target: { parameters: 0.1235 } });
  expect(stepsOf({ method: 'distill' })['smaller']).toMatchObject({ student: { budget: { parameters: 0.1235 } } });
  // The narrowest width that is trained is within the share, so that there is something to choose from.
  expect(stepsOf({ method: 'search' })).toMatchObject({ wide: { widths: [0.06173, 1] }, smaller: { target: { parameters: 0.1235 } } });
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
  expect(planSteps({ ...plan, method: 'cascade', precision: 'int8' }, call)).toEqual({
    ok: false,
    error: 'Precision float32 is required for cascade, got int8: its parts can’t be quantised together',
  });
});

it('says where a cascade is of no use', () => {
  const unfit = (task: string, limited: readonly string[]): string | null =>
    planMethods.require('cascade').unfit?.({ task, limited }) ?? null;
  expect(unfit('classes', ['bytes'])).toBe('A cascade saves multiply-adds and time alone, and neither is limited');
  expect(unfit('values', ['multiplyAdds'])).toContain('one of several classes');
  expect([unfit('classes', ['multiplyAdds']), unfit('classes', ['bytes', 'latencyMs'])]).toEqual([null, null]);
});
