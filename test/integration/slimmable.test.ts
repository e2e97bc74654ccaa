import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, recipeFile, resultOf, SMALL_STEPS } from '../support/cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const { digits, dense } = SMALL_STEPS;
const wide = {
  do: 'slim',
  data: 'digits',
  model: { preset: 'mlp', hidden: [64, 32] },
  widths: [0.25, 1],
  random: 1,
  epochs: 3,
  batchSize: 50,
};
const narrow = { do: 'subnet', model: 'wide', target: { parameters: 0.4 }, trials: 4, fineTune: { epochs: 1 }, batchSize: 50 };

describe('a network of several widths', { timeout: 3 * MINUTES }, () => {
  it('answers at each of them, and gives a sub-network within a budget that is handed over like any model', async () => {
    const folder = temporaryFolder();
    const steps = {
      ...{ digits, wide, narrow, tall: { ...dense, epochs: 1 } },
      other: { ...narrow, model: 'tall' },
      endless: { ...narrow, target: {} },
      tiny: { ...narrow, target: { parameters: 10 } },
      files: { do: 'export', model: 'narrow', formats: ['onnx'] },
    };
    const done = await cli('run', recipeFile(folder, steps), '--workspace', join(folder, 'ws'), '--json');
    const made = resultOf(done).steps;
    const { slimmable } = made['wide']?.output.summary;
    expect(slimmable.groups).toEqual([
      { id: 'fc1', channels: 64 },
      { id: 'fc2', channels: 32 },
    ]);
    // 784 · 16 + 16 + 16 · 8 + 8 + 8 · 10 + 10.
    expect(slimmable.widths[0]).toMatchObject({ share: 0.25, parameters: 12_786 });
    expect(slimmable.widths.map(({ validation }: { validation: { accuracy: number } }) => validation.accuracy > 0.3)).toEqual([true, true]);
    const { summary, card } = made['narrow']?.output;
    expect(summary.size.parameters).toBeLessThanOrEqual(0.4 * made['wide']?.output.summary.size.parameters);
    expect(summary.subNetwork.tried[summary.subNetwork.chosen].parameters).toBe(summary.size.parameters);
    expect(summary.controls).toMatchObject([{ kind: 'scratch', epochs: 4 }]);
    expect(card).toBeDefined();
    expect(made['files']?.output.files[0].verification).toMatchObject({ disagreements: 0 });
    const reason = (step: string): string => String((made[step]?.error as { message: string } | undefined)?.message);
    expect(reason('other')).toContain("but 'tall' was trained at one width only");
    expect(reason('endless')).toContain('A budget is required');
    expect(reason('tiny')).toContain('A target within reach is required');
  });
});
