import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { codebookOf } from '../../clustering/codebook.ts';
import { kernelSteps, type KernelSteps } from '../../graph/stored-kernels.ts';
import type { ExportNode } from '../export-plan.ts';
import type { OnnxBuilder } from './builder.ts';
import { BFLOAT16, FLOAT, FLOAT16, INT32, INT4, INT8, UINT4, UINT8, type OnnxTensor } from './schema.ts';

/** A kernel in the form of the format, whose places along `axis` have a scale each where it is stored in steps. */
export interface StoredKernel {
  readonly name: string;
  readonly parameter: Parameter;
  readonly axis: number;
}

/** The kernel as its node stores it, with what makes float32 of it; the name of that. */
export function storedKernel(builder: OnnxBuilder, { precision }: ExportNode, kernel: StoredKernel): string {
  const { name, parameter, axis } = kernel;
  if (precision === undefined) return builder.constant(name, parameter);
  if (precision.kind === 'integer') {
    const axes = parameter.shape.flatMap((_size, each) => (each === axis ? [] : [each]));
    return dequantised(builder, kernel, { ...kernelSteps(parameter, { axes, bits: precision.bits }), bits: precision.bits });
  }
  if (precision.kind === 'codebook') return lookedUp(builder, kernel, precision.bits);
  const [dataType, rawData] =
    precision.kind === 'float16' ? [FLOAT16, bytesOf(new Float16Array(parameter.values))] : [BFLOAT16, upperHalves(parameter.values)];
  const stored = builder.raw({ name: `${name}.stored`, dims: parameter.shape, dataType, rawData });
  return builder.add('Cast', name, [stored], { to: FLOAT });
}

/** Each weight as its place in a codebook, a byte or half a byte, and what looks them up. */
function lookedUp(builder: OnnxBuilder, { name, parameter }: StoredKernel, bits: number): string {
  const { entries, places } = codebookOf(parameter.values, bits);
  const book = builder.constant(`${name}.codebook`, { shape: [entries.length], values: entries });
  const stored = { name: `${name}.places`, dims: parameter.shape };
  const isSmall = bits <= 4;
  if (isSmall) builder.needs(21);
  const read = builder.raw({
    ...stored,
    ...(isSmall ? { dataType: UINT4, rawData: nibbles(places) } : { dataType: UINT8, rawData: places }),
  });
  return builder.add('Gather', name, [book, builder.add('Cast', `${name}.at`, [read], { to: INT32 })], { axis: 0 });
}

type StepsTensor = (name: string, dims: readonly number[], steps: Int8Array) => OnnxTensor;

/** Whole steps under the kernel's name, with `DequantizeLinear` behind them. */
export function dequantised(
  builder: OnnxBuilder,
  { name, parameter, axis }: StoredKernel,
  { steps, scales, bits, isMultiplied = false }: KernelSteps & { readonly bits: number; readonly isMultiplied?: boolean },
): string {
  const tensor: StepsTensor = isMultiplied ? multipliedSteps : bits <= 4 ? smallSteps : plainSteps;
  const stored = tensor(`${name}.steps`, parameter.shape, steps);
  const scale = builder.constant(`${name}.scale`, { shape: [scales.length], values: scales });
  const zeros = tensor(`${name}.zero-point`, [scales.length], new Int8Array(scales.length));
  if (stored.dataType === INT4) builder.needs(21);
  return builder.add('DequantizeLinear', name, [builder.raw(stored), scale, builder.raw(zeros)], { axis });
}

/** What 0 is among the steps of `multipliedSteps`. */
export const MIDDLE = 128;

/**
 * Steps that are multiplied as integers, without a sign: on processors of AVX2 without VNNI, ONNX Runtime adds two products of a byte
 * with and one without a sign in 16 bits, which overflow; of two without it has operators that do not.
 * Source: ONNX Runtime, Quantize ONNX models, "When and why do I need to try U8U8?"
 */
export function multipliedSteps(name: string, dims: readonly number[], steps: Int8Array): OnnxTensor {
  return { name, dims, dataType: UINT8, rawData: Uint8Array.from(steps, step => step + MIDDLE) };
}

function plainSteps(name: string, dims: readonly number[], steps: Int8Array): OnnxTensor {
  return { name, dims, dataType: INT8, rawData: bytesOf(steps) };
}

function smallSteps(name: string, dims: readonly number[], steps: Int8Array): OnnxTensor {
  return { name, dims, dataType: INT4, rawData: nibbles(steps) };
}

/** Two in a byte, the first one in its lower half. */
function nibbles(steps: Int8Array | Uint8Array): Uint8Array {
  return Uint8Array.from({ length: Math.ceil(steps.length / 2) }, (_, i) => (steps[2 * i]! & 15) | (((steps[2 * i + 1] ?? 0) & 15) << 4));
}

function upperHalves(values: Float32Array): Uint8Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return bytesOf(Uint16Array.from(words, word => word >>> 16));
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
