import type { StudyPlan } from '../../src-main/engine/search/study/study-plan.ts';
import { graphFromLayers } from '../../src-main/engine/graph/build.ts';
import { createCatalog } from '../../src-main/services/catalog.ts';
import { parseFields, parseParams } from '../../src-shared/domain/params/parse-params.ts';
import { searchLane } from '../../src-shared/domain/recipe/steps/search.step.ts';
import { parseSpace } from '../../src-shared/domain/search/parse-space.ts';
import type { ModelOutput } from '../../src-shared/domain/step-output.ts';
import { ok } from '../../src-shared/lib/result.ts';

const catalog = createCatalog();
const { fields } = searchLane.fields.space;

/** One to 100 units: 5 parameters for each, and 3. */
export const SPACE = {
  model: { preset: 'mlp', hidden: [{ from: 1, to: 100 }] },
  optimizer: { kind: 'adam', learningRate: { from: 0.001, to: 0.1, scale: 'log' } },
};

/** A study of small networks on two inputs; ASHA with rungs of 1, 3 and 9 epochs, drawn by lot. */
export function smallPlan(change: Partial<StudyPlan> = {}, budget: Partial<StudyPlan['budget']> = {}): StudyPlan {
  const parsed = parseSpace(SPACE, fields, { catalog, parseFields });
  const budgets = parseParams(searchLane.fields.budget.fields, { trials: 9, epochs: 9, ...budget }, catalog);
  if (!parsed.ok || !budgets.ok) throw new Error(JSON.stringify([parsed, budgets]));
  return {
    space: parsed.value,
    objectives: [{ metric: 'validation.accuracy', direction: 1 }],
    ...{ sampler: { kind: 'random' }, scheduler: { kind: 'asha', reduction: 3, leastEpochs: 1 }, budget: budgets.value },
    ...{ patience: null, noGain: null, confirm: { top: 0, seeds: 1 }, control: false, seed: 1, structure: null, fit: null, folds: null },
    resolve: drawn => ok(drawn),
    graphOf(values) {
      const { hidden } = values['model'] as { readonly hidden: readonly number[] };
      const layers = [...hidden, 1].map(units => ({
        layer: 'dense',
        config: { units, activation: 'linear', bias: true, initialiser: 'he-normal' },
      }));
      return graphFromLayers(layers, { inputShape: [2], outputs: 1, task: 'values' });
    },
    bytesOf: () => 1000,
    ...change,
  };
}

/** A model as a trial leaves it. */
export function trialModel(number: number): ModelOutput {
  const ref = { hash: String(number).padStart(64, '0'), bytes: 10 };
  return { kind: 'model', file: ref, data: ref, summary: {} as ModelOutput['summary'] };
}
