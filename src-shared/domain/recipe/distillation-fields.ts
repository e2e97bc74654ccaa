import type { AlgorithmSpec, GroupSpec, ListSpec, OneOfSpec } from '../params/param-spec.ts';
import type { ParamProblem } from '../params/problems.ts';
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

/** Teachers that answered elsewhere. */
export const answerFiles = {
  kind: 'list',
  label: 'Files of soft labels',
  help: 'What teachers from outside answered to the items of the data; they teach beside the models, or alone.',
  optional: true,
  maxItems: 20,
  of: {
    kind: 'group',
    label: 'File',
    fields: {
      source: {
        kind: 'text',
        label: 'Source',
        help: 'A row an item: CSV, TSV, JSON lines or Parquet with a column called as each class, or p(CLASS); or .npz, .npy.',
        path: 'items',
        pattern: '.+',
        patternHelp: 'a source',
      },
      holds: {
        kind: 'choice',
        label: 'It holds',
        help: 'Of quantities, the values as they are.',
        default: 'probabilities',
        options: ['probabilities', 'logits'],
      },
      temperature: {
        kind: 'number',
        label: 'Temperature they were made at',
        help: 'What the logits were divided by; 1 for plain probabilities.',
        default: 1,
        min: 0,
        aboveMin: true,
        max: 100,
        scale: 'log',
      },
      items: {
        kind: 'text',
        label: 'Column with numbers of items',
        help: 'In the data set, from 0; left out: item, id or index, else the rows in the order of the items.',
        optional: true,
        pattern: '.+',
        patternHelp: 'the name of a column',
      },
      classes: {
        kind: 'list',
        label: 'Classes by column',
        help: 'For arrays without names; left out: those of the data in their order.',
        of: { kind: 'text', label: 'Class' },
        optional: true,
        minItems: 1,
        maxItems: 10_000,
      },
      madeFor: {
        kind: 'text',
        label: 'Data they were made for',
        help: 'Its hash: other data is refused.',
        optional: true,
        pattern: '[0-9a-f]{12,64}',
        patternHelp: '12 to 64 hexadecimal digits of a hash',
      },
    },
  },
} as const satisfies ListSpec;

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

/** Somebody must teach, and files of answers do not say of which data they are. */
export function distillationProblems(values: Readonly<Record<string, unknown>>): readonly ParamProblem[] {
  const isGiven = (name: string): boolean => ((values[name] ?? []) as readonly unknown[]).length > 0;
  if (isGiven('teachers')) return [];
  if (!isGiven('answerFiles')) return [{ path: ['teachers'], message: 'At least one teacher is required: a model, or a file of answers' }];
  if (values['data'] !== undefined) return [];
  return [{ path: ['data'], message: 'The data that the answers are of is required: a file of answers names none' }];
}
