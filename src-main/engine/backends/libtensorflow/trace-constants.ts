import type { Pointer } from './library.ts';
import type { Session } from './session.ts';
import type { TensorTable } from './tensors.ts';

/** A real tensor's values as a recording keeps them. */
export interface ConstantValue {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** What stands for the constants of one recording. */
export interface ConstantTable<T> {
  /** `make` is called for the first tensor with these values only, where they are few. */
  of(id: number, user: string, make: (value: ConstantValue) => T): T;
}

/** Larger ones are rarely there twice, and take long to compare. */
const FEW_BYTES = 64;

export function createConstantTable<T>(session: Session, tensors: TensorTable): ConstantTable<T> {
  const byTensor = new Map<number, T>();
  const byValue = new Map<string, T>();
  return {
    of(id, user, make) {
      const known = byTensor.get(id);
      if (known !== undefined) return known;
      const value = readConstant(session, tensors, id, user);
      const key = value.bytes.length > FEW_BYTES ? null : keyOf(value);
      const made = (key === null ? undefined : byValue.get(key)) ?? make(value);
      byTensor.set(id, made);
      if (key !== null) byValue.set(key, made);
      return made;
    },
  };
}

export function sameConstant(one: ConstantValue, other: ConstantValue): boolean {
  return one.dtype === other.dtype && one.shape.join() === other.shape.join() && Buffer.compare(one.bytes, other.bytes) === 0;
}

function keyOf({ dtype, shape, bytes }: ConstantValue): string {
  return `${dtype} ${shape.join()} ${Buffer.from(bytes).toString('latin1')}`;
}

function readConstant({ library }: Session, tensors: TensorTable, id: number, user: string): ConstantValue {
  const tensor: Pointer = tensors.resolve(id, user);
  const bytes = new Uint8Array(Number(library.TF_TensorByteSize(tensor)));
  if (bytes.length > 0) library.copy(bytes, library.TF_TensorData(tensor), bytes.length);
  library.TF_DeleteTensor(tensor);
  return { dtype: tensors.typeOf(id), shape: tensors.shapeOf(id), bytes };
}
