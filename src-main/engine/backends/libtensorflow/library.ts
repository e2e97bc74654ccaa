import koffi from 'koffi';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import { C_LIBRARY, dynamicLinker, KEPT } from './dynamic-linker.ts';
import type { LibraryFolder } from './library-folder.ts';
import { SIGNATURES, type FunctionName } from './signatures.ts';

/** koffi's pointers are BigInts, null pointers null. They never leave this folder. */
export type Pointer = bigint | null;
export type NativeFunction = (...args: unknown[]) => never;

/** TensorFlow's functions, and the few of the C runtime that go with them. */
export type Library = { readonly [Name in Exclude<FunctionName, Spare>]: (...args: unknown[]) => never } & {
  readonly [Name in Spare]: ((...args: unknown[]) => never) | null;
} & {
  readonly version: string;
  /** memcpy. Either end is native memory or a typed array of ours: Electron allows no array over foreign memory. */
  copy(target: Pointer | ArrayBufferView, source: Pointer | ArrayBufferView, bytes: number): void;
  allocate(bytes: number): bigint;
  /** Where an array of ours begins; it stays there as long as there is the array. */
  addressOf(values: ArrayBufferView): bigint;
  /** A native function that does nothing, whatever it is called with: what frees memory that is not to be freed. */
  readonly doNothing: Pointer;
  free(block: bigint): void;
  /** A NUL-terminated text that lives as long as the process, made once. */
  intern(text: string): InternedText;
  /** The bytes of a `TF_Buffer`. */
  bytesOf(buffer: Pointer): Uint8Array;
};

/** Only saves time: an experimental function, which the libraries of TensorFlow's jars do not export. */
type Spare = 'TFE_OpReset';
const SPARE: readonly string[] = ['TFE_OpReset'] satisfies Spare[];

/** The files to load, full paths; `main` needs `framework` first. */
export type LibraryFiles = Pick<LibraryFolder, 'framework' | 'main'>;

export interface InternedText {
  readonly pointer: Pointer;
  readonly bytes: number;
}

/**
 * Loads TensorFlow into the process, for good: its threads live on, so it is never unloaded. Throws `engine-unavailable`
 * when a file can't be loaded (another architecture, half a file, a library it needs is missing) or lacks a function.
 */
export function openLibrary(files: LibraryFiles): Library {
  declareOutput();
  const opened = [files.framework, files.main].flatMap(file => (file === null ? [] : [open(file)]));
  const functions = Object.fromEntries(Object.keys(SIGNATURES).map(name => [name, find(opened, name as FunctionName, files)]));
  const copy = memoryCopy();
  return Object.assign(functions, {
    version: String((functions['TF_Version'] as () => unknown)()),
    copy,
    allocate: (bytes: number) => koffi.alloc('uint8_t', bytes) as bigint,
    addressOf: (values: ArrayBufferView) => koffi.address(values),
    doNothing: harmlessFunction(),
    free: (block: bigint) => koffi.free(block),
    intern: createInterning(copy),
    bytesOf(buffer: Pointer) {
      const [data, length] = [koffi.decode(buffer, 'uint64_t'), koffi.decode(buffer, 8, 'uint64_t')].map(BigInt) as [bigint, bigint];
      const bytes = new Uint8Array(Number(length));
      if (bytes.length > 0) copy(bytes, data, bytes.length);
      return bytes;
    },
  }) as unknown as Library;
}

/** koffi knows a structure by its name, once a process. */
function declareOutput(): void {
  try {
    koffi.struct('TF_Output', { oper: 'void *', index: 'int' });
  } catch {
    // Known from an earlier opening.
  }
}

type OpenedLibrary = ReturnType<typeof koffi.load>;

function open(file: string): OpenedLibrary {
  try {
    pin(file);
    return koffi.load(file);
  } catch (thrown) {
    throw new AppFailure({
      code: 'engine-unavailable',
      message: `TensorFlow's library can't be loaded: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
      path: file,
      hint: "Install it anew with 'espalier engine install', or name another folder with 'espalier engine use'.",
    });
  }
}

function find(opened: readonly OpenedLibrary[], name: FunctionName, { main }: LibraryFiles): NativeFunction | null {
  const [result, args] = SIGNATURES[name];
  for (const library of opened.toReversed()) {
    try {
      return library.func(name, result, [...args]) as unknown as NativeFunction;
    } catch {
      // It may stand in the other file.
    }
  }
  if (SPARE.includes(name)) return null;
  throw new AppFailure({
    code: 'engine-unavailable',
    message: `A TensorFlow library from version 2.9 on is required, but this one lacks the function ${name}`,
    path: main,
  });
}

/**
 * Keeps a library mapped for the life of the process: koffi closes its libraries at exit, and unmapping TensorFlow while
 * its pool threads live is a segmentation fault.
 */
function pin(file: string): void {
  if (process.platform === 'win32') {
    const handle = new BigUint64Array(1);
    const pinFlag = 1;
    koffi.load(file);
    koffi.load('kernel32.dll').func('GetModuleHandleExW', 'int', ['uint32_t', 'str16', 'void *'])(pinFlag, file, handle);
    return;
  }
  dynamicLinker('dlopen', ['str', 'int'])(file, KEPT);
}

/** One that takes nothing and changes nothing: what it is given stays where it was, and what it gives back is not looked at. */
function harmlessFunction(): Pointer {
  if (process.platform === 'win32') {
    const kernel = koffi.load('kernel32.dll');
    const module = kernel.func('GetModuleHandleA', 'void *', ['str'])('kernel32.dll') as Pointer;
    return kernel.func('GetProcAddress', 'void *', ['void *', 'str'])(module, 'GetLastError') as Pointer;
  }
  return dynamicLinker('dlsym', ['void *', 'str'])(ANYWHERE, 'getpid') as Pointer;
}

/** `RTLD_DEFAULT`: whatever library has it. */
const ANYWHERE = process.platform === 'darwin' ? 2n ** 64n - 2n : null;

function memoryCopy(): Library['copy'] {
  const [file, name] = process.platform === 'win32' ? ['kernel32.dll', 'RtlMoveMemory'] : [C_LIBRARY, 'memcpy'];
  return koffi.load(file).func(name, 'void', ['void *', 'void *', 'size_t']) as never;
}

function createInterning(copy: Library['copy']): Library['intern'] {
  const known = new Map<string, InternedText>();
  return text => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const bytes = Buffer.from(`${text}\0`, 'utf8');
    const pointer = koffi.alloc('uint8_t', bytes.length) as Pointer;
    copy(pointer, bytes, bytes.length);
    const made = { pointer, bytes: bytes.length - 1 };
    known.set(text, made);
    return made;
  };
}
