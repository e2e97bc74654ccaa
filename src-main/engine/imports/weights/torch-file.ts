import type { Parameter, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { listZip, readZip } from '../../formats/lib/zip.ts';
import { sizeOf } from '../../graph/shape-checks.ts';
import { walk } from '../trace/arrays.ts';
import { elementBytes, tensorFrom, type ElementType } from '../element-types.ts';
import { isTagged, readPickle, type Called, type Pickled } from './pickle.ts';

/** Named arrays of a file that holds nothing else, in its order. */
export type StateDict = ReadonlyMap<string, Parameter>;

const STORAGES: Readonly<Record<string, ElementType>> = {
  'torch.FloatStorage': 'float32',
  'torch.DoubleStorage': 'float64',
  'torch.HalfStorage': 'float16',
  'torch.BFloat16Storage': 'bfloat16',
  'torch.LongStorage': 'int64',
  'torch.IntStorage': 'int32',
  'torch.ShortStorage': 'int16',
  'torch.CharStorage': 'int8',
  'torch.ByteStorage': 'uint8',
  'torch.BoolStorage': 'bool',
};

const REBUILD = 'torch._utils._rebuild_tensor_v2';
const REBUILD_PARAMETER = 'torch._utils._rebuild_parameter';
const GLOBALS = new Set([
  ...Object.keys(STORAGES),
  REBUILD,
  REBUILD_PARAMETER,
  'collections.OrderedDict',
  'torch.Size',
  'torch.serialization._get_layout',
]);

/** Reads a storage as a tensor with one axis. */
type ReadStorage = (key: string, type: ElementType, count: number) => Parameter;

const MOST_BYTES = 2 ** 31;

/** A `.pt` or `.pth` file of `torch.save`, in its newer or older form. Nothing in it is run. Throws `invalid-input` for anything but tensors. */
export function readTorchFile(bytes: Uint8Array): StateDict {
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  return isZip ? readArchive(bytes) : readLegacy(bytes);
}

function readArchive(bytes: Uint8Array): StateDict {
  const names = [...listZip(bytes).keys()];
  const pickle = names.find(name => name.endsWith('/data.pkl')) ?? 'data.pkl';
  const root = pickle.slice(0, -'data.pkl'.length);
  if (names.some(name => name.startsWith(`${root}code/`))) {
    throw invalidInput('Weights alone are required, this file is a TorchScript program', {
      hint: 'Save model.state_dict(), or export the model as ONNX.',
    });
  }
  const { value } = readPickle(readZip(bytes, [pickle], MOST_BYTES)[pickle]!, { globals: GLOBALS });
  return tensorsIn(value, (key, type, count) => {
    const name = `${root}data/${key}`;
    return flat(readZip(bytes, [name], MOST_BYTES)[name]!, type, count, name);
  });
}

function flat(bytes: Uint8Array, type: ElementType, count: number, path: string): Parameter {
  const { values } = tensorFrom(bytes, type, [count], path);
  return { shape: [count], values: Float32Array.from(values) };
}

/** Three pickles about the file, the tensors, the order of their storages, and then the storages themselves. */
function readLegacy(bytes: Uint8Array): StateDict {
  let at = 0;
  const next = (): Pickled => {
    const { value, end } = readPickle(bytes, { globals: GLOBALS }, at);
    at = end;
    return value;
  };
  if (next() !== LEGACY_MAGIC) throw invalidInput('A file of torch.save is required: it begins with another number');
  next();
  next();
  const root = next();
  const keys = next();
  if (!Array.isArray(keys)) throw invalidInput('A file of torch.save is required: it has no list of storages');
  const types = storageTypes(root);
  const storages = new Map<string, Parameter>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const key of keys as readonly Pickled[]) {
    const { type, width } = types.get(String(key)) ?? { type: 'float32' as const, width: 4 };
    if (at + 8 > bytes.length) throw invalidInput(`The storage '${String(key)}' lies beyond the end of the file`);
    const count = Number(view.getBigUint64(at, true));
    const end = at + 8 + count * width;
    if (!(end <= bytes.length)) throw invalidInput(`The storage '${String(key)}' claims ${count} values, the file ends before`);
    storages.set(String(key), flat(bytes.subarray(at + 8, end), type, count, String(key)));
    at = end;
  }
  return tensorsIn(root, key => {
    const found = storages.get(key);
    if (found === undefined) throw invalidInput(`The file has no storage '${key}'`);
    return found;
  });
}

/** 0x1950a86a20f9469cfc6c, as far as a double holds it. */
const LEGACY_MAGIC = Number(0x1950a86a20f9469cfc6cn);

