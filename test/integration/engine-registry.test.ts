import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRegisteredEngine, removeRegisteredEngine, writeRegisteredEngine } from '../../src-main/platform/engine-registry.ts';
import type { RegisteredEngine } from '../../src-shared/domain/native-engine.ts';
import { failingDisk } from '../support/failing-disk.ts';
import { PASSED } from '../support/native-install.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ENGINE: RegisteredEngine = {
  version: 1,
  folder: '/engines/tensorflow-2.21.0-cpu',
  tensorflow: '2.21.0',
  flavour: 'cpu',
  origin: 'installed',
  registeredMs: 7,
  selfTest: PASSED,
};

describe('the registered engine', () => {
  it('is read as it was written, replaced, and gone once removed', async () => {
    const folder = join(temporaryFolder(), 'engines');
    expect(readRegisteredEngine(folder)).toBeNull();
    await writeRegisteredEngine(folder, ENGINE);
    expect(readRegisteredEngine(folder)).toEqual(ENGINE);
    await writeRegisteredEngine(folder, { ...ENGINE, flavour: 'cuda' });
    expect(readRegisteredEngine(folder)?.flavour).toBe('cuda');
    expect(readdirSync(folder)).toEqual(['registered.json']);
    await removeRegisteredEngine(folder);
    expect(readRegisteredEngine(folder)).toBeNull();
  });

  it.each([
    ['nothing', ''],
    ['half a file', JSON.stringify(ENGINE).slice(0, 80)],
    ['another value', 'null'],
    ['a newer version', JSON.stringify({ ...ENGINE, version: 2 })],
    ['no folder', JSON.stringify({ ...ENGINE, folder: undefined })],
    ['an unknown flavour', JSON.stringify({ ...ENGINE, flavour: 'rocm' })],
    ['an unknown origin', JSON.stringify({ ...ENGINE, origin: 'found' })],
    ['no time', JSON.stringify({ ...ENGINE, registeredMs: 'now' })],
    ['no self-test', JSON.stringify({ ...ENGINE, selfTest: null })],
    ['half a self-test', JSON.stringify({ ...ENGINE, selfTest: { version: '2.21.0' } })],
  ])('is none where its file holds %s', (_, text) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'registered.json'), text);
    expect(readRegisteredEngine(folder)).toBeNull();
  });

  it('stays the one before, whichever operation of writing the next fails', async () => {
    const folder = temporaryFolder();
    await writeRegisteredEngine(folder, ENGINE);
    for (const at of [0, 1, 2]) {
      await expect(writeRegisteredEngine(folder, { ...ENGINE, registeredMs: 8 }, failingDisk(at))).rejects.toThrow(/ENOSPC/);
      expect(readRegisteredEngine(folder)).toEqual(ENGINE);
      expect(readdirSync(folder)).toEqual(['registered.json']);
    }
  });
});
