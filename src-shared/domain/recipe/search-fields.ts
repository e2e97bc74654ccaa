import { WATTS_PER_CORE } from '../energy.ts';
import { isObject } from '../params/problems.ts';
import { foldsAsked } from './fold-fields.ts';

/** Fields that searches of all kinds share, described once. */

const whole = { kind: 'number', min: 1, max: 1e9, integer: true, scale: 'log' } as const;
const limit = { kind: 'number', min: 0, aboveMin: true, max: 1e15, scale: 'log', optional: true } as const;

/** How much is spent. */
export const trialBudget = {
  trials: { ...whole, label: 'Trials', help: 'Configurations that are begun at most.', default: 40, max: 100_000 },
  epochs: { ...whole, label: 'Epochs of a trial', help: 'Of one that is trained to the end.', default: 9, max: 10_000 },
  totalEpochs: { ...whole, label: 'Epochs of all trials together', help: 'Without the control and the repeats.', optional: true },
  minutes: { ...limit, label: 'Time', help: 'Nothing is begun after it; time when the program is closed does not count.', unit: 'min' },
  energy: {
    kind: 'group',
    label: 'Energy',
    help: 'Of the processor, for all trials together without the control and the repeats; nothing is begun after it. Measured where the processor can be asked (RAPL), else estimated by CPU time.',
    optional: true,
    fields: {
      kilojoules: {
        kind: 'number',
        label: 'Energy at most',
        help: '3,600 kJ are one kilowatt-hour.',
        default: 1000,
        min: 0,
        aboveMin: true,
        max: 1e12,
        scale: 'log',
        unit: 'kJ',
      },
      wattsPerCore: {
        kind: 'number',
        label: 'Watts of a busy core',
        help: 'What CPU time is multiplied with where nothing can be measured: the power the processor is made for, divided by its cores.',
        source: 'Lannelongue, Grealey & Inouye 2021, doi:10.1002/advs.202100707',
        default: WATTS_PER_CORE,
        min: 0,
        aboveMin: true,
        max: 1000,
        unit: 'W',
      },
    },
  },
} as const;

/** How large what is found may be. */
export const sizeLimits = {
  parameters: { ...limit, label: 'Parameters at most', help: 'A larger network is refused before it is trained.' },
  multiplyAdds: { ...limit, label: 'Multiply-adds at most' },
  bytes: { ...limit, label: 'Bytes of the file at most', unit: 'bytes' },
  latencyMs: { ...limit, label: 'Time for one item at most, measured here', help: 'Of the exported file on one thread.', unit: 'ms' },
} as const;

/** Who chooses, who trains on, and when it is enough. */
export const searchWays = {
  sampler: {
    kind: 'algorithm',
    registry: 'sampler',
    tag: 'kind',
    label: 'Sampler',
    help: 'Chooses what is tried next.',
    default: { kind: 'tpe' },
  },
  scheduler: {
    kind: 'algorithm',
    registry: 'scheduler',
    tag: 'kind',
    label: 'Scheduler',
    help: 'Says which trials train on.',
    default: { kind: 'asha' },
  },
  patience: {
    kind: 'number',
    label: 'Stop without gain',
    help: 'Begins no more trials once so many in a row have not been better than the best.',
    optional: true,
    min: 1,
    max: 100_000,
    integer: true,
  },
  noGain: {
    kind: 'group',
    label: 'Stop when no gain is expected',
    help: 'Begins no more trials once a Gaussian process expects less than this of every configuration, so many times in a row.',
    source: 'Nguyen et al. 2017, ACML: Regret for expected improvement over the best-observed value and stopping condition',
    optional: true,
    fields: {
      expected: {
        kind: 'number',
        label: 'Gain worth a trial',
        help: 'In the units of the objective: 0.001 of an accuracy is a tenth of a percent.',
        default: 0.001,
        min: 0,
        aboveMin: true,
        max: 1e12,
        scale: 'log',
      },
      trials: { kind: 'number', label: 'Times in a row', default: 5, min: 1, max: 1000, integer: true },
    },
  },
  confirm: {
    kind: 'group',
    label: 'Once more with fresh seeds',
    help: 'The best of a search looks better than it is; the best of these repeats is the winner.',
    default: {},
    fields: {
      top: { kind: 'number', label: 'How many of the best', default: 3, min: 0, max: 100, integer: true },
      seeds: { kind: 'number', label: 'Seeds of each', default: 2, min: 1, max: 20, integer: true },
    },
  },
} as const;

export const processes = {
  kind: 'number',
  label: 'Processes',
  help: 'Trials side by side, at most; as many as there are cores for.',
  default: 4,
  min: 1,
  max: 16,
  integer: true,
} as const;

/** Networks that a search trains to the end, those of its repeats among them; what is cut short makes it fewer. */
export function trialTrainings(values: Readonly<Record<string, unknown>>): number {
  const { trials, epochs, totalEpochs } = objectIn(values, 'budget');
  const { top, seeds } = objectIn(values, 'confirm');
  const wanted = numberIn(trials, 1);
  const most = typeof totalEpochs === 'number' ? totalEpochs / numberIn(epochs, 1) : wanted;
  const folds = foldsAsked(objectIn(values, 'crossValidation')['folds']) ?? 1;
  const studies = values['control'] === 'always' ? 2 : 1;
  const repeated = numberIn(top, 0) === 0 ? 0 : Math.max(numberIn(top, 0), studies);
  return folds * (Math.min(wanted, most) * studies + repeated * numberIn(seeds, 0));
}

function objectIn(values: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  const value = values[name];
  return isObject(value) ? value : {};
}

function numberIn(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
