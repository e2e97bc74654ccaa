import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, recipeFile, resultOf, SMALL_STEPS, startCli } from '../support/cli.ts';
import { childrenOf, logsOf, training } from '../support/killing.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const { digits, dense } = SMALL_STEPS;
const slim = { do: 'factorise', model: 'dense', fineTune: { epochs: 1 }, batchSize: 50 } as const;

describe('a factorise step', { timeout: 3 * MINUTES }, () => {
  it('makes a smaller model that is judged and handed over like any other, beside its control', async () => {
    const folder = temporaryFolder();
    const recipe = recipeFile(folder, {
      digits,
      dense,
      slim: { ...slim, energy: 0.8, fineTune: { epochs: 4, learningRate: 0.001 } },
      verdict: { do: 'compare', models: ['dense', 'slim'] },
      files: { do: 'export', model: 'slim', formats: ['onnx', 'keras', 'tfjs'] },
    });
    const done = await cli('run', recipe, '--workspace', join(folder, 'ws'), '--json');
    expect(done.error).toBe('');
    const { steps } = resultOf(done);
    const { summary } = steps['slim']?.output;
    const [whole, small] = steps['verdict']?.output.report.models;
    // fc1 is 784 × 32: a rank r saves 25,088 − 816·r; fc2 with 10 outputs may stay or go.
    expect(small.size.parameters).toBeLessThan(0.8 * whole.size.parameters);
    expect(small.size.parameters).toBe(summary.size.parameters);
    expect(small.size.bytes).toBeLessThan(0.85 * whole.size.bytes);
    expect(small.size.multiplyAdds).toBeLessThan(0.8 * whole.size.multiplyAdds);
    expect(small.evaluation.metrics.error.value).toBeLessThan(whole.evaluation.metrics.error.value + 0.05);
    expect(summary.sparsity).toBe(null);
    expect(summary.controls).toMatchObject([{ kind: 'dense', epochs: 4 }]);
    for (const { verification } of steps['files']?.output.files) {
      expect(verification).toMatchObject({ items: 500, disagreements: 0 });
      expect(verification.maxDifference).toBeLessThan(1e-5);
    }
  });

  it('refuses two targets, a layer that is not there, and a step that changes nothing', async () => {
    const folder = temporaryFolder();
    const steps = {
      digits,
      dense: { ...dense, epochs: 1 },
      two: { ...slim, energy: 0.7, parameters: 0.5 },
      other: { ...slim, layers: ['fc9'] },
      nothing: { ...slim, energy: 1 },
    };
    const done = await cli('run', recipeFile(folder, steps), '--workspace', join(folder, 'ws'), '--json');
    expect(done.code).toBe(1);
    const { two, other, nothing } = resultOf(done).steps;
    expect(two?.error).toMatchObject({ code: 'invalid-input', message: expect.stringContaining('got energy and parameters') as string });
    expect(other?.error).toMatchObject({ code: 'invalid-input', message: expect.stringContaining("(fc1, fc2), got 'fc9'") as string });
    expect(nothing?.error).toMatchObject({
      code: 'nothing-changed',
      message: expect.stringContaining('fc2: rank 10 of 10 needs 420 values, the kernel has 320') as string,
    });
  });

  it.each([
    ['its own training', 0.25],
    ['that of its control', 0.75],
  ])('that is killed during %s ends with the same bits when it is run again', async (_what, share) => {
    const folder = temporaryFolder();
    const recipe = recipeFile(folder, { digits, dense, slim: { ...slim, energy: 0.8, fineTune: { epochs: 12 }, batchSize: 20 } });
    const begin = (workspace: string) =>
      startCli(['run', recipe, '--workspace', join(folder, workspace), '--json'], { ESPALIER_CHECKPOINT_MS: '150' });
    const first = begin('killed');
    await first.line(training('slim', share));
    childrenOf(first.child.pid).forEach(pid => process.kill(pid, 'SIGKILL'));
    expect((await first.ended).code).toBe(1);
    const outputs = [await begin('killed').ended, await begin('undisturbed').ended].map(done => resultOf(done).steps['slim']?.output);
    expect(outputs[0].file.hash).toBe(outputs[1].file.hash);
    expect(outputs[0].summary.controls).toEqual(outputs[1].summary.controls);
    expect(logsOf(join(folder, 'killed'))).toContain('Going on from the last checkpoint');
  });
});
