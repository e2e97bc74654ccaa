import type { Tensor } from '../../../tensor-library.ts';
import type { OpAttribute } from '../attributes.ts';
import { ATTRIBUTE } from '../data-types.ts';
import type { NodeBackend, TensorInfo } from '../node-backend.ts';

/** One of TensorFlow's large operations as a kernel of tfjs's. Its gradient, where it has one, is in `engine/ops`. */
export interface NativeKernel {
  readonly name: string;
  /** False where XLA can't compile the operation: an engine under XLA goes without the kernel. */
  readonly underXla?: false;
  run(call: NativeCall): Tensor | Tensor[];
}

export interface NativeCall {
  readonly backend: NodeBackend;
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attrs: Readonly<Record<string, unknown>>;
}

export const CHANNELS_LAST: OpAttribute = { name: 'data_format', type: ATTRIBUTE.string, value: 'NHWC' };

/** The inputs of these names, in the order of the operation's arguments. */
export function named(inputs: NativeCall['inputs'], names: readonly string[]): TensorInfo[] {
  return names.map(name => inputs[name]!);
}
