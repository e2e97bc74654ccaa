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

it('augmentation changes what a pruned network is trained on, not what its weights are scored by', async () => {
  const at = { criterion: { kind: 'snip' }, schedule: { kind: 'one-shot' } } as const;
  const pruned = async (own: object) => (await pruneModel(smallPruning(tf, { ...at, ...own }), recorder())).network;
  const plain = await pruned({});
  const noisy = await pruned({ augment: [{ kind: 'noise', deviation: 0.5 }] });
  const name = 'fc1/kernel';
  expect(noisy.masks[name]).toEqual(plain.masks[name]);
  expect(noisy.parameters[name]!.values).not.toEqual(plain.parameters[name]!.values);
});
