import { beforeAll, describe, expect, it } from 'vitest';
import { defaultLoss, losses } from '../../src-main/engine/training/losses/index.ts';
import type { Scalar, Tensor, TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { Task } from '../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { dataOf, idsOfFiles, paramsOf } from '../support/registry-member.ts';

const ITEMS = 5;
const WIDTH: Readonly<Record<Task, number>> = { classes: 4, binary: 1, labels: 3, values: 2 };
/** Of the classes, or of the positives of each label. */
const WEIGHTS: Readonly<Record<Task, readonly (readonly number[] | null)[]>> = {
  classes: [null, [1, 2, 0.5, 3]],
  binary: [null, [2.5]],
  labels: [null, [1, 2.5, 0.25]],
  values: [null],
};
/** Beside its defaults, each loss is put to the test with these. */
const VARIANTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'softmax-cross-entropy': { labelSmoothing: 0.2 },
  'binary-cross-entropy': { labelSmoothing: 0.2, positiveWeight: 3 },
  huber: { delta: 0.4 },
};

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

it('every loss file is registered, and every task has one', () => {
  expect(losses.all.map(({ id }) => id).sort()).toEqual(idsOfFiles('training/losses', '.loss.ts'));
  for (const task of ['classes', 'binary', 'labels', 'values'] as const) expect(defaultLoss(task).tasks).toContain(task);
});

const cases = losses.all.flatMap(loss =>
  loss.tasks.flatMap(task =>
    [{}, VARIANTS[loss.id] ?? {}].flatMap(change =>
      WEIGHTS[task].map(weights => ({
        loss,
        task,
        change,
        weights,
        title: `${loss.id} ${JSON.stringify(change)} ${weights ?? ''}`,
      })),
    ),
  ),
);

describe.each(losses.all.flatMap(loss => loss.tasks.map(task => ({ loss, task }))))('loss $loss.id for $task', ({ loss, task }) => {
  const random = createRandom(12).split(loss.id);
  const rows = Float32Array.from({ length: ITEMS * WIDTH[task] }, () => 2 * random.next() - 1);
  const targetRows = task === 'classes' ? [0, 3, 1, 2, 3] : Array.from({ length: ITEMS * WIDTH[task] }, (_, i) => (i * 3) % 2);
  const valueOf = (items: readonly number[], itemWeights: readonly number[] | null): ((outputs: Tensor) => Scalar) => {
    const pick = (from: ArrayLike<number>, width: number): number[] =>
      items.flatMap(item => Array.from(from).slice(item * width, (item + 1) * width));
    const targets = () =>
      task === 'classes'
        ? tf.tensor1d(pick(targetRows, 1), 'int32')
        : tf.tensor2d(pick(targetRows, WIDTH[task]), [items.length, WIDTH[task]]);
    const weights = itemWeights === null ? null : () => tf.tensor1d([...itemWeights]);
    return outputs => {
      const call = { tf, config: paramsOf(loss), outputs, targets: targets(), classWeights: null, itemWeights: weights?.() ?? null };
      return (loss.value as unknown as (call: object) => Scalar)(call);
    };
  };
  const outputsOf = (items: readonly number[]): Tensor =>
    tf.tensor2d(
      items.flatMap(item => [...rows.subarray(item * WIDTH[task], (item + 1) * WIDTH[task])]),
      [items.length, WIDTH[task]],
    );
  const both = (items: readonly number[], weights: readonly number[] | null): { value: number; slopes: number[] } => {
    const { value, grad } = tf.valueAndGrad(x => valueOf(items, weights)(x))(outputsOf(items));
    return { value: value.dataSync()[0]!, slopes: [...grad.dataSync()] };
  };

  it('counts an item of weight 2 like two items, and one of weight 0 not at all', () => {
    const all = [0, 1, 2, 3, 4];
    const weighted = tf.tidy(() => both(all, [2, 1, 0, 1, 1]) as never) as unknown as ReturnType<typeof both>;
    const doubled = tf.tidy(() => both([0, 0, 1, 3, 4], null) as never) as unknown as ReturnType<typeof both>;
    expect(weighted.value).toBeCloseTo(doubled.value, 5);
    const width = WIDTH[task];
    for (let k = 0; k < width; k++) {
      expect(weighted.slopes[k]).toBeCloseTo(2 * doubled.slopes[k]!, 5);
      expect(weighted.slopes[2 * width + k]).toBeCloseTo(0, 10);
      expect(weighted.slopes[4 * width + k]).toBeCloseTo(doubled.slopes[4 * width + k]!, 5);
    }
  });

  it('is the plain loss when all weigh 1', () => {
    const all = [0, 1, 2, 3, 4];
    const ones = tf.tidy(() => both(all, [1, 1, 1, 1, 1]) as never) as unknown as ReturnType<typeof both>;
    const plain = tf.tidy(() => both(all, null) as never) as unknown as ReturnType<typeof both>;
    expect(ones).toEqual(plain);
  });
});

