import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { cli, recipeFile, resultOf, SMALL_STEPS } from '../support/cli.ts';
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
});
