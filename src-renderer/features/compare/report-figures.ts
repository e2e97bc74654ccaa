import type { ComparisonReport, Estimate, Evaluation, PairInComparison } from '../../../src-shared/domain/report.ts';

/** The measure a report is read by, less is better: the error rate (of labels the Hamming loss), or an error in the target's unit. */
export interface Primary {
  readonly name: string;
  readonly isShare: boolean;
}

export function primaryOf(report: ComparisonReport): Primary {
  const metrics = report.models[0]?.evaluation.metrics ?? {};
  if ('hammingLoss' in metrics) return { name: 'hammingLoss', isShare: true };
  if ('error' in metrics || 'accuracy' in metrics) return { name: 'error', isShare: true };
  return { name: ['rmse', 'mae'].find(name => name in metrics) ?? Object.keys(metrics)[0] ?? 'error', isShare: false };
}

/** The primary measure of one evaluation; an error rate may be stated as accuracy only. Null when it is missing. */
export function primaryEstimate(metrics: Evaluation['metrics'], primary: Primary): Estimate | null {
  const found = metrics[primary.name];
  if (found !== undefined) return found;
  const accuracy = metrics['accuracy'];
  if (primary.name !== 'error' || accuracy === undefined) return null;
  return { value: 1 - accuracy.value, low: 1 - accuracy.high, high: 1 - accuracy.low, over: accuracy.over };
}

/** Indices of the least value and of those within a share `noise` of it; none when all are (nobody is best then). */
export function bestOf(values: readonly number[], noise = 0): ReadonlySet<number> {
  const least = Math.min(...values);
  const indices = values.flatMap((value, i) => (value <= least * (1 + noise) ? [i] : []));
  return new Set(indices.length === values.length ? [] : indices);
}

/** Items that model `index` got right and the first model wrong, and the other way round; null for the first itself. */
export function gainedLost(report: ComparisonReport, index: number): { readonly gained: number; readonly lost: number } | null {
  const pair = findPair(report, 0, index);
  if (pair === null) return null;
  return pair.b === index ? { gained: pair.onlyB, lost: pair.onlyA } : { gained: pair.onlyA, lost: pair.onlyB };
}

export function findPair(report: ComparisonReport, a: number, b: number): PairInComparison | null {
  return report.pairs.find(pair => (pair.a === a && pair.b === b) || (pair.a === b && pair.b === a)) ?? null;
}

const TURNED = { better: 'worse', worse: 'better', 'no-difference-seen': 'no-difference-seen' } as const;

/** The pair read as b against a, whichever way round it is stored; null where the two were not tested against each other. */
export function pairOf(report: ComparisonReport, a: number, b: number): PairInComparison | null {
  const pair = findPair(report, a, b);
  if (pair === null || pair.a === a) return pair;
  const { value, low, high, over } = pair.difference;
  return {
    ...pair,
    ...{ a, b, onlyA: pair.onlyB, onlyB: pair.onlyA },
    difference: { value: -value, low: -high, high: -low, over },
    verdict: TURNED[pair.verdict],
  };
}

/** The two models a report is mostly about: those of its sentence, else the first and the smallest. */
export function quotedModels(report: ComparisonReport): { readonly a: number; readonly b: number } {
  const quoted = report.quotedPair === null ? undefined : report.pairs[report.quotedPair];
  return quoted === undefined ? { a: 0, b: smallestModel(report) } : { a: quoted.a, b: quoted.b };
}

/** The model a report is mostly about: the one with the smallest compressed file; of equals the first. */
export function smallestModel(report: ComparisonReport): number {
  const sizes = report.models.map(model => model.size.compressedBytes);
  return sizes.indexOf(Math.min(...sizes));
}

/** Indices of points no other one beats in both numbers (less is better), by ascending x. */
export function paretoFront(points: readonly { readonly x: number; readonly y: number }[]): readonly number[] {
  const order = points.map((_, i) => i).sort((i, j) => points[i]!.x - points[j]!.x || points[i]!.y - points[j]!.y);
  const front: number[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (const i of order) {
    if (points[i]!.y >= least) continue;
    least = points[i]!.y;
    front.push(i);
  }
  return front;
}

/** Wrong answers by true class. */
export function errorsByClass(confusion: readonly (readonly number[])[]): readonly number[] {
  return confusion.map((row, actual) => row.reduce((sum, count, answer) => (answer === actual ? sum : sum + count), 0));
}

/** How many errors more (or fewer, negative) b makes than a, by true class; null where there is no confusion matrix. */
export function changeByClass(a: Evaluation, b: Evaluation): readonly number[] | null {
  if (a.confusion === undefined || b.confusion === undefined || a.confusion.length !== b.confusion.length) return null;
  const before = errorsByClass(a.confusion);
  return errorsByClass(b.confusion).map((count, i) => count - before[i]!);
}
