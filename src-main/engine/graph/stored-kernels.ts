import type { Parameter } from '../../../src-shared/domain/graph/model-graph.ts';
import { sharedValues } from '../clustering/codebook.ts';
import { fakeQuantiseKernel, LEAST_SCALE } from '../ops/fake-quantise.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { declarationsOf } from './parameters.ts';
import { sizeOf } from './shape-checks.ts';
import type { ResolvedNode } from './shapes.ts';

/**
 * What a node computes with: its parameters, its kernels as the whole steps they are stored as. Differentiable, straight through the
 * rounding; so whatever trains a graph with precisions trains for them.
 */
export function asStored(
  tf: TensorLibrary,
  resolved: ResolvedNode,
  parameters: Readonly<Record<string, Tensor>>,
): Readonly<Record<string, Tensor>> {
  const { precision } = resolved.node;
  if (precision?.kind !== 'integer') return parameters;
  const most = mostSteps(precision.bits);
  const kernels = kernelsOf(resolved).map(({ name, axes }) => [name, fakeQuantiseKernel(tf, parameters[name]!, { axes, most })] as const);
  return { ...parameters, ...Object.fromEntries(kernels) };
}

/** The same of arrays; bit for bit what `asStored` computes with. Float kinds and codebooks are rounded, too. */
export function storedParameter(resolved: ResolvedNode, name: string, parameter: Parameter): Parameter {
  const { precision } = resolved.node;
  const kernel = kernelsOf(resolved).find(one => one.name === name);
  if (precision === undefined || kernel === undefined) return parameter;
  if (precision.kind === 'codebook') return { ...parameter, values: sharedValues(parameter.values, precision.bits) };
  if (precision.kind !== 'integer') return { ...parameter, values: parameter.values.map(FLOATS[precision.kind]) };
  const { steps, scales } = kernelSteps(parameter, { axes: kernel.axes, bits: precision.bits });
  const group = groupsOf(parameter.shape, kernel.axes);
  return { ...parameter, values: Float32Array.from(steps, (step, i) => Math.fround(step * scales[group(i)]!)) };
}

export interface KernelSteps {
  /** One per value, −(2^(bits − 1) − 1) … 2^(bits − 1) − 1. */
  readonly steps: Int8Array;
  /** One for each place of the axes that are left, row-major. */
  readonly scales: Float32Array;
}

/** A kernel in whole steps; `axes` are those whose places share a scale, `least` the least scale of each. */
export function kernelSteps(
  { shape, values }: Parameter,
  { axes, bits, least }: { readonly axes: readonly number[]; readonly bits: number; readonly least?: Float32Array },
): KernelSteps {
  const most = mostSteps(bits);
  const group = groupsOf(shape, axes);
  const scales = new Float32Array(sizeOf(shape.filter((_size, axis) => !axes.includes(axis))));
  values.forEach((value, i) => (scales[group(i)] = Math.max(scales[group(i)]!, Math.abs(value))));
  scales.forEach((peak, i) => (scales[i] = Math.max(Math.fround(peak / most), LEAST_SCALE, least?.[i] ?? 0)));
  const steps = Int8Array.from(values, (value, i) => clamp(roundToEven(Math.fround(value / scales[group(i)]!)), most));
  return { steps, scales };
}

/** Axes of each of a node's kernels along which one scale holds: all but those of its output channels. */
export function kernelsOf(resolved: ResolvedNode): readonly { readonly name: string; readonly axes: number[] }[] {
  const { layer, config, inputs } = resolved;
  const rule = layer.channels(config, inputs);
  const indexed = rule.kind === 'source' ? rule.outputs : rule.kind === 'pass' ? rule.parameters : [];
  return declarationsOf(resolved)
    .filter(({ role }) => role === 'kernel')
    .map(({ name, shape }) => {
      const own = indexed.find(({ parameter }) => parameter === name)?.axis ?? shape.length - 1;
      // Filters of a single channel follow the channel's axis.
      const kept = (axis: number): boolean => (rule.kind === 'pass' ? axis >= own : axis === own);
      return { name, axes: shape.flatMap((_size, axis) => (kept(axis) ? [] : [axis])) };
    });
}

export function mostSteps(bits: number): number {
  return 2 ** (bits - 1) - 1;
}

/** The nearest whole number, of two equally near the even one, as IEEE 754 and every engine round. */
export function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function clamp(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}

/** Which scale the i-th value has. The axes that are left stand side by side. */
function groupsOf(shape: readonly number[], axes: readonly number[]): (i: number) => number {
  const kept = shape.flatMap((_size, axis) => (axes.includes(axis) ? [] : [axis]));
  const inner = sizeOf(shape.slice((kept.at(-1) ?? shape.length - 1) + 1));
  const count = sizeOf(kept.map(axis => shape[axis]!));
  return inner === 1 ? i => i % count : i => Math.floor(i / inner) % count;
}

const FLOATS = { float16: (value: number) => Math.f16round(value), bfloat16: bfloat16Value } as const;

/** The nearest number of 8 significant bits, ties to the even one (Kalamkar 2019, arXiv:1905.12322). */
function bfloat16Value(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer);
  const [whole] = bits as unknown as [number];
  if (!Number.isFinite(value)) return value;
  bits[0] = (whole + 0x7fff + ((whole >>> 16) & 1)) & 0xffff0000;
  return new Float32Array(bits.buffer)[0]!;
}
