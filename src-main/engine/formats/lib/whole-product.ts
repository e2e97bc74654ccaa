import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { kernelSteps, type KernelSteps } from '../../graph/stored-kernels.ts';

/** Of an accumulator of 32 bits, what a bias may take. */
const MOST_BIAS = 2 ** 30;

export interface WholeProduct extends KernelSteps {
  /** In steps of the accumulator; null without a bias. */
  readonly bias: Int32Array | null;
  /** What a step of the accumulator stands for, by output channel. */
  readonly factors: Float32Array;
}

/**
 * A layer's sums of products as integers: of an input in steps of `scale`. Kernels so small beside their bias that the bias would not fit
 * an accumulator get a larger scale.
 */
export function wholeProduct(
  { kernel, bias }: { readonly kernel: Parameter; readonly bias: Parameter | null },
  { scale, bits, axes }: { readonly scale: number; readonly bits: number; readonly axes: readonly number[] },
): WholeProduct {
  const least = bias?.values.map(value => Math.abs(value) / (scale * MOST_BIAS));
  const whole = kernelSteps(kernel, { axes, bits, ...(least === undefined ? {} : { least }) });
  const factors = whole.scales.map(each => each * scale);
  return { ...whole, factors, bias: bias === null ? null : Int32Array.from(bias.values, (value, i) => Math.round(value / factors[i]!)) };
}
