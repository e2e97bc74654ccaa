import type { Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { sizeOf } from '../graph/shape-checks.ts';
import type { ForeignTensor } from './foreign-graph.ts';

/** How numbers lie in a file, little-endian. */
export type ElementType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'bfloat16'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bool'
  | 'int4'
  | 'uint4';

interface Element {
  readonly bytes: number;
  readonly real: boolean;
  read(view: DataView, at: number): number;
}

const ELEMENTS: { readonly [T in ElementType]: Element } = {
  float32: { bytes: 4, real: true, read: (view, at) => view.getFloat32(at, true) },
  float64: { bytes: 8, real: true, read: (view, at) => view.getFloat64(at, true) },
  float16: { bytes: 2, real: true, read: (view, at) => halfOf(view.getUint16(at, true)) },
  bfloat16: { bytes: 2, real: true, read: (view, at) => brainOf(view.getUint16(at, true)) },
  int8: { bytes: 1, real: false, read: (view, at) => view.getInt8(at) },
  uint8: { bytes: 1, real: false, read: (view, at) => view.getUint8(at) },
  int16: { bytes: 2, real: false, read: (view, at) => view.getInt16(at, true) },
  uint16: { bytes: 2, real: false, read: (view, at) => view.getUint16(at, true) },
  int32: { bytes: 4, real: false, read: (view, at) => view.getInt32(at, true) },
  uint32: { bytes: 4, real: false, read: (view, at) => view.getUint32(at, true) },
  int64: { bytes: 8, real: false, read: (view, at) => Number(view.getBigInt64(at, true)) },
  uint64: { bytes: 8, real: false, read: (view, at) => Number(view.getBigUint64(at, true)) },
  bool: { bytes: 1, real: false, read: (view, at) => view.getUint8(at) },
  // Two in a byte, the first one in its lower half.
  int4: { bytes: 0.5, real: false, read: (view, at) => (halfByteAt(view, at) << 28) >> 28 },
  uint4: { bytes: 0.5, real: false, read: halfByteAt },
};

function halfByteAt(view: DataView, at: number): number {
  return (view.getUint8(Math.floor(at)) >> (Number.isInteger(at) ? 0 : 4)) & 15;
}

/** A half where two share a byte. */
export function elementBytes(type: ElementType): number {
  return ELEMENTS[type].bytes;
}

/** A tensor out of its bytes, which must be exactly as many as it needs: nothing is allocated that the file has not. */
export function tensorFrom(bytes: Uint8Array, type: ElementType, shape: Shape, path: string): ForeignTensor {
  const element = ELEMENTS[type];
  const count = sizeOf(shape);
  const needed = Math.ceil(count * element.bytes);
  if (shape.some(size => !Number.isInteger(size) || size < 0) || needed !== bytes.length) {
    throw invalidInput(`A ${type} array of shape [${shape.join(', ')}] takes ${needed} bytes, it has ${bytes.length}`, {
      path,
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = element.real ? new Float32Array(count) : new Float64Array(count);
  if (type === 'float32') new Uint8Array(values.buffer).set(bytes);
  else for (let i = 0; i < count; i++) values[i] = element.read(view, i * element.bytes);
  return { shape, type, values };
}

/** IEEE 754 binary16. */
export function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const SCRATCH = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
export function brainOf(bits: number): number {
  SCRATCH.setUint32(0, bits << 16);
  return SCRATCH.getFloat32(0);
}
