import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FusionReport } from '../../src-shared/domain/fusion-report.ts';
import { cli, recipeFile, resultOf, SMALL_STEPS, startCli } from '../support/cli.ts';
import { childrenOf, logsOf, training } from '../support/killing.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const { digits, dense } = SMALL_STEPS;
const weak = { ...dense, model: { preset: 'mlp', hidden: [4] }, epochs: 1 };

describe('a fuse step', { timeout: 4 * MINUTES }, () => {
  it('makes a model like any other: judged, compared, pruned, taught to a small one, fused again, exported', async () => {
    const folder = temporaryFolder();
    const recipe = recipeFile(folder, {
      digits,
      dense: { ...dense, repeat: 2 },
      weak,
      team: { do: 'fuse', members: ['dense', 'weak'] },
      blend: { do: 'fuse', members: ['dense', 'weak'], method: { kind: 'weighted-average', calibration: { kind: 'temperature' } } },
      again: { do: 'fuse', members: ['team', 'weak'], method: { kind: 'geometric' } },
      lean: { do: 'prune', model: 'team', target: { sparsity: 0.5 }, schedule: { kind: 'one-shot' }, fineTune: { epochs: 0 } },
      one: { do: 'squash', model: 'team', student: { preset: 'mlp', hidden: [8] }, epochs: 1, batchSize: 50 },
      verdict: { do: 'compare', models: ['dense', 'weak', 'team', 'blend'], split: 'validation' },
      files: { do: 'export', model: 'blend', formats: ['onnx', 'keras', 'keras-h5', 'tfjs'] },
    });
    const done = await cli('run', recipe, '--workspace', join(folder, 'ws'), '--json');
    expect(done.error).toBe('');
    const { steps } = resultOf(done);
    const fusionOf = (step: string): FusionReport => steps[step]?.output.summary.fusion;
    const team = fusionOf('team');
    expect(team.members.map(({ name, replicate, weight }) => [name, replicate, weight])).toEqual([
      ['dense', 0, 1 / 3],
      ['dense', 1, 1 / 3],
      ['weak', null, 1 / 3],
    ]);
    expect(team.fittedOn).toBeNull();
    expect(fusionOf('blend').fittedOn).toEqual({ split: 'validation', items: 500 });
    expect(fusionOf('blend').members[0]!.weight).toBeGreaterThan(fusionOf('blend').members[2]!.weight!);
    // What the step says of itself is what evaluating the stored model says.
    const models = steps['verdict']?.output.report.models as { name: string; evaluation: { metrics: { error: { value: number } } } }[];
    const error = models.find(({ name }) => name === 'team')?.evaluation.metrics.error.value;
    expect(team.judged?.methods.find(({ isChosen }) => isChosen)?.figures['error']).toBeCloseTo(error ?? NaN, 9);
    expect(1 - steps['team']?.output.summary.validation.accuracy).toBeCloseTo(error ?? NaN, 9);
    expect(steps['team']?.output.summary.size.parameters).toBe(2 * 25_450 + 3190);
    expect(steps['lean']?.output.summary.sparsity.overall).toBeCloseTo(0.5, 2);
    for (const { verification } of steps['files']?.output.files) {
      expect(verification.disagreements).toBe(0);
      expect(verification.maxDifference).toBeLessThan(1e-5);
    }
  });

  it('says why models can not be fused, or not be fitted', async () => {
    const folder = temporaryFolder();
    const fuse = (members: readonly string[], method: object = { kind: 'average' }) => ({ do: 'fuse', members, method });
    const done = await cli(
      'run',
      recipeFile(folder, {
        digits,
        few: { do: 'import-data', source: 'builtin:mnist', splits: { train: 2000, validation: 500, test: 500, seed: 9 } },
        dense: { ...dense, epochs: 1 },
        weak,
        other: { ...weak, data: 'few' },
        blend: fuse(['dense', 'weak'], { kind: 'weighted-average' }),
        single: fuse(['dense']),
        twice: fuse(['dense', 'dense']),
        zeros: fuse(['dense', 'weak'], { kind: 'weighted-average', weights: [0, 0] }),
        leak: fuse(['dense', 'other'], { kind: 'weighted-average' }),
        inner: fuse(['blend', 'weak'], { kind: 'greedy-selection' }),
        soup: fuse(['dense', 'weak'], { kind: 'soup' }),
      }),
      ...['--workspace', join(folder, 'ws'), '--json'],
    );
    const { steps } = resultOf(done);
    const messageOf = (step: string): string => `${steps[step]?.state}: ${steps[step]?.error?.message}`;
    expect(steps['blend']?.state).toBe('succeeded');
    expect(messageOf('single')).toMatch(/^failed: At least two members are required for a fusion, got 1/);
    expect(messageOf('twice')).toMatch(/^failed: Every model is required once, but 'dense' is there twice/);
    expect(messageOf('zeros')).toMatch(/^failed: At least one weight above 0 is required/);
    expect(messageOf('leak')).toMatch(/^failed: Predictions on items that 'other' was not trained on are required/);
    expect(messageOf('inner')).toMatch(
      /^failed: Predictions on items that 'blend' was not trained on are required, but it was trained on 500 of these 500/,
    );
    expect(messageOf('soup')).toMatch(/^failed: Members of one graph are required to average weights/);
  });

  it('does not need its members any more, once made; a member that is gone before is named', async () => {
    const folder = temporaryFolder();
    const workspace = ['--workspace', join(folder, 'ws'), '--json'];
    const run = (steps: Readonly<Record<string, unknown>>) => cli('run', recipeFile(folder, steps), ...workspace);
    const made = { digits, dense: { ...dense, epochs: 1 }, weak, blend: { do: 'fuse', members: ['dense', 'weak'] } };
    expect((await run(made)).error).toBe('');
    expect((await cli('models', 'delete', 'weak', ...workspace)).error).toBe('');
    const { steps } = resultOf(
      await run({
        judged: { do: 'evaluate', model: 'model:blend', split: 'validation' },
        small: { do: 'squash', model: 'model:blend', student: { preset: 'mlp', hidden: [8] }, epochs: 1, batchSize: 50, control: false },
      }),
    );
    expect([steps['judged']?.state, steps['small']?.state]).toEqual(['succeeded', 'succeeded']);
    const again = await run({ again: { do: 'fuse', members: ['model:dense', 'model:weak'] } });
    expect(again.error).toContain("The model 'weak' is required, but it was deleted");
  });

  it('that is killed within a walk ends with the same bits when it is run again', async () => {
    const folder = temporaryFolder();
    const walked = { do: 'fuse', members: ['dense'], method: { kind: 'swa', epochs: 8, batchSize: 10 } };
    const recipe = recipeFile(folder, { digits, dense, walked });
    const begin = (workspace: string) =>
      startCli(['run', recipe, '--workspace', join(folder, workspace), '--json'], { ESPALIER_CHECKPOINT_MS: '150' });
    const first = begin('killed');
    await first.line(training('walked', 0.4));
    childrenOf(first.child.pid).forEach(pid => process.kill(pid, 'SIGKILL'));
    expect((await first.ended).code).toBe(1);
    const outputs = [await begin('killed').ended, await begin('undisturbed').ended].map(done => resultOf(done).steps['walked']?.output);
    expect(outputs[0].file.hash).toBe(outputs[1].file.hash);
    expect(logsOf(join(folder, 'killed'))).toContain('Going on from the last checkpoint');
  });
});
