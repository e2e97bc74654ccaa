import { beforeAll, expect, it } from 'vitest';
import type { TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import { pruneModel } from '../../../../src-main/engine/pruning/prune-model.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';
import { smallPruning } from '../../../support/small-pruning.ts';
import { recorder } from '../../../support/small-training.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

it('weight decay pulls what is left towards zero, and leaves what was removed at zero', async () => {
  const pruned = async (weightDecay: number) => (await pruneModel(smallPruning(tf, { weightDecay }), recorder())).network;
  const [free, held] = [await pruned(0), await pruned(0.3)];
  const length = (values: Float32Array): number => Math.hypot(...values);
  const name = 'fc1/kernel';
  expect(length(held.parameters[name]!.values)).toBeLessThan(0.97 * length(free.parameters[name]!.values));
  const removed = held.parameters[name]!.values.filter((_, i) => held.masks[name]![i] === 0);
  expect(removed.length).toBeGreaterThan(0);
  expect(removed.every(value => value === 0)).toBe(true);
});
