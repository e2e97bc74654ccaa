import { beforeAll, describe, expect, it } from 'vitest';
import { dropoutStream, epochOrder, uniformAt } from '../../../../src-main/engine/training/batches.ts';
import { runTraining } from '../../../../src-main/engine/training/run-training.ts';
import type { TrainingData } from '../../../../src-main/engine/training/training-data.ts';
import type { TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import { graphOf } from '../../../support/graphs.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';
import { bitsOf, recorder, smallData, smallSetup } from '../../../support/small-training.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

/** One weight per input, no bias: steps can be worked out by hand. */
const line: ModelGraph = graphOf(
  { input: ['input', { shape: [2] }], fc1: ['dense', { units: 1, activation: 'linear', bias: false, initialiser: 'he-normal' }, 'input'] },
  ['fc1'],
);

/** A single item with input (1, 2) and target 4; weights start at 1, 1, so the residual is −1 and the gradient (−2, −4). */
function lineSetup(change: object = {}): Parameters<typeof runTraining>[0] {
  return smallSetup(tf, {
    graph: line,
    parameters: { 'fc1/kernel': { shape: [2, 1], values: Float32Array.of(1, 1) } },
    data: {
      inputShape: [2],
      task: 'values',
      outputs: 1,
      count: split => (split === 'train' ? 1 : 0),
      gather: () => ({ inputs: Float32Array.of(1, 2), targets: Float32Array.of(4) }),
    },
    optimizer: { kind: 'sgd', learningRate: 0.1, momentum: 0, nesterov: false },
    schedule: { kind: 'constant' },
    epochs: 1,
    batchSize: 1,
    weightDecay: 0,
    gradientClipping: undefined,
    earlyStopping: undefined,
    keep: 'last',
    ...change,
  });
}

async function kernelAfter(change: object): Promise<number[]> {
  const { parameters } = await runTraining(lineSetup(change), recorder());
  return [...parameters['fc1/kernel']!.values].map(value => Math.round(value * 1e5) / 1e5);
}

describe('a step', () => {
  it('goes against the gradient of the loss', async () => {
    expect(await kernelAfter({})).toEqual([1.2, 1.4]);
  });

  it('adds λ·w of weight decay to the gradient', async () => {
    expect(await kernelAfter({ weightDecay: 0.5 })).toEqual([1.15, 1.35]);
  });

  it('shortens the whole gradient to the clipping norm: (−2, −4)/√20', async () => {
    expect(await kernelAfter({ gradientClipping: { norm: 1 } })).toEqual([1.04472, 1.08944]);
    expect(await kernelAfter({ gradientClipping: { norm: 5 } })).toEqual([1.2, 1.4]);
  });

  it('neither moves, nor counts for the clipping norm, what a mask holds', async () => {
    expect(await kernelAfter({ masks: { 'fc1/kernel': Uint8Array.of(1, 0) }, gradientClipping: { norm: 1 } })).toEqual([1.1, 0]);
  });

  it('multiplies the learning rate by the schedule', async () => {
    expect(await kernelAfter({ schedule: { kind: 'warm-up', epochs: 2, then: 'constant' }, epochs: 2 })).toEqual([1.2, 1.4]);
  });
});

describe('a run', () => {
  it('depends on its seed alone, not on turns and clocks', async () => {
    const first = await runTraining(smallSetup(tf), recorder());
    const second = await runTraining(smallSetup(tf), recorder({ nowMs: () => 0 }));
    const other = await runTraining(smallSetup(tf, { seed: 4 }), recorder());
    expect(bitsOf(second)).toBe(bitsOf(first));
    expect(bitsOf(other)).not.toBe(bitsOf(first));
  });

  it('draws another order every epoch, each of them whole', () => {
    const orders = [0, 1].map(epoch => [...epochOrder(3, epoch, 50)]);
    expect(orders[0]).not.toEqual(orders[1]);
    for (const order of orders) expect(order.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  it('draws dropout by the step: the same again for one step, another for the next', () => {
    const draw = (step: number): number[] => [...uniformAt(tf, dropoutStream(3)(step))([20]).dataSync()];
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
    expect(draw(5).every(value => value >= 0 && value < 1)).toBe(true);
  });

  it('measures the training curve, the learning rate, and every epoch on the validation part', async () => {
    const hooks = recorder();
    const { steps, validation, epochs } = await runTraining(smallSetup(tf), hooks);
    expect(steps).toBe(8);
    const stepsOf = (name: string): number[] => hooks.points.filter(point => point.name === name).map(({ step }) => step);
    expect(stepsOf('train.loss')).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(stepsOf('learningRate')).toEqual(stepsOf('train.accuracy'));
    expect(stepsOf('validation.loss')).toEqual([4, 8]);
    expect(stepsOf('validation.accuracy')).toEqual([4, 8]);
    expect(hooks.points.find(({ name }) => name === 'validation.loss')!.value).toBeGreaterThan(0);
    expect(validation!.kept.loss).toBeLessThanOrEqual(validation!.last.loss);
    expect(epochs.run).toBe(2);
    expect(hooks.reports.at(-1)).toMatchObject({ fraction: 1, stage: 'training', epoch: 2, epochs: 2, step: 8, steps: 8 });
  });

  it('weighs every batch of a point by its items, in at most 40 points an epoch', async () => {
    const hooks = recorder();
    const items = 201;
    const squares: TrainingData = {
      inputShape: [2],
      task: 'values',
      outputs: 1,
      count: split => (split === 'train' ? items : 0),
      gather: (_split, positions) => ({ inputs: new Float32Array(positions.length * 2), targets: Float32Array.from(positions) }),
    };
    await runTraining(lineSetup({ data: squares, batchSize: 2 }), hooks);
    const curve = hooks.points.filter(({ name }) => name === 'train.loss');
    expect(curve.map(({ step }) => step).slice(-2)).toEqual([99, 101]);
    expect(curve.length).toBe(34);
    // Inputs are zero, so an item's loss is its number squared in units of their variance, and all points together hold all items: 33 · 6 + 3.
    const sum = curve.reduce((total, { value }, i) => total + value * (i === 33 ? 3 : 6), 0);
    expect(sum).toBeCloseTo((200 * 201 * 401) / 6 / ((items ** 2 - 1) / 12), 2);
  });

  it('keeps the best epoch or the last, as asked', async () => {
    const change = { optimizer: { kind: 'sgd', learningRate: 0.6, momentum: 0.9, nesterov: false }, epochs: 6, earlyStopping: undefined };
    const hooks = recorder();
    const best = await runTraining(smallSetup(tf, change), hooks);
    const losses = hooks.points.filter(({ name }) => name === 'validation.loss').map(({ value }) => value);
    expect(best.epochs.kept).toBe(losses.indexOf(Math.min(...losses)) + 1);
    expect(best.epochs.kept).toBeLessThan(6);
    const shorter = await runTraining(smallSetup(tf, { ...change, schedule: { kind: 'constant' } }), recorder());
    const last = await runTraining(smallSetup(tf, { ...change, schedule: { kind: 'constant' }, keep: 'last' }), recorder());
    expect(last.epochs.kept).toBe(6);
    expect(last.validation!.kept).toEqual(shorter.validation!.last);
  });

  it('keeps the most accurate epoch, of equal ones that with the least loss', async () => {
    const optimizer = { kind: 'sgd', learningRate: 0.1, momentum: 0.9, nesterov: false };
    const change = { seed: 4, optimizer, epochs: 6, earlyStopping: undefined, keep: 'most-accurate' as const };
    const hooks = recorder();
    const kept = await runTraining(smallSetup(tf, change), hooks);
    const of = (name: string): readonly number[] => hooks.points.filter(point => point.name === name).map(({ value }) => value);
    const [accuracies, losses] = [of('validation.accuracy'), of('validation.loss')];
    const equals = losses.filter((_, i) => accuracies[i] === Math.max(...accuracies));
    expect(kept.epochs.kept).toBe(losses.indexOf(Math.min(...equals)) + 1);
    const byLoss = await runTraining(smallSetup(tf, { ...change, keep: 'best' }), recorder());
    expect(byLoss.epochs.kept).not.toBe(kept.epochs.kept);
    await expect(runTraining(lineSetup({ keep: 'most-accurate' }), recorder())).rejects.toThrow(
      /A regression has no accuracy; 'best' \(the least loss\) or 'last' is required/,
    );
  });

  it('stops early once the watched figure has not improved for its patience', async () => {
    const earlyStopping = { patience: 2, metric: 'validation.loss' as const, minimumChange: 100 };
    const { epochs } = await runTraining(smallSetup(tf, { epochs: 20, earlyStopping }), recorder());
    expect(epochs).toMatchObject({ run: 3, stoppedEarly: true });
  });

  it('keeps the last epoch and says so when there is nothing to choose by', async () => {
    const hooks = recorder();
    const data = smallData('binary', { train: 9, validation: 0, test: 0 });
    const graph = graphOf(
      {
        input: ['input', { shape: [4] }],
        fc1: ['dense', { units: 1, activation: 'linear', bias: true, initialiser: 'he-normal' }, 'input'],
      },
      ['fc1'],
    );
    const parameters = {
      'fc1/kernel': { shape: [4, 1], values: new Float32Array(4) },
      'fc1/bias': { shape: [1], values: new Float32Array(1) },
    };
    const result = await runTraining(smallSetup(tf, { data, graph, parameters, earlyStopping: undefined }), hooks);
    expect(result.validation).toBeNull();
    expect(hooks.logs.join()).toContain('the last one is kept');
  });
});

describe('a run that diverges', () => {
  it('fails as such within 25 steps and keeps its curve up to the bad point', async () => {
    const hooks = recorder();
    const change = {
      optimizer: { kind: 'sgd', learningRate: 1e9, momentum: 0.9, nesterov: false },
      gradientClipping: undefined,
      epochs: 40,
      earlyStopping: undefined,
    };
    const before = tf.memory().numTensors;
    const failure = runTraining(lineSetup(change), hooks);
    await expect(failure).rejects.toMatchObject({
      error: { code: 'diverged', message: expect.stringMatching(/at step \d+ \(epoch \d+\)/) as string },
    });
    expect(tf.memory().numTensors).toBe(before);
    const curve = hooks.points.filter(({ name }) => name === 'train.loss');
    expect(Number.isFinite(curve.at(-1)!.value)).toBe(false);
    expect(curve.slice(0, -1).every(({ value }) => Number.isFinite(value))).toBe(true);
    expect(curve.length).toBeGreaterThan(1);
  });
});

describe('a run that makes no sense is refused before it starts', () => {
  it.each([
    { what: 'fewer items than a batch', change: { batchSize: 14 }, message: 'the batch size is 14, the data has 13', path: 'batchSize' },
    { what: 'a loss of another task', change: { loss: { kind: 'mse' } }, message: "the data's task is classes", path: 'loss.kind' },
    { what: 'another number of classes', change: { data: { ...smallData(), outputs: 5 } }, message: '[5]', path: 'model' },
    { what: 'inputs of another shape', change: { data: { ...smallData(), inputShape: [2, 2] } }, message: '[2, 2]', path: 'model' },
    {
      what: 'early stopping without validation',
      change: { data: smallData('classes', { train: 13, validation: 0, test: 0 }) },
      message: 'requires validation items',
      path: 'earlyStopping',
    },
  ])('$what', async ({ change, message, path }) => {
    const hooks = recorder();
    const refused = runTraining(smallSetup(tf, change), hooks);
    await expect(refused).rejects.toMatchObject({
      error: { code: 'invalid-input', path, message: expect.stringContaining(message) as string },
    });
    expect(hooks.points).toEqual([]);
  });

  it('a snapshot of another model', async () => {
    const hooks = recorder({ checkpointDue: () => true });
    await runTraining(lineSetup(), hooks);
    const refused = runTraining(smallSetup(tf), recorder({ resumeFrom: hooks.snapshots[0]! }));
    await expect(refused).rejects.toMatchObject({ error: { code: 'store-damaged' } });
  });
});
