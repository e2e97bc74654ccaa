import type { DeviceArray, DeviceVariable, HostArray } from '../../compiler.ts';
import type { Binding } from './binding.ts';
import { ATTRIBUTE, DATA_TYPE } from './data-types.ts';
import { isShareable, sharedHandle } from './shared-array.ts';

/** A variable, and the number of the tensor that is its handle. */
export interface NativeVariable extends DeviceVariable {
  readonly handle: number;
}

export interface NativeArray extends DeviceArray {
  readonly id: number;
  readonly dtype: number;
  /** Kept, for the tensor may be the array itself. */
  readonly values: HostArray;
}

const floats = { name: 'dtype', type: ATTRIBUTE.type, value: DATA_TYPE.float };

/** `name`: unique in the process. */
export function createVariable(binding: Binding, name: string, values: Float32Array, shape: readonly number[]): NativeVariable {
  const made = binding.executeOp(
    'VarHandleOp',
    [
      floats,
      { name: 'shape', type: ATTRIBUTE.shape, value: [...shape] },
      { name: 'shared_name', type: ATTRIBUTE.string, value: name },
      { name: 'container', type: ATTRIBUTE.string, value: '' },
    ],
    [],
    1,
  );
  const handle = made[0]!.id;
  const write = (written: Float32Array): void => {
    const value = binding.createTensor(shape, DATA_TYPE.float, written);
    binding.executeOp('AssignVariableOp', [floats], [handle, value], 0);
    binding.deleteTensor(value);
  };
  write(values);
  return {
    shape,
    handle,
    write,
    read() {
      const value = binding.executeOp('ReadVariableOp', [floats], [handle], 1)[0]!.id;
      const read = binding.tensorDataSync(value) as Float32Array;
      binding.deleteTensor(value);
      return read;
    },
    dispose() {
      binding.executeOp('DestroyResourceOp', [{ name: 'ignore_lookup_error', type: ATTRIBUTE.bool, value: true }], [handle], 0);
      binding.deleteTensor(handle);
    },
  };
}

export function createArray(binding: Binding, values: HostArray, shape: readonly number[]): NativeArray {
  const dtype = typeOf(values);
  const { session, tensors } = binding;
  const id = isShareable(session, values)
    ? tensors.adoptAs(sharedHandle(session, values, dtype, shape), dtype)
    : tensors.create(shape, dtype, values);
  return { shape, id, dtype, values, dispose: () => tensors.delete(id) };
}

function typeOf(values: HostArray): number {
  if (values instanceof Float32Array) return DATA_TYPE.float;
  return values instanceof Int32Array ? DATA_TYPE.int32 : DATA_TYPE.uint8;
}
