import type { Diversity, PairDiversity } from '../../../src-shared/domain/fusion-report.ts';
import type { HeldOutPredictions } from './held-out.ts';
import { itemLosses } from './judge-outputs.ts';

/** How differently members err, pair by pair. Source: Kuncheva & Whitaker 2003, doi:10.1023/A:1022859003006. */
export function diversityOf(predictions: HeldOutPredictions): Diversity {
  const { task, outputs } = predictions;
  const isValues = task === 'values';
  const errors = outputs.map(own => errorsOf(predictions, own));
  const pairs = errors.flatMap((first, a) =>
    errors.slice(a + 1).map((second, k): PairDiversity => {
      const place = { a, b: a + 1 + k };
      return isValues ? { ...place, ...NOTHING, errorCorrelation: correlation(first, second) } : { ...place, ...classPair(first, second) };
    }),
  );
  const disagreements = pairs.flatMap(({ disagreement }) => disagreement ?? []);
  const mean = disagreements.reduce((sum, value) => sum + value, 0) / disagreements.length;
  return { pairs, disagreement: disagreements.length === 0 ? null : mean };
}

const NOTHING = { disagreement: null, q: null, doubleFault: null, errorOverlap: null, errorCorrelation: null } as const;

/** What a member gives too much, or 1 for each wrong answer; of several labels each is an answer. */
function errorsOf(predictions: HeldOutPredictions, own: Float32Array): Float64Array {
  const { task, targets } = predictions;
  if (task === 'values') return Float64Array.from(own, (value, i) => value - targets[i]!);
  if (task === 'labels') return Float64Array.from(own, (logit, i) => Number(logit > 0 !== targets[i]! > 0.5));
  return itemLosses(predictions, own);
}

/** From losses that are 0 or 1. */
function classPair(first: Float64Array, second: Float64Array): Omit<PairDiversity, 'a' | 'b'> {
  let [both, onlyFirst, onlySecond, none] = [0, 0, 0, 0];
  first.forEach((loss, i) => {
    const [a, b] = [loss > 0.5, second[i]! > 0.5];
    if (a && b) both++;
    else if (a) onlyFirst++;
    else if (b) onlySecond++;
    else none++;
  });
  const [together, apart] = [both * none, onlyFirst * onlySecond];
  const anyWrong = both + onlyFirst + onlySecond;
  return {
    disagreement: (onlyFirst + onlySecond) / first.length,
    q: together + apart === 0 ? null : (together - apart) / (together + apart),
    doubleFault: both / first.length,
    errorOverlap: anyWrong === 0 ? null : both / anyWrong,
    errorCorrelation: null,
  };
}

/** Pearson's; null where a member's error is the same everywhere. */
function correlation(a: Float64Array, b: Float64Array): number | null {
  const [meanA, meanB] = [a, b].map(values => values.reduce((sum, value) => sum + value, 0) / values.length) as [number, number];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    ab += (value - meanA) * (b[i]! - meanB);
    aa += (value - meanA) ** 2;
    bb += (b[i]! - meanB) ** 2;
  });
  return aa === 0 || bb === 0 ? null : ab / Math.sqrt(aa * bb);
}
