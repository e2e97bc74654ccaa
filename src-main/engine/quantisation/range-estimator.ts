import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../algorithm.ts';

/** What a value was over the calibration items, whatever its place. */
export interface ValueHistogram {
  readonly low: number;
  readonly high: number;
  /** Of equal bins from `low` to `high`. */
  readonly counts: Float64Array;
}

/** Values beyond it are cut off. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** How much of a value's range is worth a grid: a wide one has coarse steps, a narrow one cuts off. */
export interface RangeEstimator<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /** Within the histogram's ends, 0 included. */
  range(config: ParamValues<S>, histogram: ValueHistogram): ValueRange;
}

export function defineRangeEstimator<const S extends ParamSpecs>(estimator: RangeEstimator<S>): RangeEstimator<S> {
  return estimator;
}
