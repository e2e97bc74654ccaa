import { expect, it } from 'vitest';
import { previewAugment } from '../../../../src-main/engine/training/preview-augment.ts';
import { dropoutStream } from '../../../../src-main/engine/training/batches.ts';
import { philoxUniform } from '../../../../src-main/engine/philox.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';

const question = { kind: 'augment', shape: [2], inputs: Float32Array.of(1, 2, 10, 20, 100, 200) } as const;

it('changes items as the first step of the seed does, and says what is left of each', async () => {
  const tf = await referenceEngine();
  const { inputs, shares } = await previewAugment(tf, { ...question, seed: 5, augment: [{ kind: 'mixup', alpha: 1 }] });
  const own = philoxUniform(dropoutStream(5)(0), 0, 3);
  expect([...shares]).toEqual([...own]);
  [1, 10, 100].forEach((value, i) => {
    const next = [10, 100, 1][i]!;
    expect(inputs[2 * i]).toBeCloseTo(own[i]! * value + (1 - own[i]!) * next, 4);
  });
});

it('draws others with another seed, and leaves items alone where nothing is asked for', async () => {
  const tf = await referenceEngine();
  const noisy = (seed: number) => previewAugment(tf, { ...question, seed, augment: [{ kind: 'noise', deviation: 1 }] });
  expect([...(await noisy(1)).inputs]).toEqual([...(await noisy(1)).inputs]);
  expect([...(await noisy(1)).inputs]).not.toEqual([...(await noisy(2)).inputs]);
  expect(await previewAugment(tf, { ...question, seed: 1, augment: [] })).toEqual({
    inputs: question.inputs,
    shares: Float32Array.of(1, 1, 1),
  });
});

it('counts an item alone as its own neighbour', async () => {
  const tf = await referenceEngine();
  const { shares } = await previewAugment(tf, {
    ...question,
    inputs: Float32Array.of(1, 2),
    seed: 5,
    augment: [{ kind: 'mixup', alpha: 1 }],
  });
  expect([...shares]).toEqual([1]);
});
