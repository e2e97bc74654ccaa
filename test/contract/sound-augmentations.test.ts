import { expect, it } from 'vitest';
import { philoxUniform } from '../../src-main/engine/philox.ts';
import { augmentations } from '../../src-main/engine/training/augmentations/index.ts';
import { uniformAt } from '../../src-main/engine/training/batches.ts';
import { referenceEngine } from '../support/reference-engine.ts';

const at = { key: 11n, counter: [0n, 5n] } as const;
const drawn = (draw: number, size: number): Float32Array => philoxUniform(at, draw, size);

async function changed(id: string, config: object, values: Float32Array, shape: readonly number[]): Promise<number[]> {
  const tf = await referenceEngine();
  const apply = () =>
    augmentations
      .require(id)
      .apply({ tf, config: config as never, inputs: tf.tensor(values, [...shape]), uniform: uniformAt(tf, at), share: () => undefined });
  return tf.tidy(() => [...apply().dataSync()] as never) as unknown as number[];
}

it('shifts in time by whole steps, repeating the first and the last', async () => {
  const values = Float32Array.from({ length: 6 * 5 * 2 }, (_, i) => i);
  const moved = await changed('time-shift', { steps: 2 }, values, [6, 5, 2]);
  const numbers = drawn(0, 6);
  for (let n = 0; n < 6; n++) {
    const by = Math.floor(numbers[n]! * 5) - 2;
    for (let t = 0; t < 5; t++) {
      const from = Math.min(4, Math.max(0, t + by));
      expect(moved.slice((n * 5 + t) * 2, (n * 5 + t) * 2 + 2)).toEqual([...values.subarray((n * 5 + from) * 2, (n * 5 + from) * 2 + 2)]);
    }
  }
});

it('hides the drawn stretch of time and of bands, and nothing else', async () => {
  const [items, steps, bands] = [5, 8, 6];
  const hidden = await changed(
    'spec-mask',
    { times: 1, timeWidth: 3, bands: 1, bandWidth: 2 },
    new Float32Array(items * steps * bands).fill(1),
    [items, steps, bands, 1],
  );
  const [timeSizes, timeStarts, bandSizes, bandStarts] = [0, 1, 2, 3].map(draw => drawn(draw, items)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let n = 0; n < items; n++) {
    const stretch = (sizes: Float32Array, starts: Float32Array, { most, length }: { most: number; length: number }): [number, number] => {
      const size = Math.floor(sizes[n]! * (most + 1));
      const start = Math.floor(starts[n]! * (length + 1 - size));
      return [start, start + size];
    };
    const [t0, t1] = stretch(timeSizes, timeStarts, { most: 3, length: steps });
    const [b0, b1] = stretch(bandSizes, bandStarts, { most: 2, length: bands });
    expect(t1).toBeLessThanOrEqual(steps);
    for (let t = 0; t < steps; t++)
      for (let b = 0; b < bands; b++) expect(hidden[(n * steps + t) * bands + b]).toBe((t >= t0 && t < t1) || (b >= b0 && b < b1) ? 0 : 1);
  }
});

it('lets the louder of sound and noise be heard, the noise within its level', async () => {
  const noisy = await changed('background-noise', { low: -1, high: 1 }, new Float32Array(4 * 12).fill(-5), [4, 4, 3, 1]);
  const levels = drawn(0, 4);
  noisy.forEach((value, i) => expect(Math.abs(value - (2 * levels[Math.floor(i / 12)]! - 1))).toBeLessThanOrEqual(0.5 + 1e-6));
  expect(await changed('background-noise', { low: -1, high: 1 }, new Float32Array(4 * 12).fill(5), [4, 4, 3, 1])).toEqual(
    new Array(48).fill(5),
  );
});

it('makes the share of words unknown, and never the padding', async () => {
  const values = Float32Array.from({ length: 400 }, (_, i) => (i % 4 === 3 ? 0 : 7));
  const dropped = await changed('word-dropout', { rate: 0.3 }, values, [10, 40]);
  const numbers = drawn(0, 400);
  dropped.forEach((value, i) => expect(value).toBe(values[i] === 0 ? 0 : numbers[i]! < 0.3 ? 1 : 7));
});
