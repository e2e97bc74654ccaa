import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, recipeFile, resultOf, SMALL_STEPS } from '../support/cli.ts';
import { modelFixtures, MODEL_FOLDER } from '../support/model-fixtures.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MINUTES = 60_000;
const { digits } = SMALL_STEPS;
const source = join(MODEL_FOLDER, 'torch-digits.onnx');
const net = { do: 'import-model', source, data: 'digits' } as const;

describe('a network of PyTorch', { timeout: 3 * MINUTES }, () => {
  it('is imported as it answered, trained on, pruned, taught from and exported like any other', async () => {
    const folder = temporaryFolder();
    const recipe = recipeFile(folder, {
      digits,
      net,
      trained: { do: 'train', data: 'digits', model: 'net', epochs: 3, batchSize: 50 },
      lean: {
        do: 'prune',
        model: 'trained',
        granularity: 'channels',
        target: { parameters: 0.5 },
        schedule: { kind: 'one-shot' },
        fineTune: { epochs: 2 },
        controls: { random: false, scratch: false, dense: false },
      },
      small: { do: 'distill', teachers: ['trained'], student: { preset: 'mlp', hidden: [12] }, data: 'digits', epochs: 1, control: false },
      files: { do: 'export', model: 'lean', formats: ['onnx', 'keras'] },
    });
    const done = await cli('run', recipe, '--workspace', join(folder, 'ws'), '--json');
    expect(done.error).toBe('');
    const { steps } = resultOf(done);
    const { imported } = steps['net']?.output;
    expect(imported).toMatchObject({ reader: 'onnx', file: 'torch-digits.onnx', head: 'softmax' });
    expect(imported.verification).toMatchObject({ randomItems: 16, realItems: 64 });
    expect(imported.verification.maxDifference).toBeLessThan(1e-5);
    const accuracy = (step: string): number => steps[step]?.output.summary.validation.accuracy;
    expect(accuracy('net')).toBeLessThan(0.4);
    expect(accuracy('trained')).toBeGreaterThan(0.6);
    expect(accuracy('lean')).toBeGreaterThan(0.4);
    const parameters = (step: string): number => steps[step]?.output.summary.size.parameters;
    expect(parameters('lean')).toBeLessThanOrEqual(0.5 * parameters('trained'));
    expect(steps['small']?.output.summary.distillation).toBeDefined();
    for (const { verification } of steps['files']?.output.files) expect(verification).toMatchObject({ disagreements: 0 });
  });

  it('is refused for data of another size', async () => {
    const folder = temporaryFolder();
    const other = join(MODEL_FOLDER, 'torch-residual.onnx');
    const refused = await cli(
      'run',
      recipeFile(folder, { digits, net: { ...net, source: other } }),
      '--workspace',
      join(folder, 'ws'),
      '--json',
    );
    expect(refused.code).toBe(1);
    expect(refused.out + refused.error).toContain("The data's items have the shape [28, 28, 1], the network of the file takes [16, 16, 3]");
  });
});

/** 60 rows of six numbers, of three classes. */
const ROWS = [
  'a,b,c,d,e,f,y',
  ...Array.from({ length: 60 }, (_, i) => `${[1, 2, 3, 4, 5, 6].map(column => Math.sin(i * column).toFixed(4)).join()},${'xyz'[i % 3]}`),
].join('\n');

describe('a network of TensorFlow', { timeout: 2 * MINUTES }, () => {
  it.each([
    { reader: 'saved-model', name: 'keras-nested-saved-model', runtime: /^(TensorFlow|tfjs-converter) / },
    { reader: 'tflite', name: 'keras-nested-tflite', runtime: /^LiteRT / },
  ])('is imported from $name by a recipe, compared with the file itself, and exported again', async ({ reader, name, runtime }) => {
    const folder = temporaryFolder();
    const csv = join(folder, 'rows.csv');
    writeFileSync(csv, ROWS);
    const { file } = modelFixtures.find(one => one.name === name)!;
    const recipe = recipeFile(folder, {
      rows: { do: 'import-data', source: csv, kind: 'table', label: 'y', splits: { validation: 12, test: 12, seed: 1 } },
      net: { do: 'import-model', source: join(MODEL_FOLDER, file.replace(/\/saved_model\.pb$/, '')), data: 'rows' },
      files: { do: 'export', model: 'net', formats: ['onnx'] },
    });
    const done = await cli('run', recipe, '--workspace', join(folder, 'ws'), '--json');
    expect(done.error).toBe('');
    const { steps } = resultOf(done);
    const { imported } = steps['net']?.output;
    expect(imported).toMatchObject({ reader, head: 'linear' });
    expect(imported.verification).toMatchObject({ runtime: expect.stringMatching(runtime), randomItems: 16, realItems: 12 });
    expect(imported.verification.maxDifference).toBeLessThan(1e-5);
    expect(steps['files']?.output.files[0].verification).toMatchObject({ disagreements: 0 });
  });
});