describe.each(cases)('loss $title', ({ loss, task, change, weights }) => {
  const valueOf = (outputs: Tensor): Scalar => {
    const call = {
      tf,
      config: paramsOf(loss, change),
      outputs,
      targets: targets(),
      classWeights: weights === null ? null : tf.tensor1d([...weights]),
    };
    return (loss.value as unknown as (call: object) => Scalar)(call);
  };
  const targets = (): Tensor => {
    if (task === 'classes') return tf.tensor1d([0, 3, 1, 2, 3], 'int32');
    if (task === 'binary') return tf.tensor2d([0, 1, 1, 0, 1], [ITEMS, 1]);
    if (task === 'labels') return tf.tensor2d([0, 1, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0], [ITEMS, WIDTH.labels]);
    return tf.tensor2d([0.13, -1.21, 0.37, 2.11, -0.71, 0.91, 1.53, -0.17, 0.03, 0.61], [ITEMS, 2]);
  };
  const outputs = (scale: number): Float32Array => {
    const random = createRandom(11).split(loss.id);
    return Float32Array.from({ length: ITEMS * WIDTH[task] }, () => scale * (2 * random.next() - 1));
  };
  const at = (values: Float32Array): number =>
    tf.tidy(() => valueOf(tf.tensor2d(values, [ITEMS, WIDTH[task]])).dataSync()[0]!) as unknown as number;

  it('is plain data apart from its functions, so that a form can be sent it', () => {
    expect(structuredClone(dataOf(loss))).toEqual(dataOf(loss));
    expect(loss.source).not.toBe('');
  });

  it('has the gradient that central differences give', () => {
    const values = outputs(2);
    const gradient = tf.tidy(() =>
      tf
        .grad(x => valueOf(x))(tf.tensor2d(values, [ITEMS, WIDTH[task]]))
        .dataSync()
        .slice(),
    ) as unknown as Float32Array;
    for (const [i, slope] of gradient.entries()) {
      const moved = (by: number): number => at(values.map((value, k) => (k === i ? value + by : value)));
      expect(slope).toBeCloseTo((moved(0.01) - moved(-0.01)) / 0.02, 3);
    }
  });

  it('scales its gradient with what follows it', () => {
    const values = outputs(2);
    const slope = (factor: number): number[] =>
      tf.tidy(() => [
        ...tf
          .grad(x => tf.mul(valueOf(x), factor))(tf.tensor2d(values, [ITEMS, WIDTH[task]]))
          .dataSync(),
      ]) as unknown as number[];
    const once = slope(1);
    for (const [i, thrice] of slope(3).entries()) expect(thrice).toBeCloseTo(3 * once[i]!, 5);
  });

  it('is finite for outputs of any size, and so is its gradient', () => {
    for (const scale of [0, 1e-20, 100, 1e4]) {
      expect(Number.isFinite(at(outputs(scale)))).toBe(true);
      const slopes = tf.tidy(() => [
        ...tf
          .grad(x => valueOf(x))(tf.tensor2d(outputs(scale), [ITEMS, WIDTH[task]]))
          .dataSync(),
      ]) as unknown as number[];
      expect(slopes.every(Number.isFinite)).toBe(true);
    }
  });

  it('leaves its arguments alive and no tensor behind', () => {
    const before = tf.memory().numTensors;
    const values = outputs(1);
    const first = at(values);
    tf.tidy(() => void tf.grad(x => valueOf(x))(tf.tensor2d(values, [ITEMS, WIDTH[task]])));
    expect(tf.memory().numTensors).toBe(before);
    expect(at(values)).toBe(first);
  });
});
