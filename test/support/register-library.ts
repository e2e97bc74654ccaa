import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineFlavour, RegisteredEngine } from '../../src-shared/domain/native-engine.ts';
import { PASSED } from './native-install.ts';

/** Registers a folder as that of the native library, as `espalier engine use` does. */
export function registerLibrary(enginesFolder: string, { folder, flavour = 'cpu' }: { folder: string; flavour?: EngineFlavour }): void {
  const engine: RegisteredEngine = {
    version: 1,
    folder,
    tensorflow: '2.21.0',
    flavour,
    origin: 'folder',
    registeredMs: 1,
    selfTest: PASSED,
  };
  writeFileSync(join(enginesFolder, 'registered.json'), JSON.stringify(engine));
}
