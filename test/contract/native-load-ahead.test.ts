import { execFile } from 'node:child_process';
import { copyFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src-main/engine/backends/ladder.ts';
import { findLibrary } from '../../src-main/engine/backends/libtensorflow/library-folder.ts';
import { prepareEngine } from '../../src-main/engine/backends/prepare-engine.ts';
import { hasNative } from '../support/native-engine.ts';
import { registeredLibrary } from '../support/requirements.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Prepares an engine and creates none, then waits until the library is in the process. */
const PREPARE_ONLY = `
  import { readFileSync } from 'node:fs';
  import { setTimeout } from 'node:timers/promises';
  const [module, id, libraryFolder, file] = process.argv.slice(1);
  const { prepareEngine } = await import(module);
  const isThere = () => readFileSync('/proc/self/maps', 'utf8').includes(file);
  const before = isThere();
  await prepareEngine(id, { libraryFolder });
  for (let waited = 0; !isThere() && waited < 200; waited++) await setTimeout(50);
  console.log(JSON.stringify([before, isThere()]));
  process.exit(0);
`;

describe('the beginning of an engine’s start', () => {
  it.runIf(hasNative && process.platform === 'linux')(
    'loads TensorFlow’s library before anything asks for the engine',
    async () => {
      const folder = registeredLibrary() ?? '';
      const found = findLibrary(folder);
      const module = new URL('../../src-main/engine/backends/prepare-engine.ts', import.meta.url).href;
      const told = async (id: string): Promise<unknown> => {
        const file = found.ok ? found.value.main : '';
        const args = ['--input-type=module', '--eval', PREPARE_ONLY, module, id, folder, file];
        return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout) as unknown;
      };
      expect(await told('libtensorflow-ops')).toEqual([false, true]);
    },
    60_000,
  );

  it.runIf(hasNative)('says nothing of half a library: creating the engine does', async () => {
    const folder = temporaryFolder();
    const found = findLibrary(registeredLibrary() ?? '');
    if (!found.ok) throw new Error(found.error.message);
    const { main, framework } = found.value;
    const files = [main, ...(framework === null ? [] : [framework])].map(file => join(folder, file.slice(file.lastIndexOf('/') + 1)));
    copyFileSync(main, files[0]!);
    truncateSync(files[0]!, 100_000);
    if (framework !== null) copyFileSync(framework, files[1]!);
    await prepareEngine('libtensorflow', { libraryFolder: folder });
    await expect(createEngine('libtensorflow', { libraryFolder: folder })).rejects.toMatchObject({ error: { code: 'engine-unavailable' } });
  });

  it.each(['wasm', 'cpu', '', 'no such engine'])('has nothing to do for %j', async id => {
    await expect(prepareEngine(id, {})).resolves.toBeUndefined();
  });
});
