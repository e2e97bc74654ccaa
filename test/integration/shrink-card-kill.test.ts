import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ShrinkCard } from '../../src-shared/domain/shrink-card.ts';
import { recipeFile, resultOf, SMALL_STEPS, startCli, type RunningCli } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const TRAINS = ['training', 'pruning', 'fine-tuning'];

it('a job killed while its card is measured begins the card anew, and not the training', { timeout: 4 * MINUTES }, async () => {
  const folder = temporaryFolder();
  const workspace = join(folder, 'ws');
  const recipe = recipeFile(folder, SMALL_STEPS);
  const begin = (): RunningCli => startCli(['run', recipe, '--workspace', workspace, '--engine', 'wasm', '--json']);
  const first = begin();
  await first.line(line => line['type'] === 'progress' && line['stage'] === 'verifying');
  for (const pid of childrenOf(first.child.pid)) process.kill(pid, 'SIGKILL');
  process.kill(first.child.pid!, 'SIGKILL');
  expect((await first.ended).code === 0).toBe(false);
  const again = begin();
  const { steps } = resultOf(await again.ended);
  const stages = new Set(again.seen.filter(line => line['type'] === 'progress').map(line => line['stage']));
  expect(TRAINS.filter(stage => stages.has(stage))).toEqual([]);
  expect(stages).toContain('verifying');
  const card = steps['lean']?.output.card as ShrinkCard;
  expect(card.after.nonZeros).toBeLessThan(card.before.nonZeros);
  expect(card.after.latency.p50Ms).toBeGreaterThan(0);
  expect(readdirSync(join(workspace, 'scratch'))).toEqual([]);
});

/** Process ids of the children, from /proc. */
function childrenOf(parent: number | undefined): readonly number[] {
  return readdirSync('/proc').flatMap(name => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}
