import { beforeAll, describe, expect, it } from 'vitest';
import { clusterWeights, type ClusteringSetup } from '../../../../src-main/engine/clustering/cluster-weights.ts';
import { alignShared, shareWeights } from '../../../../src-main/engine/clustering/share-weights.ts';
import type { TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import { sharedGradient } from '../../../../src-main/engine/training/weight-sharing.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { graphOf } from '../../../support/graphs.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';
import { rejectionOf } from '../../../support/rejection-of.ts';
import { bitsOf, recorder, smallGraph, smallSetup, undisturbedAndResumed } from '../../../support/small-training.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

const BITS = { filters: 8, matrices: 2, layers: {} };
/** Every fourth weight of the first layer is pruned. */
const MASK = Uint8Array.from({ length: 24 }, (_, i) => Number(i % 4 !== 0));

function setup(change: Partial<ClusteringSetup> = {}): ClusteringSetup {
  const { weightDecay: _decay, earlyStopping: _stop, keep: _keep, schedule: _schedule, epochs: _epochs, ...shared } = smallSetup(tf);
  const { shape, values } = shared.parameters['fc1/kernel']!;
  const parameters = { ...shared.parameters, 'fc1/kernel': { shape, values: values.map((value, i) => value * MASK[i]!) } };
  return { ...shared, parameters, masks: { 'fc1/kernel': MASK }, bits: BITS, fineTune: { epochs: 2, learningRate: 0.01 }, ...change };
}

describe('sharing weights', () => {
  it('leaves each kernel at most 2^bits values beside the pruned ones, and vectors as they are', () => {
    const { graph, parameters, masks } = setup();
    const shared = shareWeights(graph, { parameters, masks }, { ...BITS, layers: { fc2: 1 } });
    const kept = shared.parameters['fc1/kernel']!.values.filter((_value, i) => MASK[i] === 1);
    expect(new Set(kept).size).toBe(4);
    expect(shared.parameters['fc1/kernel']!.values.every((value, i) => (MASK[i] === 0) === (value === 0))).toBe(true);
    expect(new Set(shared.parameters['fc2/kernel']!.values).size).toBe(2);
    expect(shared.parameters['fc1/bias']).toBe(parameters['fc1/bias']);
    expect(shared.sharing['fc1/kernel']!.count).toBe(5);
  });

  it('takes the bits of filters for kernels with positions', () => {
    const graph = graphOf({ x: ['input', { shape: [6, 6, 1] }], c: ['conv2d', { filters: 4, kernel: 3 }, 'x'] }, ['c']);
    const values = Float32Array.from({ length: 36 }, (_, i) => Math.sin(i));
    const parameters = { 'c/kernel': { shape: [3, 3, 1, 4], values }, 'c/bias': { shape: [4], values: new Float32Array(4) } };
    const shared = shareWeights(graph, { parameters, masks: {} }, { filters: 3, matrices: 1, layers: {} });
    expect(new Set(shared.parameters['c/kernel']!.values).size).toBe(8);
  });

  it('refuses what changes nothing, unknown layers and models without kernels', () => {
    const { graph, parameters, masks } = setup();
    const refused = (bits: typeof BITS) => failureOf(() => shareWeights(graph, { parameters, masks }, bits));
    expect(refused({ ...BITS, matrices: 12 })).toMatchObject({ code: 'nothing-changed', path: 'bits' });
    expect(refused({ ...BITS, layers: { fc3: 2 } })).toMatchObject({
      code: 'invalid-input',
      path: 'bits.layers.fc3',
      hint: "Did you mean 'fc1'?",
    });
    const empty = graphOf({ x: ['input', { shape: [3] }], a: ['flatten', {}, 'x'] }, ['a']);
    expect(failureOf(() => shareWeights(empty, { parameters: {}, masks: {} }, BITS))).toMatchObject({
      code: 'invalid-input',
      path: 'model',
    });
  });

  it('gives every member of a group the value of the first again', () => {
    const parameters = { 'a/kernel': { shape: [5], values: Float32Array.of(0, 2, 3, 2.0000002, 3) } };
    const aligned = alignShared(parameters, { 'a/kernel': { groups: Int32Array.of(0, 1, 2, 1, 2), count: 3 } });
    expect([...aligned['a/kernel']!.values]).toEqual([0, 2, 3, 2, 3]);
  });
});

it('the gradient of a shared value is the sum of those of its weights', () => {
  const before = tf.memory().numTensors;
  const groups = tf.tensor1d([0, 1, 2, 1, 2, 2], 'int32');
  const gradient = tf.tensor2d([0, 1, 2, 10, 20, 200], [2, 3]);
  const shared = tf.tidy(() => sharedGradient(tf, gradient, { groups, count: 3 }));
  expect(shared.shape).toEqual([2, 3]);
  expect([...shared.dataSync()]).toEqual([0, 11, 222, 11, 222, 222]);
  for (const tensor of [groups, gradient, shared]) tensor.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

describe('a clustering', () => {
  it('trains the values, and leaves which weight has which', async () => {
    const before = tf.memory().numTensors;
    const start = setup();
    const { sharing, parameters } = shareWeights(start.graph, start, BITS);
    const hooks = recorder();
    const result = await clusterWeights(start, hooks);
    for (const [name, { groups, count }] of Object.entries(sharing)) {
      const values = result.parameters[name]!.values;
      const byGroup = Array.from({ length: count }, (_, group) => new Set(values.filter((_value, i) => groups[i] === group)).size);
      expect(byGroup.every(different => different <= 1)).toBe(true);
      expect(values).not.toEqual(parameters[name]!.values);
    }
    expect(result.parameters['fc1/kernel']!.values.every((value, i) => MASK[i] === 1 || Object.is(value, 0))).toBe(true);
    expect(result.masks).toEqual(start.masks);
    expect(new Set(hooks.reports.map(({ stage }) => stage))).toEqual(new Set(['fine-tuning']));
    expect(tf.memory().numTensors).toBe(before);
  });

  it('without a fine-tune gives the centres, with their figures on the validation part', async () => {
    const before = tf.memory().numTensors;
    const start = setup({ fineTune: { epochs: 0, learningRate: 0.01 } });
    const result = await clusterWeights(start, recorder());
    expect(result.parameters).toEqual(shareWeights(smallGraph, start, BITS).parameters);
    expect(result).toMatchObject({ epochs: { run: 0, kept: 0 }, steps: 0 });
    expect(result.validation?.kept.loss).toBeGreaterThan(0);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('goes on from each of its checkpoints to the same bits', async () => {
    const { undisturbed, resumed } = await undisturbedAndResumed(hooks => clusterWeights(setup(), hooks));
    expect(resumed.length).toBeGreaterThan(2);
    for (const { result } of resumed) expect(bitsOf(result)).toBe(bitsOf(undisturbed));
  });

  it('is refused before any training when it would change nothing', async () => {
    const hooks = recorder();
    expect(await rejectionOf(clusterWeights(setup({ bits: { ...BITS, matrices: 12 } }), hooks))).toMatchObject({ code: 'nothing-changed' });
    expect(hooks.turns).toBe(0);
  });
});
