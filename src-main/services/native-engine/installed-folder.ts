import { basename, dirname, join, resolve } from 'node:path';
import type { EnginePorts, InstalledFile } from './ports.ts';
import { INSTALLED_NAME } from './packages.ts';

/** Written into a folder before it gets its name: this folder is ours, and these are its files. */
const SEAL = 'installed.json';

export async function sealFolder(ports: EnginePorts, folder: string, files: readonly InstalledFile[]): Promise<void> {
  await ports.files.replaceText(join(folder, SEAL), `${JSON.stringify({ version: 1, files }, null, 2)}\n`);
}

/** Whether the folder has every file it was installed with, at full size. Hashes were checked when it was written. */
export async function isWhole(ports: EnginePorts, folder: string): Promise<boolean> {
  const files = parseSeal(await ports.files.readText(join(folder, SEAL)));
  if (files === null) return false;
  const sizes = await Promise.all(files.map(({ name }) => ports.files.sizeOf(join(folder, name))));
  return files.every(({ bytes }, i) => sizes[i] === bytes);
}

/** Directly in the engines' folder, under a name of ours: only such a folder is ever removed. */
export function isOurs(ports: EnginePorts, folder: string): boolean {
  return dirname(resolve(folder)) === resolve(ports.enginesFolder) && INSTALLED_NAME.test(basename(folder));
}

/** Full paths of what we installed, and of what interrupted installations left. */
export async function ourFolders(ports: EnginePorts): Promise<readonly string[]> {
  const names = await ports.files.list(ports.enginesFolder);
  const ours = names.filter(name => INSTALLED_NAME.test(name.replace(/\.(partial|old)$/, '')) || name === DOWNLOADS || name === FETCHING);
  return ours.map(name => join(ports.enginesFolder, name));
}

/** Whole wheels, kept until their content is in use. */
export const DOWNLOADS = 'downloads';
/** What pip is writing, in a folder for each attempt. */
export const FETCHING = 'downloads.partial';

function parseSeal(text: string | null): readonly InstalledFile[] | null {
  try {
    const { files } = JSON.parse(text ?? '') as { files?: unknown };
    if (!Array.isArray(files) || files.length === 0) return null;
    const isFile = (file: Partial<InstalledFile> | null): boolean => typeof file?.name === 'string' && typeof file.bytes === 'number';
    return files.every(isFile) ? (files as readonly InstalledFile[]) : null;
  } catch {
    return null;
  }
}
