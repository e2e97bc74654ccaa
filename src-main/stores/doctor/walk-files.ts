import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface FoundFile {
  readonly path: string;
  /** Below the folder that was walked, as folder names and the file's name. */
  readonly parts: readonly string[];
  readonly bytes: number;
  readonly modifiedMs: number;
}

/** Every file below a folder, links and all not followed; none when the folder does not exist. In order of name. */
export async function walkFiles(folder: string, above: readonly string[] = []): Promise<readonly FoundFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files: FoundFile[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const parts = [...above, entry.name];
    if (entry.isDirectory()) files.push(...(await walkFiles(path, parts)));
    else {
      const { size, mtimeMs } = await lstat(path);
      files.push({ path, parts, bytes: size, modifiedMs: mtimeMs });
    }
  }
  return files;
}
