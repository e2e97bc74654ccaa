import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { recipeFile, resultOf, SMALL_STEPS, startCli } from '../support/cli.ts';
import { temporaryFolder, temporaryMount } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const ENVIRONMENT = { ESPALIER_CHECKPOINT_MS: '200' };
const STEPS = {
  digits: SMALL_STEPS.digits,
  dense: { ...SMALL_STEPS.dense, model: { preset: 'mlp', hidden: [64] }, epochs: 8, batchSize: 20 },
};

it(
  'a disk that fills while a network trains stops the run with words, and it goes on once there is room',
  { timeout: 4 * MINUTES },
  async context => {
    const mount = temporaryMount('size=76m');
    if (mount === null) return context.skip();
    const workspace = join(mount.folder, 'ws');
    const recipe = recipeFile(temporaryFolder(), STEPS);
    const run = (): ReturnType<typeof startCli> => startCli(['run', recipe, '--workspace', workspace, '--json'], ENVIRONMENT);
    const first = run();
    await first.line(line => line['type'] === 'progress' && line['stage'] === 'training' && Number(line['fraction']) > 0.2);
    const filler = join(mount.folder, 'filler');
    fill(filler);
    const stopped = await first.ended;
    expect(stopped.code).toBe(3);
    expect(stopped.error + stopped.out).toMatch(/disk-full/);
    rmSync(filler);
    const second = await run().ended;
    expect(second.error).toBe('');
    const { steps } = resultOf(second);
    const undisturbed = await startCli(['run', recipe, '--workspace', join(temporaryFolder(), 'ws'), '--json'], ENVIRONMENT).ended;
    expect(steps['dense']?.output.file.hash).toBe(resultOf(undisturbed).steps['dense']?.output.file.hash);
  },
);

/** Writes until nothing more fits. */
function fill(path: string): void {
  for (const size of [1 << 20, 1 << 16, 1 << 12]) {
    try {
      for (let i = 0; i < 4096; i++) writeFileSync(path, new Uint8Array(size), { flag: 'a' });
    } catch {
      if (!existsSync(path)) throw new Error('The disk was full before the test filled it');
    }
  }
}
