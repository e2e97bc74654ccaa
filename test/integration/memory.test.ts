import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JobView } from '../../src-shared/contracts/views.ts';
import { openApplication } from '../../src-main/app/application.ts';
import { readEnvironment } from '../../src-main/app/environment.ts';
import { hasNative } from '../support/native-engine.ts';
import { registerLibrary } from '../support/register-library.ts';
import { registeredLibrary } from '../support/requirements.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const BUNDLES = join(import.meta.dirname, '..', '..', '.out', 'main');
const WORKER = join(import.meta.dirname, '..', 'support', 'memory-worker.ts');
const DIGITS = { do: 'import-data', source: 'builtin:mnist', splits: { train: 512, validation: 256, test: 256, seed: 7 } };

interface Ran {
  readonly job: JobView;
  readonly state: string;
  readonly log: string;
}

/** Trains the network on one engine; the process has this much memory, or all of it. */
async function train(net: object, engine: string, bytes?: number): Promise<Ran> {
  const folder = temporaryFolder();
  const real = readEnvironment({ ESPALIER_ENGINES: folder }, BUNDLES);
  if (engine === 'libtensorflow') registerLibrary(folder, { folder: registeredLibrary()! });
  const limited = bytes === undefined ? {} : { workerEntry: WORKER, jobEnvironment: { ESPALIER_TEST_MEMORY: String(bytes) } };
  const app = openApplication({ environment: { ...real, ...limited }, workspaceFolder: join(folder, 'ws'), program: 'test' });
  const { runs } = app.services;
  const steps = { digits: DIGITS, net: { do: 'train', data: 'digits', epochs: 1, ...net } };
  const recipe = JSON.stringify({ espalier: 1, name: 'memory', seed: 1, steps });
  const { id, state } = await runs.ended(runs.start({ recipe, fresh: false, folder: null, engine }));
  const job = runs.get(id).jobs.find(each => each.step === 'net')!;
  await app.close();
  const logs = join(folder, 'ws', 'logs');
  return {
    job,
    state,
    log: readdirSync(logs)
      .map(file => readFileSync(join(logs, file), 'utf8'))
      .join('\n'),
  };
}

function bytesIn(log: string, pattern: RegExp): number {
  const [, number = 'nothing', unit = ''] = pattern.exec(log) ?? [];
  return Number(number) * ({ MB: 1e6, GB: 1e9 }[unit] ?? NaN);
}

describe('the memory a job is predicted to need', { timeout: 180_000 }, () => {
  const engines = [...(hasNative ? ['libtensorflow'] : []), 'wasm'];

  it.each(
    engines.flatMap(engine => [
      [engine, 'a wide dense network', { model: { preset: 'mlp', hidden: [2000, 2000] }, batchSize: 64 }] as const,
      [engine, 'a deep convolutional one', { model: { preset: 'mini-resnet' }, batchSize: 128 }] as const,
    ]),
  )('(%s, %s) is within a third of the peak of the real process', async (engine, _what, net) => {
    const { state, log } = await train(net, engine);
    expect(state).toBe('succeeded');
    const ratio = bytesIn(log, /About (\S+)\s(.B) of memory are predicted/) / bytesIn(log, /At most (\S+)\s(.B) of memory were in use/);
    expect(ratio).toBeGreaterThan(0.67);
    expect(ratio).toBeLessThan(1.5);
  });

  it('is refused before the engine is loaded when it does not fit, and main goes on', async () => {
    const { state, job, log } = await train({ model: { preset: 'mini-resnet' }, batchSize: 256 }, 'wasm', 900e6);
    expect(state).toBe('failed');
    expect(job.error).toMatchObject({ code: 'out-of-memory', hint: expect.stringContaining('smaller batch') as string });
    expect(job.error?.message.replaceAll(/\s/g, ' ')).toMatch(/needs about 1\.\d+ GB of memory .* but 900 MB are available/);
    expect(log).not.toContain('"stack"');
  });
});
