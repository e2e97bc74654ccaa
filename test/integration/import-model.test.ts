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

/** 120 rows of eight numbers; a value that follows from them, and which of three labels hold. */
const BOTH = [
  'a,b,c,d,e,f,g,h,value,labels',
  ...Array.from({ length: 120 }, (_, i) => {
    const numbers = [1, 2, 3, 4, 5, 6, 7, 8].map(column => Math.sin(i * column + column));
    const labels = ['x', 'y', 'z'].filter((_label, place) => numbers[place]! + numbers[place + 5]! > 0);
    return [...numbers.map(number => number.toFixed(4)), (numbers[0]! - 2 * numbers[6]!).toFixed(4), labels.join('|')].join();
  }),
].join('\n');

describe('a network of Keras with two inputs and two outputs', { timeout: 3 * MINUTES }, () => {
  const noControls = { random: false, scratch: false, dense: false };
  const table = (label: string, other: string, more = {}) => ({
    ...{ do: 'import-data', source: 'both.csv', kind: 'table', label, ignore: [other], splits: { validation: 24, test: 24, seed: 1 } },
    ...more,
  });

  it('is trained and pruned on its first output alone, or on both side by side, and refused in words else', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'both.csv'), BOTH);
    const file = join(MODEL_FOLDER, 'keras-table.keras');
    const fineTune = { epochs: 3, learningRate: 0.003 };
    const lean = { do: 'prune', granularity: 'channels', target: { parameters: 0.7 }, schedule: { kind: 'one-shot' }, fineTune };
    const taught = { epochs: 12, batchSize: 12, optimizer: { kind: 'adam', learningRate: 0.01 } };
    const recipe = recipeFile(folder, {
      values: table('value', 'labels'),
      flags: table('labels', 'value', { task: 'labels' }),
      price: { do: 'import-model', source: file, data: 'values', output: 'price' },
      priced: { do: 'train', data: 'values', model: 'price', ...taught },
      cheaper: { ...lean, model: 'priced', controls: noControls },
      both: { do: 'import-model', source: file, data: 'flags', output: ['price', 'size'] },
      known: { do: 'train', data: 'flags', model: 'both', ...taught },
      fewer: { ...lean, model: 'known', controls: noControls },
      files: { do: 'export', model: 'fewer', formats: ['onnx', 'keras'] },
      unsaid: { do: 'import-model', source: file, data: 'values' },
      narrow: { do: 'import-model', source: file, data: 'values', output: 'price', inputs: ['numbers'] },
    });
    const { steps } = resultOf(await cli('run', recipe, '--workspace', join(folder, 'ws'), '--json'));
    const lossOf = (step: string): number => steps[step]?.output.summary.validation.loss;
    expect(steps['files']?.state).toBe('succeeded');
    expect(lossOf('priced')).toBeLessThan(0.5 * lossOf('price'));
    expect(lossOf('known')).toBeLessThan(0.8 * lossOf('both'));
    const size = (step: string): number => steps[step]?.output.summary.size.parameters;
    for (const [small, large] of [
      ['cheaper', 'priced'],
      ['fewer', 'known'],
    ] as const) {
      expect(size(small)).toBeLessThanOrEqual(0.7 * size(large));
      expect(steps[small]?.output.card.after.verification.disagreements).toBe(0);
    }
    for (const { verification } of steps['files']?.output.files) expect(verification).toMatchObject({ disagreements: 0 });
    const refused = (step: string): string => `${steps[step]?.state}: ${steps[step]?.error?.message}`;
    expect(refused('unsaid')).toBe('failed: A model with one output is required, this one has price, size');
    expect(refused('narrow')).toBe('failed: The model has the inputs numbers, codes, each to be named once, got numbers');
  });
});
