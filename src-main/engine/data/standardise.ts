import type { PreprocessingStep } from '../../../src-shared/domain/dataset.ts';

/** Of the last axis but one, which is the bands where the last is a single channel. */
export type StandardiseStep = Extract<PreprocessingStep, { readonly kind: 'standardise' }>;

/** Means and population deviations of each of `width` columns over the rows of the `train` items; 1 for a column that doesn't vary. */
export function fitStandardise(
  values: Float32Array,
  train: Uint32Array,
  size: { readonly item: number; readonly width: number },
): StandardiseStep {
  const sums = new Float64Array(size.width);
  const squares = new Float64Array(size.width);
  const rows = (train.length * size.item) / size.width;
  eachValue(values, train, size, (column, value) => (sums[column]! += value));
  const mean = [...sums].map(sum => sum / rows);
  eachValue(values, train, size, (column, value) => (squares[column]! += (value - mean[column]!) ** 2));
  const deviation = [...squares].map((sum, column) => {
    const spread = Math.sqrt(sum / rows);
    return spread > Math.abs(mean[column]!) * 1e-6 ? spread : 1;
  });
  return { kind: 'standardise', mean, deviation };
}

type Visit = (column: number, value: number) => void;

function eachValue(
  values: Float32Array,
  items: Uint32Array,
  { item, width }: { readonly item: number; readonly width: number },
  visit: Visit,
): void {
  for (const number of items) {
    const start = number * item;
    for (let i = 0; i < item; i++) visit(i % width, values[start + i]!);
  }
}

/** A fresh array of `(value − mean) / deviation`, columns repeating along the values. */
export function standardise(values: Float32Array, { mean, deviation }: StandardiseStep): Float32Array {
  const width = mean.length;
  const out = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = (values[i]! - mean[i % width]!) / deviation[i % width]!;
  return out;
}
