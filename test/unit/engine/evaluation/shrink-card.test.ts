import { deflateSync, inflateSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCpuEngine } from '../../../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import type { ScratchFiles } from '../../../../src-main/engine/data/ports.ts';
import { measureShrinkCard, type CardCall } from '../../../../src-main/engine/evaluation/shrink-card.ts';
import { writeOnnx } from '../../../../src-main/engine/formats/onnx/write.ts';
import type { Engine } from '../../../../src-main/engine/tensor-library.ts';
import type { TrainingData } from '../../../../src-main/engine/training/training-data.ts';
import type { Split } from '../../../../src-shared/domain/dataset.ts';
import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { isSmallerOnlyCompressed, isVerified } from '../../../../src-shared/domain/shrink-card.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { expectedAnswers, modelOf, presetModel, randomInputs } from '../../../support/format-models.ts';
import { graphOf } from '../../../support/graphs.ts';
import { countOnnx } from '../../../support/onnx-file.ts';

const ITEMS = 9;
let engine: Engine;
beforeAll(async () => {
  engine = await createCpuEngine();
});

/** In memory, keeping a copy of what was written; `tamper` is what the disk makes of a file. */
function scratch(tamper = (_name: string, bytes: Uint8Array): Uint8Array => bytes) {
  const files = new Map<string, Uint8Array>();
  const written = new Map<string, Uint8Array>();
  const port: ScratchFiles = {
    write: async (name, bytes) => void (files.set(name, bytes), written.set(name, bytes)),
    read: async name => tamper(name, files.get(name)!.slice()),
    clear: async () => files.clear(),
  };
  return { port, files, written };
}

/** Nine random items per split, of class `i % 5`. Looking at the test part is an error. */
function dataFor(model: Model, counts: Partial<Record<Split, number>> = { validation: ITEMS, train: ITEMS }): TrainingData {
  const inputs = randomInputs(model, ITEMS, 1);
  const width = inputs.length / ITEMS;
  return {
    inputShape: model.card.inputShape,
    task: model.card.task,
    outputs: model.card.task === 'classes' ? 5 : 1,
    count(split) {
      if (split === 'test') throw new Error('The test part is not to be looked at');
      return counts[split] ?? 0;
    },
    gather: (_split, positions) => ({
      inputs: Float32Array.from([...positions].flatMap(i => [...inputs.subarray(i * width, (i + 1) * width)])),
      targets: Int32Array.from(positions, i => i % 5),
    }),
  };
}

function call(before: Model, after: Model, change: Partial<CardCall> = {}): CardCall {
  let clock = 0;
  return {
    before: { model: before, storedBytes: 100 },
    after: { model: after, storedBytes: 10 },
    data: dataFor(before),
    engine,
    scratch: scratch().port,
    seed: 1,
    nowMs: () => (clock += 2),
    turn: () => Promise.resolve(),
    budgetMs: 10,
    ...change,
  };
}

/** Three of four weights of every kernel go. */
function masked(model: Model): Model {
  const random = createRandom(3);
  const kernels = Object.keys(model.parameters).filter(name => name.endsWith('/kernel'));
  const masks = Object.fromEntries(kernels.map(name => [name, model.parameters[name]!.values.map(() => Number(random.next() < 0.25))]));
  const bits = Object.fromEntries(Object.entries(masks).map(([name, mask]) => [name, Uint8Array.from(mask)]));
  const parameters = Object.fromEntries(
    Object.entries(model.parameters).map(([name, { shape, values }]) => [
      name,
      { shape, values: values.map((value, i) => (bits[name]?.[i] === 0 ? 0 : value)) },
    ]),
  );
  return { ...model, masks: bits, parameters };
}

const mlp = presetModel('mlp', { hidden: [30, 10] }, [6, 6, 1]);

it('asks a model that has inputs of its own with those, and the other with the data’s', async () => {
  const wide = presetModel('mlp', { hidden: [30, 10] }, [9, 5, 1]);
  const before = { model: wide, storedBytes: 100, data: dataFor(wide) };
  const card = await measureShrinkCard(call(wide, mlp, { before, data: dataFor(mlp) }));
  const alone = await measureShrinkCard(call(wide, wide));
  expect(card.before.quality).toEqual(alone.before.quality);
  expect(card.after.quality).toEqual((await measureShrinkCard(call(mlp, mlp))).after.quality);
  expect(isVerified(card)).toBe(true);
});

