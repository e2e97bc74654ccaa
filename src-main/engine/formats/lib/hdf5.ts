import type { Parameter, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { AppFailure, invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { clearObjectTimes } from './hdf5-times.ts';

type Library = typeof import('h5wasm');
type Group = import('h5wasm').Group;
type Dataset = import('h5wasm').Dataset;
/** The declarations ask for a step, which the library takes as left out. */
type Slices = Parameters<Dataset['write_slice']>[0];

/** A group to write: text attributes, then groups and float32 arrays in it. */
export interface Hdf5Group {
  readonly attributes?: Readonly<Record<string, string | readonly string[]>>;
  readonly children?: Readonly<Record<string, Hdf5Group | Parameter>>;
}

/** What a reader may ask of an open file. Paths are absolute, without the leading slash; `''` is the root. */
export interface Hdf5Reader {
  /** Throws `invalid-input` when the attribute is missing or isn't text. */
  text(path: string, attribute: string): string;
  texts(path: string, attribute: string): readonly string[];
  /** Whether there is such a group with such an attribute. */
  hasAttribute(path: string, attribute: string): boolean;
  /** Throws `invalid-input` unless there is a float32 array of exactly this shape; checked before it is read. */
  array(path: string, shape: Shape): Parameter;
  /** Of the array there; null where there is none. */
  shapeOf(path: string): Shape | null;
}

const FILE = '/espalier.h5';
/** No array can be larger than this many times the file: DEFLATE's own limit. */
const MAX_RATIO = 1032;

/** Same content, same bytes. Files live in the library's own memory, never on disk. */
export async function writeHdf5(root: Hdf5Group): Promise<Uint8Array> {
  const library = await loadLibrary();
  const { FS } = await library.ready;
  const file = new library.File(FILE, 'w');
  const addresses: number[] = [];
  try {
    file.flush();
    reserve(FS, bytesIn(root));
    fillGroup(file, root, addresses);
  } finally {
    file.close();
  }
  const bytes = contentsOf(FS);
  FS.unlink(FILE);
  for (const address of addresses) clearObjectTimes(bytes, address);
  return bytes;
}

/**
 * Runs `read` over a file; whatever is wrong with the file arrives as `invalid-input`. libhdf5 may run forever, or be
 * unusable afterwards, on a file damaged on purpose: files from outside are for a job's process, which can be ended.
 */
export async function readHdf5<T>(bytes: Uint8Array, read: (file: Hdf5Reader) => T): Promise<T> {
  const library = await loadLibrary();
  const { FS } = await library.ready;
  FS.writeFile(FILE, bytes);
  try {
    return guarded('A whole HDF5 file is required', () => {
      const file = new library.File(FILE, 'r');
      try {
        return read(createReader(library, file, bytes.length));
      } finally {
        file.close();
      }
    });
  } finally {
    FS.unlink(FILE);
  }
}

/** Room for the whole file at once: growing bit by bit would copy it again and again. */
function reserve(files: FileSystem, bytes: number): void {
  const { node } = (files as unknown as MemoryFiles).lookupPath(FILE);
  const roomy = new Uint8Array(bytes + SLACK);
  roomy.set(node.contents.subarray(0, node.usedBytes));
  node.contents = roomy;
}

/** Of structure, beside the arrays; a file that needs more grows as ever. */
const SLACK = 2 ** 20;

function bytesIn({ children = {} }: Hdf5Group): number {
  return Object.values(children).reduce(
    (sum, child) => sum + ('values' in child ? (child as Parameter).values.byteLength : bytesIn(child as Hdf5Group)),
    0,
  );
}

/** The file as the library's memory holds it, not copied: `unlink` lets go of it, and nothing else has it. */
function contentsOf(files: FileSystem): Uint8Array {
  const { contents, usedBytes } = (files as unknown as MemoryFiles).lookupPath(FILE).node;
  return new Uint8Array(contents.buffer, contents.byteOffset, usedBytes);
}

type FileSystem = Awaited<Library['ready']>['FS'];
/** Emscripten's own file system, of which the type declarations leave this out. */
interface MemoryFiles {
  lookupPath(path: string): { readonly node: { contents: Uint8Array<ArrayBuffer>; readonly usedBytes: number } };
}

async function loadLibrary(): Promise<Library> {
  const library = await import('h5wasm');
  const module = await library.ready;
  module.activate_throwing_error_handler();
  return library;
}

function fillGroup(target: Group, group: Hdf5Group, addresses: number[]): void {
  addresses.push(addressOf(target));
  for (const [name, value] of Object.entries(group.attributes ?? {})) {
    // Keras itself writes an empty list of names as an empty float64 array: HDF5 has no empty list of texts here.
    if (typeof value !== 'string' && value.length === 0) target.create_attribute(name, new Float64Array(0), [0]);
    else target.create_attribute(name, typeof value === 'string' ? value : [...value]);
  }
  for (const [name, child] of Object.entries(group.children ?? {})) {
    if ('values' in child) {
      addresses.push(addressOf(writeArray(target, name, child as Parameter)));
    } else {
      fillGroup(target.create_group(name), child as Hdf5Group, addresses);
    }
  }
}

/** The library takes a copy of what it is to write, in memory that is never given back: of a large array it gets some rows at a time. */
const MOST_AT_ONCE = 2 ** 21;

function writeArray(target: Group, name: string, { shape, values }: Parameter): Dataset {
  const [rows = 1, ...rest] = shape;
  const width = values.length / Math.max(1, rows);
  const some = Math.max(1, Math.floor(MOST_AT_ONCE / Math.max(1, width)));
  if (values.length <= MOST_AT_ONCE || some >= rows) return target.create_dataset({ name, data: values, shape: [...shape] });
  const part = (from: number): Float32Array => values.subarray(from * width, Math.min(rows, from + some) * width);
  const array = target.create_dataset({ name, data: part(0), shape: [some, ...rest], maxshape: [...shape], chunks: [some, ...rest] });
  array.resize([...shape]);
  for (let from = some; from < rows; from += some) {
    const ranges: [number, number][] = [[from, Math.min(rows, from + some)], ...rest.map((size): [number, number] => [0, size])];
    array.write_slice(ranges as unknown as Slices, part(from));
  }
  return array;
}

/** An HDF5 object reference is the object's place in the file: 8 bytes, which the library hands out as a plain array. */
function addressOf(object: { create_reference(): { ref_data: Iterable<number> } }): number {
  const { buffer } = Uint8Array.from(object.create_reference().ref_data);
  return Number(new DataView(buffer).getBigUint64(0, true));
}

function createReader(library: Library, file: Group, fileBytes: number): Hdf5Reader {
  function attribute(path: string, name: string): unknown {
    const value = guarded(`The HDF5 file must have a readable attribute '${name}' at '/${path}'`, () => {
      const entity = path === '' ? file : file.get(path);
      return entity instanceof library.Group ? entity.attrs[name]?.value : undefined;
    });
    if (value === undefined) throw invalidInput(`The HDF5 file must have the attribute '${name}' at '/${path}'`);
    return value;
  }
  return {
    text(path, name) {
      const value = attribute(path, name);
      if (typeof value !== 'string') throw invalidInput(`The attribute '${name}' at '/${path}' must be a text`);
      return value;
    },
    texts(path, name) {
      const value = attribute(path, name);
      if (ArrayBuffer.isView(value) && value.byteLength === 0) return [];
      if (!Array.isArray(value) || !value.every(item => typeof item === 'string')) {
        throw invalidInput(`The attribute '${name}' at '/${path}' must be a list of texts`);
      }
      return value;
    },
    hasAttribute: (path, name) => guarded(`'/${path}' must be readable`, () => hasAttribute(library, file.get(path), name)),
    shapeOf(path) {
      const entity = guarded(`The array '${path}' must be readable`, () => file.get(path));
      return entity instanceof library.Dataset
        ? (guarded(`The array '${path}' must be readable`, () => entity.metadata).shape ?? [])
        : null;
    },
    array(path, shape) {
      const entity = guarded(`The HDF5 file must have the array '${path}'`, () => file.get(path));
      if (!(entity instanceof library.Dataset)) throw invalidInput(`The HDF5 file must have the array '${path}'`);
      const found = guarded(`The array '${path}' must be readable`, () => entity.metadata).shape ?? [];
      if (entity.dtype !== '<f' || found.join() !== shape.join()) {
        throw invalidInput(
          `'${path}' must be float32 of shape [${shape.join(', ')}], it is ${String(entity.dtype)} of [${found.join(', ')}]`,
        );
      }
      const claimed = Float32Array.BYTES_PER_ELEMENT * shape.reduce((product, size) => product * size, 1);
      if (claimed > MAX_RATIO * fileBytes) throw invalidInput(`'${path}' claims ${claimed} bytes in a file of ${fileBytes}`);
      const values = guarded(`The array '${path}' must be readable`, () => entity.value);
      if (!(values instanceof Float32Array)) throw invalidInput(`'${path}' must hold float32 values`);
      return { shape, values };
    },
  };
}

function hasAttribute({ Group: groupClass }: Library, entity: unknown, name: string): boolean {
  return entity instanceof groupClass && entity.attrs[name] !== undefined;
}

/** libhdf5's report is a page of C: its last "minor" line says what is wrong. */
function guarded<T>(required: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof AppFailure) throw cause;
    const minor = [...String(cause).matchAll(/minor: (.*)/g)].at(-1)?.[1] ?? 'unreadable';
    throw invalidInput(`${required}: ${minor.toLowerCase()}`);
  }
}
