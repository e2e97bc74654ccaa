import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rememberEngineStatus } from '../../src-main/app/engine-probe.ts';
import { readEnvironment, type Environment } from '../../src-main/app/environment.ts';
import { askProcess } from '../../src-main/platform/ask-process.ts';
import { registerLibrary } from '../support/register-library.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const PROBE = join(import.meta.dirname, '..', 'support', 'crashing-probe.ts');

function environmentIn(enginesFolder: string): Environment {
  return { ...readEnvironment({}), probeEntry: PROBE, enginesFolder, cores: 4, libraryPath: '/usr/own' };
}

describe('measuring the engines in processes of their own', () => {
  it('takes a crash for a reason against that engine, and goes on', async () => {
    const folder = temporaryFolder();
    const status = await rememberEngineStatus(environmentIn(folder), join(folder, 'engine.json'))();
    expect(status).toMatchObject({ chosen: 'well', threads: 4 });
    expect(status.candidates.map(({ id, available, reason }) => [id, available, reason])).toEqual([
      ['signal', false, 'Crashed while starting: signal SIGSEGV; last line: illegal hardware instruction'],
      ['exit', false, 'Crashed while starting: exit code 3'],
      ['well', true, 'It runs'],
    ]);
  });

  it('measures again once another library is registered, and not before', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'engine.json');
    const environment = environmentIn(folder);
    const ask = rememberEngineStatus(environment, file);
    const before = await ask();
    expect(before.identity.trim()).toBe('undefined');
    expect(await ask()).toBe(before);
    registerLibrary(folder, { folder: '/opt/tf', flavour: 'cpu' });
    expect((await ask()).identity.trim()).toBe(`/opt/tf ${process.env['LD_LIBRARY_PATH'] ?? ''}`.trim());
    registerLibrary(folder, { folder: '/opt/tf-cuda', flavour: 'cuda' });
    const cuda = await ask();
    if (process.platform === 'linux') expect(cuda.identity).toBe('/opt/tf-cuda /opt/tf-cuda:/usr/own');
    // Another program over the same workspace takes what is in the file.
    const remembered = rememberEngineStatus({ ...environment, probeEntry: '/nowhere' }, file);
    expect(await remembered()).toEqual(cuda);
  });

  it('takes a damaged registration for none', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'registered.json'), '{"folder": 3');
    expect((await rememberEngineStatus(environmentIn(folder), join(folder, 'engine.json'))()).identity).toMatch(/^undefined/);
    expect(existsSync(join(folder, 'engine.json'))).toBe(true);
  });
});

describe('asking a process', () => {
  it('kills one that gives no answer within the limit', async () => {
    const entry = join(temporaryFolder(), 'hang.mjs');
    writeFileSync(entry, 'console.error("loading the library"); for (;;);');
    const answer = await askProcess({ entry, argument: '', environment: {}, limitMs: 1500 });
    expect(answer).toEqual({ crash: 'no answer within 1.5 s; last line: loading the library' });
  });

  it('answers for one that can not be started', async () => {
    const answer = await askProcess({ entry: join(temporaryFolder(), 'none.mjs'), argument: '', environment: {}, limitMs: 10_000 });
    expect(answer).toMatchObject({ crash: expect.stringMatching(/^exit code 1/) as string });
  });
});
