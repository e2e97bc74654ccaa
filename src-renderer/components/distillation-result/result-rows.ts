import type { DistillationFigures, DistillationReport } from '../../../src-shared/domain/distillation.ts';
import { isShareFigure, mainFigureOf, type MainFigure } from '../../../src-shared/domain/quality.ts';
import { meanInterval95 } from '../../../src-shared/lib/student.ts';
import { wilson95 } from '../../../src-shared/lib/wilson.ts';

/** Who is judged, in the order it is shown. */
export const JUDGED = ['teacher', 'alone', 'distilled'] as const;
export type Judged = (typeof JUDGED)[number];

export interface Spread {
  readonly value: number;
  /** 95 %: over seeds where there are several, else over items; null where neither is known. */
  readonly low: number | null;
  readonly high: number | null;
}

export interface ResultRow {
  readonly who: Judged;
  /** Error, or root mean squared error: lower is better. */
  readonly main: Spread;
  /** Of the report itself, not of the seeds. */
  readonly figures: DistillationFigures;
}

/** The figure a gap is measured by. */
export function gapFigureOf({ metrics }: DistillationFigures): MainFigure {
  return mainFigureOf(metrics);
}

/** `seeds` are the reports of all replicates, this one among them. */
export function resultRows(report: DistillationReport, seeds: readonly DistillationReport[]): readonly ResultRow[] {
  return JUDGED.flatMap((who): ResultRow[] => {
    const figures = report[who];
    if (figures === undefined) return [];
    const values = seeds.flatMap(seed => (seed[who] === undefined ? [] : [valueOf(seed[who])]));
    return [{ who, figures, main: values.length > 1 ? possible(overSeeds(values), gapFigureOf(figures)) : overItems(figures) }];
  });
}

export interface GapSpread extends Spread {
  readonly each: readonly number[];
}

/** Null where the students were not trained alone, or no seed had a gap. */
export function gapOver(seeds: readonly DistillationReport[]): GapSpread | null {
  const each = seeds.flatMap(({ gapClosed }) => (gapClosed === null ? [] : [gapClosed]));
  if (each.length === 0) return null;
  return { each, ...(each.length > 1 ? overSeeds(each) : { value: each[0] ?? 0, low: null, high: null }) };
}

function valueOf(figures: DistillationFigures): number {
  return figures.metrics[gapFigureOf(figures)] ?? Number.NaN;
}

/** One and the same model, as a teacher of all seeds, has no spread over them. */
function overSeeds(values: readonly number[]): Spread {
  if (values.every(value => value === values[0])) return { value: values[0] ?? Number.NaN, low: null, high: null };
  const { mean, low, high } = meanInterval95(values);
  return { value: mean, low, high };
}

/** Few seeds have wide intervals: no error is below 0, and no share of wrong answers above 1. */
function possible({ value, low, high }: Spread, figure: MainFigure): Spread {
  const most = isShareFigure(figure) ? 1 : Infinity;
  return { value, low: low === null ? null : Math.max(0, low), high: high === null ? null : Math.min(most, high) };
}

/** Wilson's interval for a share of wrong answers; none for values. */
function overItems(figures: DistillationFigures): Spread {
  const { errors, items } = figures;
  const value = valueOf(figures);
  if (errors === undefined || items === 0) return { value, low: null, high: null };
  const [low, high] = wilson95(errors / items, items);
  return { value, low, high };
}

/** Right end of the bars' scale: nothing that is drawn lies beyond it. */
export function scaleOf(rows: readonly ResultRow[]): number {
  const ends = rows.map(({ main }) => Math.max(main.value, main.high ?? 0)).filter(Number.isFinite);
  return Math.max(...ends, Number.MIN_VALUE) * 1.04;
}
