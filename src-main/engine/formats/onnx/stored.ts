import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { kernelSteps, type KernelSteps } from '../../graph/stored-kernels.ts';
import type { ExportNode } from '../export-plan.ts';
import type { OnnxBuilder } from './builder.ts';
import { BFLOAT16, FLOAT, FLOAT16, INT4, INT8, type OnnxTensor } from './schema.ts';

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
  const [dataType, rawData] =
    precision.kind === 'float16' ? [FLOAT16, bytesOf(new Float16Array(parameter.values))] : [BFLOAT16, upperHalves(parameter.values)];
  const stored = builder.raw({ name: `${name}.stored`, dims: parameter.shape, dataType, rawData });
  return builder.add('Cast', name, [stored], { to: FLOAT });
}

/** Whole steps under the kernel's name, with `DequantizeLinear` behind them. */
export function dequantised(
  builder: OnnxBuilder,
  { name, parameter, axis }: StoredKernel,
  { steps, scales, bits }: KernelSteps & { readonly bits: number },
): string {
  const isSmall = bits <= 4;
  const stored = stepsTensor(`${name}.steps`, parameter.shape, steps, isSmall);
  const scale = builder.constant(`${name}.scale`, { shape: [scales.length], values: scales });
  const zeros = new Int8Array(scales.length);
  const inputs = [builder.raw(stored), scale, builder.raw(stepsTensor(`${name}.zero-point`, [scales.length], zeros, isSmall))];
  if (isSmall) builder.needs(21);
  return builder.add('DequantizeLinear', name, inputs, { axis });
}

function stepsTensor(name: string, dims: readonly number[], steps: Int8Array, isSmall: boolean): OnnxTensor {
  return isSmall ? { name, dims, dataType: INT4, rawData: nibbles(steps) } : { name, dims, dataType: INT8, rawData: bytesOf(steps) };
}

/** Two in a byte, the first one in its lower half. */
function nibbles(steps: Int8Array): Uint8Array {
  return Uint8Array.from({ length: Math.ceil(steps.length / 2) }, (_, i) => (steps[2 * i]! & 15) | (((steps[2 * i + 1] ?? 0) & 15) << 4));
}

function upperHalves(values: Float32Array): Uint8Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return bytesOf(Uint16Array.from(words, word => word >>> 16));
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
