import type { ParamSpecs } from '../params/param-spec.ts';
import { batchSize, learningRate } from '../recipe/common-fields.ts';
import { planMethods } from './methods/index.ts';
import type { PlanMethod } from './plan.ts';

const idsOf = (methods: readonly PlanMethod[]): readonly string[] => methods.map(({ id }) => id);

export const METHODS = idsOf(planMethods.all);
/** Ways to make a model smaller that go by a share of its parameters. */
export const SHARE_METHODS = idsOf(planMethods.all.filter(({ byShare }) => byShare));
/** Those that leave what may have fewer bits at the end. */
export const BIT_METHODS = idsOf(planMethods.all.filter(({ takesBits }) => takesBits));

/** One plan to make a model fit: in a search of plans any of these may be a range. */
export const planFields = {
  method: {
    kind: 'choice',
    label: 'Method',
    help: 'distill: a narrower network is taught by the model; search: the best widths of its layers are searched; cascade: a narrower one answers what it is sure of, the model the rest; quantise: the model as it is, with fewer bits.',
    default: 'prune-channels',
    options: METHODS,
  },
  keep: {
    kind: 'number',
    label: 'Share of the parameters left',
    help: 'Nothing for quantise alone; for a cascade that of the narrower network.',
    min: 0.0001,
    max: 0.999,
    scale: 'log',
    optional: true,
  },
  precision: {
    kind: 'choice',
    label: 'Precision',
    help: 'int8: quantised at the end. A cascade keeps float32.',
    default: 'float32',
    options: ['float32', 'int8'],
  },
  accuracyLoss: {
    kind: 'number',
    label: 'Accuracy a cascade may lose',
    help: 'Against the model, as a share of the validation items; the more, the more the narrower network answers.',
    default: 0.001,
    min: 0,
    max: 1,
  },
  learningRate,
  batchSize,
} as const satisfies ParamSpecs;
