import type { HostArray } from '../../compiler.ts';
import type { Pointer } from './library.ts';
import type { Session } from './session.ts';

/** Where TensorFlow's own memory begins: at multiples of this. */
const ALIGNMENT = 64n;
/** Of less a copy costs nothing. */
const LEAST_BYTES = 2 ** 20;

/** Whether the device can read an array where it lies: it is large, and begins where TensorFlow has its own, or that would copy it after all. */
export function isShareable({ accelerator, library }: Session, values: HostArray): boolean {
  return accelerator === null && values.byteLength >= LEAST_BYTES && library.addressOf(values) % ALIGNMENT === 0n;
}

/**
 * A handle of a tensor that is the array itself, not a copy: it must stay as it is, and be kept, until the handle is deleted. TensorFlow
 * reads it, and never writes to memory that is not its own. For arrays that `isShareable` names.
 */
export function sharedHandle({ library, status, check }: Session, values: HostArray, dtype: number, shape: readonly number[]): Pointer {
  const elements = shape.reduce((product, size) => product * size, 1);
  if (elements !== values.length) throw new Error(`${elements} numbers are required by the shape, got ${values.length}`);
  const dimensions = BigInt64Array.from(shape, BigInt);
  const place = library.addressOf(values);
  const tensor: Pointer = library.TF_NewTensor(dtype, dimensions, shape.length, place, values.byteLength, library.doNothing, null);
  const handle: Pointer = library.TFE_NewTensorHandle(tensor, status);
  library.TF_DeleteTensor(tensor);
  check('TFE_NewTensorHandle');
  return handle;
}
