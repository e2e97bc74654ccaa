import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../src-main/engine/tensor-library.ts';
import { augmentations } from '../../src-main/engine/training/augmentations/index.ts';
import { betaQuantiles } from '../../src-main/engine/training/augmentations/beta-shares.ts';
import { mixedLoss, mixedTargets } from '../../src-main/engine/training/mix-items.ts';
import { losses } from '../../src-main/engine/training/losses/index.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { paramsOf } from '../support/registry-member.ts';

/** 1 … 9 in rows of three. */
const NINE = [1, 2, 3, 4, 5, 6, 7, 8, 9];

interface Changed {
  readonly values: number[];
  readonly shares: number[];
}

/** With the given numbers drawn, one list a draw; a list of one stands for all. */
async function changed(id: string, config: object, images: readonly number[], given: Drawn): Promise<Changed> {
  const tf = await referenceEngine();
  const { shape, draws } = given;
  let draw = 0;
  let shares: number[] = [];
  const uniform = (wanted: readonly number[]): Tensor => {
    const size = wanted.reduce((product, n) => product * n, 1);
    const numbers = draws[draw++] ?? [];
    return tf.tensor(numbers.length === 1 ? new Array<number>(size).fill(numbers[0]!) : [...numbers], [...wanted]);
  };
  const share = (own: Tensor): void => void (shares = [...own.dataSync()]);
  const apply = (): Tensor =>
    augmentations.require(id).apply({ tf, config: config as never, inputs: tf.tensor([...images], [...shape]), uniform, share });
  const values = tf.tidy(() => [...apply().dataSync()] as never) as unknown as number[];
  return { values, shares };
}

interface Drawn {
  readonly shape: readonly number[];
  readonly draws: readonly (readonly number[])[];
}

const rounded = (values: readonly number[]): number[] => values.map(value => Math.round(value * 1e3 + 1e-3) / 1e3 + 0);

it('mirrors left to right below the chance, and top to bottom below its own', async () => {
  const twice = {
    shape: [2, 3, 3, 1],
    draws: [
      [0.4, 0.5],
      [0.2, 0.3],
    ],
  };
  const { values } = await changed('flip', { horizontal: 0.5, vertical: 0.3 }, [...NINE, ...NINE], twice);
  expect(values).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, ...NINE]);
});

describe('rotating', () => {
  it('by a quarter turns rows into columns', async () => {
    const { values } = await changed('rotate', { degrees: 90 }, NINE, { shape: [1, 3, 3, 1], draws: [[1]] });
    expect(rounded(values)).toEqual([3, 6, 9, 2, 5, 8, 1, 4, 7]);
  });

  it('by 45° takes what lies between pixels by nearness: 1/√2 from the middle, corners from outside', async () => {
    const { values } = await changed('rotate', { degrees: 90 }, NINE, { shape: [1, 3, 3, 1], draws: [[0.75]] });
    const far = Math.SQRT1_2;
    // The pixel above the middle (−1, 0) is taken from (−far, far): of 5 (middle), 2 (above), 6 (right) and 3.
    const above = 5 * (1 - far) ** 2 + 2 * far * (1 - far) + 6 * far * (1 - far) + 3 * far ** 2;
    // A corner (−1, −1) is taken from (−√2, 0), 0.4142 beyond the pixel above: 2 fades by as much.
    expect(values[4]).toBeCloseTo(5, 5);
    expect(values[1]).toBeCloseTo(above, 4);
    expect(values[0]).toBeCloseTo(2 * (2 - Math.SQRT2), 4);
  });
});

it('crops the drawn part and brings it to the whole size', async () => {
  // 4 × 4; a quarter of the area, square, at the lower left: the pixels [2..3, 0..1], each seen twice as large.
  const sixteen = Array.from({ length: 16 }, (_, i) => i);
  const { values } = await changed('resized-crop', { least: 0.25 }, sixteen, { shape: [1, 4, 4, 1], draws: [[0], [0.5], [1], [0]] });
  // Rows are taken from 1.75, 2.25, 2.75, 3.25 → 3 and columns from −0.25 → 0, 0.25, 0.75, 1.25.
  const rows = [1.75, 2.25, 2.75, 3];
  const columns = [0, 0.25, 0.75, 1.25];
  expect(rounded(values)).toEqual(rows.flatMap(row => columns.map(column => 4 * row + column)));
});

it('cuts a square out around the drawn pixel, and what is left of it at the border', async () => {
  const { values } = await changed('cutout', { size: 2 }, [...NINE, ...NINE], {
    shape: [2, 3, 3, 1],
    draws: [
      [0.5, 0],
      [0.5, 0.99],
    ],
  });
  expect(values.slice(0, 9)).toEqual([0, 0, 3, 0, 0, 6, 7, 8, 9]);
  expect(values.slice(9)).toEqual([1, 0, 0, 4, 5, 6, 7, 8, 9]);
});

