import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recipeFile, resultOf, SMALL_STEPS, startCli, type RunningCli } from '../support/cli.ts';
import { childrenOf, logsOf, training } from '../support/killing.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const { digits, dense } = SMALL_STEPS;
const network = { ...dense, model: { preset: 'mlp', hidden: [64], dropout: 0.2 }, epochs: 1, batchSize: 20 };

/** Channels, half of them, in three rounds; the controls take two thirds of its time. */
const small = {
  do: 'prune',
  model: 'dense',
  criterion: { kind: 'taylor', items: 200 },
  granularity: 'channels',
  target: { multiplyAdds: 0.5 },
  scope: 'global',
  schedule: { kind: 'iterative', rounds: 3, epochs: 2 },
  fineTune: { epochs: 3 },
  batchSize: 20,
};
const scan = { do: 'check-up', model: 'dense', levels: 100, fineTuneSteps: 40, seconds: 600, batchSize: 20 };

interface Case {
  readonly title: string;
  readonly step: string;
  readonly steps: Readonly<Record<string, unknown>>;
  /** Shares of the step at which it is killed, one after the other. */
  readonly shares: readonly number[];
  /** What must be the same. */
  essence(output: unknown): unknown;
}

const cases: readonly Case[] = [
  {
    title: 'a pruning of channels, in its rounds and in two of its controls',
    step: 'small',
    steps: { digits, dense: network, small },
    shares: [0.1, 0.4, 0.8],
    essence(output) {
      const { file, summary } = output as { file: { hash: string }; summary: { controls: unknown } };
      return [file.hash, summary.controls];
    },
  },
  {
    title: 'a check-up',
    step: 'scan',
    steps: { digits, dense: network, scan },
    shares: [0.2, 0.6],
    essence: output => (output as { report: unknown }).report,
  },
];

describe.each(cases)('$title', ({ step, steps, shares, essence }) => {
  it('is killed, goes on, and ends as if it never had been', { timeout: 6 * MINUTES }, async () => {
    const folder = temporaryFolder();
    const recipe = recipeFile(folder, steps);
    const begin = (workspace: string): RunningCli =>
      startCli(['run', recipe, '--workspace', join(folder, workspace), '--json'], { ESPALIER_CHECKPOINT_MS: '100' });
    for (const share of shares) {
      const run = begin('killed');
      await run.line(training(step, share));
      for (const pid of childrenOf(run.child.pid)) process.kill(pid, 'SIGKILL');
      process.kill(run.child.pid!, 'SIGKILL');
      await run.ended;
    }
    const again = resultOf(await begin('killed').ended).steps[step];
    const undisturbed = resultOf(await begin('undisturbed').ended).steps[step];
    expect(again?.state).toBe('succeeded');
    expect(essence(again?.output)).toEqual(essence(undisturbed?.output));
    expect(logsOf(join(folder, 'killed'))).toContain('Going on from the last checkpoint');
  });
});
