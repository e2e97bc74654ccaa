import { DATA_TYPE, fits, layoutOf, typeName, type Values } from './data-types.ts';
import type { Pointer } from './library.ts';
import type { Session } from './session.ts';

/** What tfjs-node is told of a tensor. */
export interface TensorMetadata {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/**
 * Tensors of the device behind numbers. A number is never given twice, so that one that was freed is caught and no pointer
 * leaves this folder.
 */
export interface TensorTable {
  create(shape: readonly number[], dtype: number, values: unknown): number;
  /** Takes over a handle; shape and type are asked for. */
  adopt(handle: Pointer): TensorMetadata;
  /** Takes over a handle of a known type. */
  adoptAs(handle: Pointer, dtype: number): number;
  handleOf(id: number, user: string): Pointer;
  delete(id: number): void;
  /** Copied out, into arrays of our own. */
  read(id: number): Values | Uint8Array[];
  typeOf(id: number): number;
  shapeOf(id: number): readonly number[];
  /** The values as a `TF_Tensor`, to be deleted by the caller. */
  resolve(id: number, user: string): Pointer;
  readonly count: number;
  dispose(): void;
}

/** `sizeof(TF_TString)` on 64-bit machines. */
const STRING_BYTES = 24;
const MOST_DIMENSIONS = 32;
/** Above, an array that is not zeroed first pays. */
const LARGE_BYTES = 4096;

interface Entry {
  readonly handle: Pointer;
  readonly dtype: number;
}

export function createTensorTable(session: Session): TensorTable {
  const { library, status, check } = session;
  const entries = new Map<number, Entry>();
  let last = 0;
  function keep(handle: Pointer, dtype: number): number {
    last += 1;
    entries.set(last, { handle, dtype });
    return last;
  }
  function entryOf(id: number, user: string): Entry {
    return entries.get(id) ?? missing(id, user);
  }
  function resolve(id: number, user: string): Pointer {
    const tensor: Pointer = library.TFE_TensorHandleResolve(entryOf(id, user).handle, status);
    check(user);
    return tensor;
  }
  return {
    create: (shape, dtype, values) => keep(onDevice(session, allocate(session, shape, dtype, values), dtype), dtype),
    adopt(handle) {
      const dtype: number = library.TFE_TensorHandleDataType(handle);
      return { id: keep(handle, dtype), shape: shapeOf(session, handle), dtype };
    },
    adoptAs: keep,
    handleOf: (id, user) => entryOf(id, user).handle,
    delete(id) {
      library.TFE_DeleteTensorHandle(entryOf(id, 'delete').handle);
      entries.delete(id);
    },
    read(id) {
      const tensor = resolve(id, 'read');
      const { dtype } = entryOf(id, 'read');
      try {
        return dtype === DATA_TYPE.string ? readStrings(session, tensor) : readNumbers(session, tensor, dtype);
      } finally {
        library.TF_DeleteTensor(tensor);
      }
    },
    typeOf: id => entryOf(id, 'type').dtype,
    shapeOf: id => shapeOf(session, entryOf(id, 'shape').handle),
    resolve,
    get count() {
      return entries.size;
    },
    dispose() {
      for (const { handle } of entries.values()) library.TFE_DeleteTensorHandle(handle);
      entries.clear();
    },
  };
}

function missing(id: number, user: string): never {
  throw new Error(`${user}: tensor ${id} was freed, or never made`);
}

/** A handle for a tensor, on the accelerator if there is one. The tensor is given up: the handle holds a reference of its own. */
function onDevice({ library, context, status, check, accelerator }: Session, tensor: Pointer, dtype: number): Pointer {
  const handle: Pointer = library.TFE_NewTensorHandle(tensor, status);
  library.TF_DeleteTensor(tensor);
  check('TFE_NewTensorHandle');
  if (accelerator === null || dtype === DATA_TYPE.int32 || dtype === DATA_TYPE.string) return handle;
  const moved: Pointer = library.TFE_TensorHandleCopyToDevice(handle, context, library.intern(accelerator.name).pointer, status);
  library.TFE_DeleteTensorHandle(handle);
  check('TFE_TensorHandleCopyToDevice');
  return moved;
}

function shapeOf({ library, status, check }: Session, handle: Pointer): number[] {
  const rank: number = library.TFE_TensorHandleNumDims(handle, status);
  if (rank < 0) check('TFE_TensorHandleNumDims');
  const shape = new Array<number>(rank);
  for (let axis = 0; axis < rank; axis++) {
    shape[axis] = Number(library.TFE_TensorHandleDim(handle, axis, status));
    if (shape[axis]! < 0) check('TFE_TensorHandleDim');
  }
  return shape;
}

function allocate(session: Session, shape: readonly number[], dtype: number, values: unknown): Pointer {
  if (shape.length > MOST_DIMENSIONS) throw new Error(`At most ${MOST_DIMENSIONS} dimensions are possible, got ${shape.length}`);
  const dimensions = new BigInt64Array(Math.max(1, shape.length));
  let elements = 1;
  shape.forEach((size, axis) => {
    dimensions[axis] = BigInt(size);
    elements *= size;
  });
  const extent = { dimensions, rank: shape.length, elements };
  if (dtype === DATA_TYPE.string) return allocateStrings(session, extent, values as readonly (string | Uint8Array)[]);
  return allocateNumbers(session, extent, { dtype, values });
}

interface Extent {
  readonly dimensions: BigInt64Array;
  readonly rank: number;
  readonly elements: number;
}

/** Memory of TensorFlow's own, filled by a copy: no callback of ours is ever called from one of its threads. */
function allocateNumbers(
  { library }: Session,
  { dimensions, rank, elements }: Extent,
  { dtype, values }: { readonly dtype: number; readonly values: unknown },
): Pointer {
  const layout = layoutOf(dtype);
  const bytes = elements * layout.bytes;
  if (!fits(values, layout)) {
    throw new Error(`Values of ${typeName(dtype)} are required, got ${(values as object | null)?.constructor.name ?? 'null'}`);
  }
  if (values.byteLength !== bytes) throw new Error(`${bytes} bytes are required by the shape, got ${values.byteLength}`);
  const tensor: Pointer = library.TF_AllocateTensor(dtype, dimensions, rank, bytes);
  if (tensor === null) throw new Error(`TensorFlow could not allocate ${bytes} bytes`);
  if (bytes > 0) library.copy(library.TF_TensorData(tensor), values, bytes);
  return tensor;
}

function allocateStrings({ library }: Session, { dimensions, rank, elements }: Extent, values: readonly (string | Uint8Array)[]): Pointer {
  if (values.length !== elements) throw new Error(`${elements} strings are required by the shape, got ${values.length}`);
  const tensor: Pointer = library.TF_AllocateTensor(DATA_TYPE.string, dimensions, rank, elements * STRING_BYTES);
  const base = BigInt(library.TF_TensorData(tensor) ?? 0n);
  values.forEach((value, i) => {
    const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
    const place = base + BigInt(i * STRING_BYTES);
    library.TF_StringInit(place);
    library.TF_StringCopy(place, bytes, bytes.length);
  });
  return tensor;
}

function readNumbers({ library }: Session, tensor: Pointer, dtype: number): Values {
  const bytes = Number(library.TF_TensorByteSize(tensor));
  const buffer = bytes >= LARGE_BYTES ? (Buffer.allocUnsafeSlow(bytes).buffer as ArrayBuffer) : new ArrayBuffer(bytes);
  if (bytes > 0) library.copy(new Uint8Array(buffer), library.TF_TensorData(tensor), bytes);
  return new (layoutOf(dtype).array)(buffer);
}

function readStrings({ library }: Session, tensor: Pointer): Uint8Array[] {
  const base = BigInt(library.TF_TensorData(tensor) ?? 0n);
  return Array.from({ length: Number(library.TF_TensorElementCount(tensor)) }, (_, i) => {
    const place = base + BigInt(i * STRING_BYTES);
    const bytes = new Uint8Array(Number(library.TF_StringGetSize(place)));
    if (bytes.length > 0) library.copy(bytes, library.TF_StringGetDataPointer(place), bytes.length);
    return bytes;
  });
}
