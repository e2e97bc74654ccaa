import { beforeAll, describe, expect, it } from 'vitest';
import { philoxUniform } from '../../src-main/engine/philox.ts';
import { createEngine } from '../../src-main/engine/backends/ladder.ts';
import type { Engine, Tensor } from '../../src-main/engine/tensor-library.ts';
import { augmentations } from '../../src-main/engine/training/augmentations/index.ts';
import { uniformAt } from '../../src-main/engine/training/batches.ts';
import { hasNative, nativeEngine } from '../support/native-engine.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { dataOf, paramsOf } from '../support/registry-member.ts';

const SHAPE = [5, 6, 2] as const;
/** Of other than images. */
const OTHERS: Readonly<
  Record<string, { readonly shape: readonly number[]; readonly refused: readonly number[]; value(i: number): number }>
> = {
  'background-noise': { shape: [5, 6, 2], refused: [4], value: i => (i % 7) - 4 },
  'colour-jitter': { shape: [5, 6, 3], refused: [4], value: i => ((i * 7) % 50) / 50 },
  mixup: { shape: [6], refused: [], value: i => (i % 9) - 4 },
  noise: { shape: [6], refused: [], value: i => (i % 9) - 4 },
  'word-dropout': { shape: [12], refused: [4, 4], value: i => (i % 12 < 8 ? 2 + (i % 5) : 0) },
};
const caseOf = (id: string) => {
  const { shape, refused, value } = OTHERS[id] ?? { shape: SHAPE, refused: [4], value: (i: number) => 1 + i };
  const width = shape.reduce((product, size) => product * size, 1);
  return { shape: [ITEMS, ...shape], refused, inputs: Float32Array.from({ length: ITEMS * width }, (_, i) => value(i)) };
};
const share = (): void => undefined;
const ITEMS = 9;
const at = { key: 7n, counter: [0n, 3n] } as const;
const images = Float32Array.from({ length: ITEMS * 60 }, (_, i) => 1 + i);

describe.each(augmentations.all.map(entry => [entry.id, entry] as const))('the augmentation %s', (_id, augmentation) => {
  const config = paramsOf(augmentation);
  const { shape, refused, inputs } = caseOf(augmentation.id);
  const apply = (tf: Engine['tf'], uniform: (shape: readonly number[]) => Tensor): Tensor =>
    augmentation.apply({ tf, config: config as never, inputs: tf.tensor(inputs, shape), uniform, share });

  it('is plain data apart from its functions', () => {
    expect(structuredClone(dataOf(augmentation))).toEqual(dataOf(augmentation));
    expect(augmentation.source).not.toBe('');
  });

  it('keeps the shape, changes something, and gives the same for the same numbers', async () => {
    const tf = await referenceEngine();
    const once = (): number[] => tf.tidy(() => [...apply(tf, uniformAt(tf, at)).dataSync()] as never) as unknown as number[];
    expect(once()).toHaveLength(inputs.length);
    expect(once()).not.toEqual([...inputs]);
    expect(once()).toEqual(once());
  });

  it('does the same in WASM, but for rounding', async () => {
    const reference = await referenceEngine();
    const expected = reference.tidy(() => [...apply(reference, uniformAt(reference, at)).dataSync()] as never) as unknown as number[];
    const { tf } = await createEngine('wasm');
    const came = tf.tidy(() => [...apply(tf, uniformAt(tf, at)).dataSync()] as never) as unknown as number[];
    const most = Math.max(...expected.map(Math.abs));
    came.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-5 * most));
  });

  it('refuses what it can’t change, saying what is required', () => {
    expect(() => augmentation.check(refused, 'augment.0', refused.length === 0)).toThrow(/required|takes/);
    if (augmentation.id === 'word-dropout')
      expect(() => augmentation.check([12], 'augment.0', false)).toThrow('takes numbers of tokens, got inputs that are amounts');
  });
});

it('shifts by whole pixels, all directions alike, and puts 0 where nothing was', async () => {
  const tf = await referenceEngine();
  const shift = augmentations.require('shift');
  const drawn = philoxUniform(at, 0, ITEMS * 2);
  const moved = tf.tidy(
    () =>
      shift
        .apply({ tf, config: { pixels: 2 } as never, inputs: tf.tensor(images, [ITEMS, ...SHAPE]), uniform: uniformAt(tf, at), share })
        .arraySync() as never,
  ) as unknown as number[][][][];
  for (let n = 0; n < ITEMS; n++) {
    const [down, right] = [Math.floor(drawn[2 * n]! * 5) - 2, Math.floor(drawn[2 * n + 1]! * 5) - 2];
    for (let y = 0; y < 5; y++) {
      for (let x = 0; x < 6; x++) {
        const [fromY, fromX] = [y + down, x + right];
        const inside = fromY >= 0 && fromY < 5 && fromX >= 0 && fromX < 6;
        expect(moved[n]![y]![x]![1]).toBe(inside ? images[n * 60 + (fromY * 6 + fromX) * 2 + 1] : 0);
      }
    }
  }
});

describe.runIf(hasNative)('in a recorded step', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await nativeEngine();
  }, 60_000);

  it.each(augmentations.all.map(entry => [entry.id, entry] as const))('%s does what it does operation by operation', async (_id, entry) => {
    const { tf, compiler } = engine;
    const config = paramsOf(entry) as never;
    const { shape, inputs: values } = caseOf(entry.id);
    const inputs = { images: { dtype: 'float32', shape } } as const;
    const made = compiler!.compile({
      ...{ title: 'an augmentation', inputs, arrays: {}, variables: {} },
      body: scope => ({ changed: entry.apply({ tf, config, inputs: scope.input('images'), uniform: scope.uniform, share }) }),
    });
    const { changed } = made.call({ images: values }, at);
    const eager = tf.tidy(() => entry.apply({ tf, config, inputs: tf.tensor(values, shape), uniform: uniformAt(tf, at), share }));
    expect([...(await changed!.data())]).toEqual([...(await eager.data())]);
    for (const one of [changed!, eager]) one.dispose();
    made.dispose();
  });
});