function storageTypes(root: Pickled): ReadonlyMap<string, { readonly type: ElementType; readonly width: number }> {
  const types = new Map<string, { readonly type: ElementType; readonly width: number }>();
  for (const [, tensor] of callsIn(root)) {
    const { key, type } = storageOf(tensor.args[0]);
    types.set(key, { type, width: elementBytes(type) });
  }
  return types;
}

interface Storage {
  readonly key: string;
  readonly type: ElementType;
  readonly count: number;
}

/** `('storage', torch.FloatStorage, '0', 'cpu', 12)` */
function storageOf(value: Pickled | undefined): Storage {
  const id = isTagged(value, 'persistent') ? value.id : null;
  const [kind, type, key, , count] = Array.isArray(id) ? (id as readonly Pickled[]) : [];
  const known = isTagged(type, 'global') ? STORAGES[type.name] : undefined;
  if (kind !== 'storage' || known === undefined || typeof count !== 'number')
    throw invalidInput('A tensor with a storage of numbers is required');
  return { key: String(key), type: known, count };
}

const MOST_TENSORS = 100_000;
const DEEPEST = 8;

/** Every tensor of the outermost dictionary; of a checkpoint, of the dictionary in it that has most of them. */
function callsIn(root: Pickled): readonly (readonly [string, Called])[] {
  const found = tensorsOf(root);
  if (found.length > 0) return found;
  const inner = [...entriesOf(root)].map(([, value]) => tensorsOf(value)).sort((a, b) => b.length - a.length);
  return inner[0] ?? [];
}

function entriesOf(value: Pickled): Iterable<readonly [Pickled, Pickled]> {
  if (value instanceof Map) return value;
  return isTagged(value, 'called') && value.name === 'collections.OrderedDict' ? value.items : [];
}

function tensorsOf(value: Pickled): readonly (readonly [string, Called])[] {
  const found: (readonly [string, Called])[] = [];
  const visit = (entries: Iterable<readonly [Pickled, Pickled]>, prefix: string, depth: number): void => {
    for (const [key, item] of entries) {
      const tensor = asTensor(item);
      if (tensor !== null) found.push([`${prefix}${String(key)}`, tensor]);
      if (found.length > MOST_TENSORS || depth > DEEPEST)
        throw invalidInput(`At most ${MOST_TENSORS} tensors, ${DEEPEST} deep, are required`);
    }
  };
  visit(entriesOf(value), '', 0);
  return found;
}

function asTensor(value: Pickled): Called | null {
  if (!isTagged(value, 'called')) return null;
  if (value.name === REBUILD) return value;
  return value.name === REBUILD_PARAMETER ? asTensor(value.args[0] ?? null) : null;
}

function tensorsIn(root: Pickled, read: ReadStorage): StateDict {
  const storages = new Map<string, Parameter>();
  const found = callsIn(root);
  if (found.length === 0) throw invalidInput('A dictionary of tensors is required, there is none', { hint: 'Save model.state_dict().' });
  return new Map(
    found.map(([name, { args }]) => {
      const { key, type, count } = storageOf(args[0]);
      const storage = storages.get(key) ?? read(key, type, count);
      storages.set(key, storage);
      return [name, viewOf(name, storage, args)] as const;
    }),
  );
}

/** (storage, offset, sizes, strides, …): no value is taken from outside the storage, and none more often than once. */
function viewOf(name: string, storage: Parameter, [, offset, sizes, strides]: readonly Pickled[]): Parameter {
  const [shape, steps] = [numbersIn(sizes, name), numbersIn(strides, name)];
  const last = shape.reduce((at, size, i) => at + (size - 1) * (steps[i] ?? 0), Number(offset));
  const fits =
    shape.length === steps.length && sizeOf(shape) <= storage.values.length && Number(offset) >= 0 && last < storage.values.length;
  if (sizeOf(shape) > 0 && !fits)
    throw invalidInput(`A tensor within its storage of ${storage.values.length} values is required, got [${shape.join(', ')}]`, {
      path: name,
    });
  if (sizeOf(shape) === 0) return { shape, values: new Float32Array(0) };
  const { values } = walk(storage, shape, steps, Number(offset));
  return { shape, values: Float32Array.from(values) };
}

function numbersIn(value: Pickled | undefined, path: string): Shape {
  const list = isTagged(value, 'called') ? value.args[0] : value;
  if (Array.isArray(list) && list.every((size): size is number => Number.isInteger(size) && (size as number) >= 0) && list.length <= 8)
    return list;
  throw invalidInput('A tensor with sizes is required', { path });
}