it('changes brightness, then contrast, then saturation, within 0 and 1', async () => {
  const jitter = (draws: number[][], pixels: number[]) =>
    changed('colour-jitter', { brightness: 0.5, contrast: 0.5, saturation: 1 }, pixels, { shape: [1, 1, 2, 3], draws });
  const pixels = [0.2, 0.4, 0.6, 0.8, 0.8, 0.8];
  expect(rounded((await jitter([[1], [0.5], [0.5]], pixels)).values)).toEqual([0.3, 0.6, 0.9, 1, 1, 1]);
  const greys = 0.299 * 0.2 + 0.587 * 0.4 + 0.114 * 0.6;
  const mean = (greys + 0.8) / 2;
  const half = (await jitter([[0.5], [0], [0.5]], pixels)).values;
  expect(rounded(half)).toEqual(rounded(pixels.map(value => mean + (value - mean) / 2)));
  expect(rounded((await jitter([[0.5], [0.5], [0]], pixels)).values)).toEqual(rounded([greys, greys, greys, 0.8, 0.8, 0.8]));
});

it('adds Gaussian noise of the deviation', async () => {
  const size = 4000;
  const even = Array.from({ length: size }, (_, i) => (i + 0.5) / size);
  const mixed = even.map((_, i) => even[(i * 1237) % size]!);
  const { values } = await changed('noise', { deviation: 0.5 }, new Array<number>(size).fill(3), {
    shape: [size, 1],
    draws: [even, mixed],
  });
  const mean = values.reduce((sum, value) => sum + value, 0) / size;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size);
  const fourth = values.reduce((sum, value) => sum + (value - mean) ** 4, 0) / size / deviation ** 4;
  expect([mean, deviation, fourth].map(value => Math.round(value * 20) / 20)).toEqual([3, 0.5, 3]);
});

it('blends each item with the next, the last with the first', async () => {
  const { values, shares } = await changed('mixup', { alpha: 1 }, [0, 8, 4, 4, 8, 0], { shape: [3, 2], draws: [[0.75, 0.5, 0.25]] });
  expect(shares).toEqual([0.75, 0.5, 0.25]);
  expect(values).toEqual([1, 7, 6, 2, 2, 6]);
});

it('puts a rectangle of the next image in, and counts what is left by pixels', async () => {
  const [ones, twos] = [new Array<number>(16).fill(1), new Array<number>(16).fill(2)];
  // λ = 0.75: half of each side, 2 × 2; around (0, 0) of the first image only a corner of it lies inside; the second is left alone.
  const draws = [
    [0.75, 0.75],
    [0.4, 0.6],
    [0, 0.5],
    [0, 0.5],
  ];
  const { values, shares } = await changed('cutmix', { alpha: 1, chance: 0.5 }, [...ones, ...twos], { shape: [2, 4, 4, 1], draws });
  expect(shares).toEqual([15 / 16, 1]);
  expect(values).toEqual([2, ...ones.slice(1), ...twos]);
});

it.each([0.1, 0.2, 0.5, 1, 2, 5])('draws shares of Beta(α, α), α = %f: mean 1/2, variance 1/(8α + 4)', alpha => {
  const shares = betaQuantiles(alpha);
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / shares.length;
  expect(mean).toBeCloseTo(0.5, 6);
  expect(variance / (1 / (8 * alpha + 4))).toBeCloseTo(1, 2);
  expect([...shares]).toEqual([...shares].sort((a, b) => a - b));
});

it('makes the loss of the soft label: the mean of the cross-entropies by the shares', async () => {
  const tf = await referenceEngine();
  const loss = losses.require('softmax-cross-entropy');
  const logits = [
    [1, 0, -1],
    [0.5, 2, 0],
  ];
  const [own, labels] = [
    [0.7, 0.4],
    [0, 2],
  ];
  const value = tf.tidy(() => {
    const targets = tf.tensor1d(labels, 'int32');
    const parts = mixedTargets(tf, { inputs: tf.tensor2d(logits), targets, extras: {} }, tf.tensor1d(own));
    const config = paramsOf(loss) as never;
    return mixedLoss(tf, parts, (part, itemWeights) =>
      loss.value({ tf, config, outputs: tf.tensor2d(logits), targets: part, classWeights: null, itemWeights }),
    );
  });
  const logSoftmax = (row: readonly number[], c: number): number => row[c]! - Math.log(row.reduce((sum, z) => sum + Math.exp(z), 0));
  const expected = logits.map((row, i) => -own[i]! * logSoftmax(row, labels[i]!) - (1 - own[i]!) * logSoftmax(row, labels[1 - i]!));
  expect(value.dataSync()[0]).toBeCloseTo((expected[0]! + expected[1]!) / 2, 5);
});
