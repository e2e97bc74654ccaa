import type { ParamSpecs } from '../params/param-spec.ts';
import { batchSize, learningRate } from '../recipe/common-fields.ts';

/** Ways to make a model smaller that go by a share of its parameters. */
export const SHARE_METHODS = ['prune-channels', 'prune-weights', 'factorise', 'distill'] as const;

/** One plan to make a model fit: in a search of plans any of these may be a range. */
export const planFields = {
  method: {
    kind: 'choice',
    label: 'Method',
    help: 'distill: a narrower network is taught by the model; quantise: the model as it is, with fewer bits.',
    default: 'prune-channels',
    options: [...SHARE_METHODS, 'quantise'],
  },
  keep: {
    kind: 'number',
    label: 'Share of the parameters left',
    help: 'Nothing for quantise alone.',
    min: 0.0001,
    max: 0.999,
    scale: 'log',
    optional: true,
  },
  precision: {
    kind: 'choice',
    label: 'Precision',
    help: 'int8: quantised at the end.',
    default: 'float32',
    options: ['float32', 'int8'],
  },
  learningRate,
  batchSize,
} as const satisfies ParamSpecs;
