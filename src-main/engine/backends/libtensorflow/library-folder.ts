import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { err, ok, type Result } from '../../../../src-shared/lib/result.ts';
import { readNativeFile, type NativeFile } from './native-file.ts';

/** TensorFlow's library on the disk; absolute paths. */
export interface LibraryFolder {
  /** Where the files lie: the folder asked for, or one inside it. */
  readonly folder: string;
  /** What `main` needs loaded first; null where one file is all. */
  readonly framework: string | null;
  readonly main: string;
}

/** Why a folder is of no use, as a sentence. */
export interface LibraryRefusal {
  readonly message: string;
  readonly path: string;
}

/** What a library must be made for; as Node names them. */
export interface Target {
  readonly platform: string;
  readonly arch: string;
}

interface Names {
  readonly kind: NativeFile['kind'];
  /** Null where one file is all. */
  readonly framework: RegExp | null;
  /** The better one first: a wheel's, then the official C archive's. */
  readonly main: readonly RegExp[];
  /** For the sentence of a refusal. */
  readonly said: string;
}

const NAMES: Readonly<Record<string, Names>> = {
  linux: {
    kind: 'ELF',
    framework: /^libtensorflow_framework\.so(\.\d+)*$/,
    main: [/^libtensorflow_cc\.so(\.\d+)*$/, /^libtensorflow\.so(\.\d+)*$/],
    said: 'libtensorflow_framework.so.2 with libtensorflow_cc.so.2 or libtensorflow.so.2',
  },
  darwin: {
    kind: 'Mach-O',
    framework: /^libtensorflow_framework(\.\d+)*\.dylib$/,
    main: [/^libtensorflow_cc(\.\d+)*\.dylib$/, /^libtensorflow(\.\d+)*\.dylib$/],
    said: 'libtensorflow_framework.2.dylib with libtensorflow_cc.2.dylib or libtensorflow.2.dylib',
  },
  win32: { kind: 'PE', framework: null, main: [/^tensorflow\.dll$/i, /^tensorflow_cc\.dll$/i], said: 'tensorflow.dll' },
};

/** Folders inside the one asked for: an installed wheel's, the official archive's. A jar's are named after platforms. */
const INSIDE = ['.', 'tensorflow', 'lib'];
const JAR = join('org', 'tensorflow', 'internal', 'c_api');

/**
 * Finds TensorFlow's library in a folder: in the folder itself, in an installed wheel (`tensorflow/`), in the official archive
 * (`lib/`), in a jar's content (`org/tensorflow/internal/c_api/PLATFORM/`). Its headers are looked at, nothing is loaded:
 * a file of another system or architecture, or half of one, is refused in a sentence.
 */
export function findLibrary(folder: string, target: Target = process): Result<LibraryFolder, LibraryRefusal> {
  const root = resolve(folder);
  const names = NAMES[target.platform];
  if (names === undefined) return refuse(`TensorFlow has no library for ${target.platform}`, root);
  const folders = [...INSIDE.map(inside => join(root, inside)), ...foldersIn(join(root, JAR))];
  const answers = folders.flatMap(each => locate(each, names, target) ?? []);
  return answers.find(answer => answer.ok) ?? answers[0] ?? refuse(missing(root, names), root);
}

/** Null when there is nothing of TensorFlow's. */
function locate(folder: string, names: Names, target: Target): Result<LibraryFolder, LibraryRefusal> | null {
  const there = entriesOf(folder);
  const main = names.main.map(pattern => best(there, pattern)).find(name => name !== null) ?? null;
  const framework = names.framework === null ? null : best(there, names.framework);
  if (main === null && framework === null) return null;
  if (main === null || (framework === null && names.framework !== null)) {
    const found = [framework, main].filter(name => name !== null).join(', ');
    return refuse(`Both ${names.said} are required in one folder, but there is only ${found}`, folder);
  }
  for (const name of [framework, main].filter(each => each !== null)) {
    const path = join(folder, name);
    const reason = reasonAgainst(path, names, target);
    if (reason !== null) return refuse(`${name} ${reason}`, path);
  }
  return ok({
    folder,
    framework: framework === null ? null : join(folder, framework),
    main: join(folder, main),
  });
}

/** `.so.2` before `.so.2.9.1` before `.so`: the name other libraries ask for. */
function best(names: readonly string[], pattern: RegExp): string | null {
  const rank = (name: string): number => (/\.2(\.dylib)?$/.test(name) && !/\d\.\d+\.\d/.test(name) ? 0 : /\d/.test(name) ? 1 : 2);
  return names.filter(name => pattern.test(name)).toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))[0] ?? null;
}

function reasonAgainst(path: string, names: Names, { platform, arch }: Target): string | null {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return 'must be a file, but is a folder or a link that leads nowhere';
  const { kind, architectures, bytes, wholeBytes } = readOrExplain(path);
  if (bytes === 0) return 'is empty: its download broke off or the disk was full';
  if (kind !== names.kind)
    return `must be a library of ${platform} (${names.kind}), but is ${kind === null ? 'no library' : `one in ${kind}`}`;
  if (!architectures.includes(arch)) return `must be built for ${arch}, but is built for ${architectures.join(' and ')}`;
  if (bytes < wholeBytes) return `must have at least ${wholeBytes} bytes by its own header, but has ${bytes}: it is half a download`;
  return null;
}

/** A file that may not be read is treated as no library; the refusal names it. */
function readOrExplain(path: string): NativeFile {
  try {
    return readNativeFile(path);
  } catch {
    return { kind: null, architectures: [], bytes: 1, wholeBytes: 0 };
  }
}

function missing(root: string, names: Names): string {
  const looked = `TensorFlow's library was looked for (${names.said}; here, in tensorflow/, in lib/ and in ${JAR}/)`;
  const found = statSync(root, { throwIfNoEntry: false });
  if (found === undefined) return `${looked}, but there is no such folder`;
  if (!found.isDirectory()) return `${looked}, but this is a file and not a folder`;
  const there = entriesOf(root);
  const shown = there.slice(0, 6).join(', ');
  return `${looked}, but the folder has ${there.length === 0 ? 'nothing in it' : `only ${shown}${there.length > 6 ? ` and ${there.length - 6} more` : ''}`}`;
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function foldersIn(folder: string): readonly string[] {
  return entriesOf(folder).map(name => join(folder, name));
}

function refuse(message: string, path: string): Result<never, LibraryRefusal> {
  return err({ message, path });
}