describe('the figures of a card', () => {
  it.each([
    ['a perceptron', mlp, presetModel('mlp', { hidden: [12, 7] }, [6, 6, 1])],
    ['LeNet-5', presetModel('lenet5', { filters: [4, 6], hidden: 20 }, [28, 28, 1]), null],
    [
      'a residual network',
      presetModel('mini-resnet', { widths: [4, 8], blocks: 1 }, [12, 12, 3]),
      presetModel('mini-resnet', { widths: [3, 5], blocks: 1 }, [12, 12, 3]),
    ],
  ])('are those of the exported files of %s, counted by another reader', async (_title, before, smaller) => {
    const after = smaller ?? masked(before);
    const { port, written, files } = scratch();
    const card = await measureShrinkCard(call(before, after, { scratch: port }));
    for (const [side, name] of [
      [card.before, 'before.onnx'],
      [card.after, 'after.onnx'],
    ] as const) {
      const file = written.get(name)!;
      expect(side).toMatchObject({ ...countOnnx(file), bytes: file.length });
      expect(side.compressedBytes).toBe(deflateSync(file, { level: 6 }).length);
      expect(inflateSync(deflateSync(file, { level: 6 }))).toEqual(file);
    }
    expect(written.get('after.onnx')).toEqual(writeOnnx(after));
    expect(files.size).toBe(0);
    expect(isSmallerOnlyCompressed(card)).toBe(smaller === null);
    expect(isVerified(card)).toBe(true);
    expect([card.before.storedBytes, card.after.storedBytes]).toEqual([100, 10]);
  });

  it('judge the file on the validation part', async () => {
    const card = await measureShrinkCard(call(mlp, masked(mlp)));
    const answers = expectedAnswers(engine.tf, mlp, randomInputs(mlp, ITEMS, 1), ITEMS);
    const errors = Array.from({ length: ITEMS }, (_, i) => {
      const row = answers.subarray(i * 5, i * 5 + 5);
      return Number(row.indexOf(Math.max(...row)) !== i % 5);
    }).reduce((sum, wrong) => sum + wrong, 0);
    expect(card).toMatchObject({ split: 'validation', items: ITEMS, threads: 1 });
    expect(card.before.quality).toMatchObject({ metric: 'error', errors, estimate: { value: errors / ITEMS, over: 'items' } });
    expect(card.before.latency.engine).toMatch(/^onnxruntime /);
  });

  it('count the peak of memory by hand: 36·30+30·10+10·5 weights, 45 biases, 36 + 30 results', async () => {
    const card = await measureShrinkCard(call(mlp, masked(mlp)));
    // The row of 36 is read from the image of 36: both are alive at once, and more than the 36 + 30 behind.
    expect(card.before.peakMemoryBytes).toBe(4 * (36 * 30 + 30 * 10 + 10 * 5 + 45 + 72));
  });

  it('of a regression are its error in the unit of the target', async () => {
    const model = modelOf(graphOf({ x: ['input', { shape: [3] }], out: ['dense', { units: 1 }, 'x'] }, ['out']), 'values', 2);
    const data = dataFor(model);
    const card = await measureShrinkCard(call(model, model, { data }));
    const answers = expectedAnswers(engine.tf, model, randomInputs(model, ITEMS, 1), ITEMS);
    const square = answers.reduce((sum, answer, i) => sum + (answer - (i % 5)) ** 2, 0) / ITEMS;
    expect(card.before.quality).toMatchObject({ metric: 'rmse', errors: null });
    expect(card.before.quality?.estimate.value).toBeCloseTo(Math.sqrt(square), 5);
    expect(isSmallerOnlyCompressed(card)).toBe(false);
  });

  it('know no quality without a validation part, and are verified on training items', async () => {
    const card = await measureShrinkCard(call(mlp, masked(mlp), { data: dataFor(mlp, { train: ITEMS }) }));
    expect(card).toMatchObject({ split: 'train', items: ITEMS, before: { quality: null }, after: { quality: null } });
  });
});

describe('a file that is not what was written', () => {
  it('is told by its answers', async () => {
    const other = writeOnnx(presetModel('mlp', { hidden: [12, 7] }, [6, 6, 1]));
    const { port } = scratch((name, bytes) => (name === 'after.onnx' ? other : bytes));
    const card = await measureShrinkCard(call(mlp, masked(mlp), { scratch: port }));
    expect(card.after.verification.maxDifference).toBeGreaterThan(0.01);
    expect(isVerified(card)).toBe(false);
  });

  it('is refused when the runtime can not read it, and leaves nothing behind', async () => {
    const { port, files } = scratch((_name, bytes) => bytes.slice(0, 100));
    await expect(measureShrinkCard(call(mlp, mlp, { scratch: port }))).rejects.toThrow('A whole ONNX file is required');
    expect(files.size).toBe(0);
  });
});
