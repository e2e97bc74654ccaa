import { resolve } from 'node:path';
import type { OpenedFile } from '../../../src-shared/contracts/shell.contract.ts';
import type { OfferedFiles } from '../../services/uploads.ts';

/** A recipe may have a million characters. */
const MOST_TEXT_BYTES = 4_000_000;
const MOST_FILES = 100;

/** The files named on a command line: whatever is no option, nor an option's value, nor the program's own folder. */
export function filesOnCommandLine(args: readonly string[], folder: string): readonly string[] {
  const files = args.filter((arg, i) => !arg.startsWith('-') && args[i - 1] !== '--workspace' && arg !== '.');
  return files.slice(0, MOST_FILES).map(file => resolve(folder, file));
}

/** What the page is told of files of this machine: no paths. Whatever is no file is left out. */
export async function describeFiles(paths: readonly string[], offered: OfferedFiles): Promise<readonly OpenedFile[]> {
  const files = await Promise.all(
    paths.map(async path => {
      const file = await offered.offer(path);
      return file === null ? [] : [{ ...file, text: await offered.text(file.file, MOST_TEXT_BYTES).catch(() => null) }];
    }),
  );
  return files.flat();
}
