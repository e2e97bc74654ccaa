import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Registers a folder as that of the native library, as `espalier engine use` does. */
export function registerLibrary(enginesFolder: string, { folder, flavour = 'cpu' }: { folder: string; flavour?: 'cpu' | 'cuda' }): void {
  const selfTest = { version: '2.21.0', devices: [], gemmGflops: 1, convGflops: 1, rssBytes: 1, threads: 1, checks: [] };
  const engine = { version: 1, folder, tensorflow: '2.21.0', flavour, origin: 'folder', registeredMs: 1, selfTest };
  writeFileSync(join(enginesFolder, 'registered.json'), JSON.stringify(engine));
}
