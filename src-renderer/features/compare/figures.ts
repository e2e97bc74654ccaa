import { isShareFigure } from '../../../src-shared/domain/quality.ts';
import { meanInterval95 } from '../../../src-shared/lib/student.ts';
import type { Subject } from './subjects.ts';
import { wilson95 } from '../../../src-shared/lib/wilson.ts';

/** `share`: of a whole, shown in percent. */
export type Unit = 'share' | 'number' | 'bytes' | 'count' | 'ms';

export interface FigureValue {
  readonly value: number;
  /** 95 % interval; null where there is none. */
  readonly interval: readonly [low: number, high: number] | null;
}

/** Something that models are compared by. */
export interface Figure {
  /** `measured.error`, `validation.accuracy`, `cost.compressed`. */
  readonly id: string;
  /** Where it comes from: a comparison, the training's own validation figures, or the model itself. */
  readonly source: 'measured' | 'validation' | 'cost';
  /** Its name in the catalogue of figures. */
  readonly name: string;
  readonly unit: Unit;
  readonly better: 'less' | 'greater';
  of(subject: Subject): FigureValue | null;
}

const GREATER_IS_BETTER: ReadonlySet<string> = new Set([
  'accuracy',
  'balancedAccuracy',
  'macroF1',
  'microF1',
  'r2',
  'rocAuc',
  'prAuc',
  'throughput',
]);
/** The measure a comparison is read by, in this order. */
const PRIMARY = ['hammingLoss', 'error', 'rmse', 'mae', 'loss'];

/** Every figure at least one subject has: quality first, the one to read by at its head, then costs. */
export function figuresOf(subjects: readonly Subject[]): readonly Figure[] {
  const measured = keysOf(subjects.map(subject => withError(subject.measured?.evaluation.metrics ?? {})));
  const validation = keysOf(subjects.map(subject => withError(subject.row?.output.summary.validation ?? {})));
  return [
    ...measured.map(measuredFigure),
    ...validation.map(validationFigure),
    ...COSTS.filter(figure => subjects.some(subject => figure.of(subject) !== null)),
  ];
}

/** The figure to read by; null when the subjects have no quality in common. */
export function primaryFigure(figures: readonly Figure[]): Figure | null {
  return figures.find(figure => figure.source !== 'cost') ?? null;
}

export function figureOf(figures: readonly Figure[], id: string): Figure | null {
  return figures.find(figure => figure.id === id) ?? null;
}

/** Mean over replicates with its interval over seeds, of a share within [0, 1]; a single one as it is. Null when a replicate lacks it. */
export function groupValue(figure: Figure, members: readonly Subject[]): FigureValue | null {
  const values = members.map(member => figure.of(member));
  const [only] = values;
  if (values.length === 1) return only ?? null;
  const numbers = values.flatMap(value => (value === null ? [] : [value.value]));
  if (numbers.length !== values.length || numbers.length === 0) return null;
  const { mean, low, high } = meanInterval95(numbers);
  // Sizes differ by what a seed happens to compress to, which nobody asks about.
  if (figure.source === 'cost' && figure.unit !== 'ms') return { value: mean, interval: null };
  return { value: mean, interval: figure.unit === 'share' ? [Math.max(0, low), Math.min(1, high)] : [low, high] };
}

/** Less is better in what comes back. */
export function signed(figure: Figure, value: number): number {
  return figure.better === 'less' ? value : -value;
}

function measuredFigure(name: string): Figure {
  return {
    id: `measured.${name}`,
    source: 'measured',
    ...aboutQuality(name),
    of({ measured }) {
      const metrics = measured?.evaluation.metrics ?? {};
      const found = metrics[name];
      if (found !== undefined) return { value: found.value, interval: [found.low, found.high] };
      const accuracy = name === 'error' ? metrics['accuracy'] : undefined;
      return accuracy === undefined ? null : { value: 1 - accuracy.value, interval: [1 - accuracy.high, 1 - accuracy.low] };
    },
  };
}

function validationFigure(name: string): Figure {
  const about = aboutQuality(name);
  return {
    id: `validation.${name}`,
    source: 'validation',
    ...about,
    of({ row, validationItems: items }) {
      const value = withError(row?.output.summary.validation ?? {})[name];
      if (typeof value !== 'number' || !Number.isFinite(value)) return null;
      const isCounted = (name === 'error' || name === 'accuracy') && items !== null && items > 0;
      return { value, interval: isCounted ? wilson95(value, items) : null };
    },
  };
}

function aboutQuality(name: string): Pick<Figure, 'name' | 'unit' | 'better'> {
  return { name, unit: isShareFigure(name) ? 'share' : 'number', better: GREATER_IS_BETTER.has(name) ? 'greater' : 'less' };
}

type Cost = Omit<Figure, 'id' | 'source' | 'better' | 'of'> & { readonly read: (subject: Subject) => number | null | undefined };

const COSTS: readonly Figure[] = (
  [
    { name: 'compressed', unit: 'bytes', read: ({ size }) => size.compressedBytes },
    { name: 'file', unit: 'bytes', read: ({ size }) => size.bytes },
    { name: 'parameters', unit: 'count', read: ({ size }) => size.parameters },
    { name: 'nonZeros', unit: 'count', read: ({ size }) => size.nonZeros },
    { name: 'multiplyAdds', unit: 'count', read: ({ size }) => size.multiplyAdds },
    { name: 'latency', unit: 'ms', read: ({ measured }) => measured?.latency.p50Ms },
    { name: 'throughput', unit: 'number', read: ({ measured }) => measured?.latency.throughput },
    { name: 'trainingTime', unit: 'ms', read: ({ row }) => row?.output.summary.trainingMs },
  ] satisfies readonly Cost[]
).map(({ name, unit, read }: Cost) => ({
  id: `cost.${name}`,
  source: 'cost' as const,
  name,
  unit,
  better: GREATER_IS_BETTER.has(name) ? ('greater' as const) : ('less' as const),
  of(subject: Subject) {
    const value = read(subject);
    return value === null || value === undefined ? null : { value, interval: null };
  },
}));

/** An error rate may be stated as accuracy only. */
function withError<T>(metrics: Readonly<Record<string, T>>): Readonly<Record<string, T | number>> {
  const accuracy = metrics['accuracy'];
  if (accuracy === undefined || metrics['error'] !== undefined) return metrics;
  return { ...metrics, error: typeof accuracy === 'number' ? 1 - accuracy : accuracy };
}

/** In the order of `PRIMARY`, then as they come. */
function keysOf(records: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  const names = [...new Set(records.flatMap(record => Object.keys(record)))];
  const place = (name: string): number => (PRIMARY.indexOf(name) + 1 || PRIMARY.length + 1) * 1000 + names.indexOf(name);
  return names.sort((a, b) => place(a) - place(b));
}
