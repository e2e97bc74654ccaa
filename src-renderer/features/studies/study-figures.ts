import type { StudyTrialView, StudyView } from '../../../src-shared/contracts/studies.contract.ts';
import { unitOf } from '../../../src-shared/domain/search/domains.ts';
import type { Dimension } from '../../../src-shared/domain/search/space.ts';
import type { StudyObjective } from '../../../src-shared/domain/study-report.ts';
import type { Format } from '../../components/use-format.ts';

/** A figure of an objective as a person reads it: shares in percent, bytes as bytes. */
export function writeFigure(format: Format, metric: string | undefined, value: number): string {
  if (isShare(metric)) return format.percent(value);
  if (metric === 'bytes') return format.bytes(value);
  if (metric === 'parameters' || metric === 'multiplyAdds') return format.compact(value);
  return format.number(value, 4);
}

/** Whether it is written in percent, and its differences in points. */
export function isShare(metric: string | undefined): boolean {
  return metric?.endsWith('accuracy') === true || metric === 'fitScore';
}

/** The same with as few signs as a narrow cell has room for. */
export function shortFigure(format: Format, metric: string | undefined, value: number): string {
  if (isShare(metric)) return format.percent(value, 0);
  return metric === undefined || metric.endsWith('loss') ? format.number(value, 2) : format.compact(value);
}

/** A value of a dimension as a person reads it. */
export function writeValue(format: Format, { domain }: Dimension, value: number | undefined): string {
  if (value === undefined) return '';
  if (domain.kind === 'choice') return domain.labels[value] ?? String(value);
  return domain.step === undefined ? format.number(value, 3) : String(value);
}

/** The first objective of a trial, or what it had when it was stopped. */
export function firstValue(trial: StudyTrialView): number | null {
  return trial.values?.[0] ?? null;
}

/** Trials of the search with a value, best first. */
export function rankedTrials({ all, objectives }: Pick<StudyView, 'all' | 'objectives'>): readonly StudyTrialView[] {
  const direction = objectives[0]?.direction ?? 1;
  const measured = all.filter(trial => trial.role === 'search' && firstValue(trial) !== null);
  return [...measured].sort((a, b) => direction * ((firstValue(b) ?? 0) - (firstValue(a) ?? 0)) || a.number - b.number);
}

/** How good a trial is among those given: 0 for the worst, 1 for the best. */
export function goodness(values: readonly number[], { direction }: StudyObjective): (value: number) => number {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return value => {
    const place = high === low ? 1 : (value - low) / (high - low);
    return direction === 1 ? place : 1 - place;
  };
}

/** Where a value lies on the axis of its dimension, in [0, 1]; null for one that takes no part. */
export function placeOn({ domain }: Dimension, value: number | undefined): number | null {
  return value === undefined ? null : unitOf(domain, value);
}

/** One row a rung: how many trials came so far, and how good the best of them was there. */
export interface RungRow {
  readonly bracket: number;
  readonly epochs: number;
  readonly reached: number;
  readonly best: number | null;
  /** Middle of the values there. */
  readonly median: number | null;
}

export function rungRows({ brackets, all, objectives }: Pick<StudyView, 'brackets' | 'all' | 'objectives'>): readonly RungRow[] {
  const direction = objectives[0]?.direction ?? 1;
  const own = all.filter(({ role }) => role === 'search');
  return brackets.flatMap((rungs, bracket) =>
    rungs.map(epochs => {
      const there = own.filter(trial => trial.bracket % brackets.length === bracket && trial.curve.length >= epochs);
      const values = there.flatMap(trial => trial.curve[epochs - 1] ?? []).sort((a, b) => direction * (b - a));
      return { bracket, epochs, reached: there.length, best: values[0] ?? null, median: values[values.length >> 1] ?? null };
    }),
  );
}
