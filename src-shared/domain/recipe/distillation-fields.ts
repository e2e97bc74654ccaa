import type { AlgorithmSpec, GroupSpec, OneOfSpec } from '../params/param-spec.ts';
import { measuredLatencyMs, model } from './common-fields.ts';

const budget = { kind: 'number', min: 0, aboveMin: true, max: 1e15, scale: 'log' } as const;

export const student = {
  kind: 'one-of',
  label: 'Student',
  options: [
    { kind: 'algorithm', registry: 'preset', tag: 'preset', label: 'A preset ({ preset: mlp, … })' },
    { kind: 'group', label: 'A list of layers ({ layers: […] })', fields: { layers: { kind: 'layers', label: 'Layers' } } },
    {
      kind: 'group',
      label: 'The first teacher, scaled ({ scale: … })',
      fields: {
        scale: {
          kind: 'group',
          label: 'Scale',
          fields: {
            width: {
              kind: 'number',
              label: 'Width',
              help: 'Times the channels of every layer.',
              default: 1,
              min: 0,
              aboveMin: true,
              max: 8,
            },
            depth: {
              kind: 'number',
              label: 'Depth',
              help: 'Share of the residual blocks, or of the layers, that stay.',
              default: 1,
              min: 0,
              aboveMin: true,
              max: 1,
            },
          },
        },
      },
    },
    {
      kind: 'group',
      label: 'The widest that fits a budget ({ budget: … })',
      fields: {
        budget: {
          kind: 'variant',
          label: 'Budget',
          help: 'Up to 1 as a share of the first teacher’s, above 1 as a number.',
          variants: {
            parameters: { ...budget, label: 'Parameters' },
            multiplyAdds: { ...budget, label: 'Multiply-adds' },
            bytes: { ...budget, label: 'Bytes of the file', unit: 'bytes' },
            latency: {
              kind: 'number',
              label: 'Share of the teacher’s time, measured here',
              help: 'Of the time the exported file takes for one item on one thread, beside that of the first teacher.',
              min: 0,
              aboveMin: true,
              max: 1,
            },
            latencyMs: measuredLatencyMs,
          },
        },
      },
    },
    { ...model, label: 'The name of a model to go on with' },
  ],
} as const satisfies OneOfSpec;

export const distillationLoss = {
  kind: 'algorithm',
  registry: 'distillation-loss',
  tag: 'kind',
  label: 'Distillation loss',
  default: { kind: 'soft-targets' },
} as const satisfies AlgorithmSpec;

export const distillationSweep = {
  kind: 'group',
  label: 'Choose temperature and alpha on validation',
  help: 'Tries every temperature at the middle alpha, then the other alphas, for up to a third of the epochs each, and takes the best pair.',
  optional: true,
  fields: {
    temperatures: {
      kind: 'list',
      label: 'Temperatures',
      of: { kind: 'number', label: 'Temperature', min: 0, aboveMin: true, max: 100, scale: 'log' },
      default: [1, 2, 4],
      minItems: 1,
      maxItems: 10,
    },
    alphas: {
      kind: 'list',
      label: 'Alphas',
      of: { kind: 'number', label: 'Alpha', min: 0, max: 1 },
      default: [0.3, 0.6, 0.9],
      minItems: 1,
      maxItems: 10,
    },
  },
} as const satisfies GroupSpec;

/** What a sweep takes, in runs of all epochs: see `engine/distillation/sweep.ts`. */
const SWEEP_RUNS = 1.35;

interface TrainedStudents {
  readonly control?: boolean;
  readonly sweep?: unknown;
  readonly chain?: { readonly assistants?: readonly number[]; readonly generations?: number };
}

/** The student, those before it, what the sweep tries, and the control. */
export function distillationTrainings(values: TrainedStudents): number {
  const { control = true, sweep, chain = {} } = values;
  return (chain.generations ?? 1) + (chain.assistants?.length ?? 0) + (sweep === undefined ? 0 : SWEEP_RUNS) + Number(control);
}
