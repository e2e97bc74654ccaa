import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The two files, full paths, the one that the other needs first. */
export interface LibraryFiles {
  readonly framework: string | null;
  readonly main: string;
}

const NAMES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  linux: [
    ['libtensorflow_framework.so.2', 'libtensorflow_cc.so.2'],
    ['libtensorflow_framework.so.2', 'libtensorflow.so.2'],
  ],
  darwin: [
    ['libtensorflow_framework.2.dylib', 'libtensorflow_cc.2.dylib'],
    ['libtensorflow_framework.2.dylib', 'libtensorflow.2.dylib'],
  ],
  win32: [['tensorflow.dll']],
};

/** The library's files in exactly this folder; null when they are not there. */
export function filesIn(folder: string): LibraryFiles | null {
  for (const names of NAMES[process.platform] ?? []) {
    const paths = names.map(name => join(folder, name));
    if (!paths.every(path => existsSync(path))) continue;
    const main = paths.at(-1);
    if (main !== undefined) return { framework: paths.length === 2 ? (paths[0] ?? null) : null, main };
  }
  return null;
}
