import { beforeAll, describe, expect, it } from 'vitest';
import { criteria } from '../../../../src-main/engine/pruning/criteria/index.ts';
import type { ChannelSubject, PruningSubject } from '../../../../src-main/engine/pruning/criterion.ts';
import { gatherEvidence, type EvidenceSource } from '../../../../src-main/engine/pruning/evidence.ts';
import { recordMovement } from '../../../../src-main/engine/pruning/movement.ts';
import { comparable } from '../../../../src-main/engine/pruning/score-subjects.ts';
import { bindOptimizer } from '../../../../src-main/engine/training/prepare.ts';
import { scalarsAt } from '../../../../src-main/engine/training/step.ts';
import type { TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import { graphOf } from '../../../support/graphs.ts';
import { referenceEngine } from '../../../support/reference-engine.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

const kernel = { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) };
const weights: PruningSubject = { kind: 'weights', name: 'fc/kernel', kernel };
/** Two columns of the kernel are two channels. */
const channels: ChannelSubject = {
  kind: 'channels',
  name: 'fc',
  channels: 2,
  members: [{ name: 'fc/kernel', parameter: kernel, isKernel: true, axis: 1, role: 'output', channelOf: Int32Array.of(0, 1) }],
  carriers: [
    { node: 'wide', channelOf: Int32Array.of(0, 1) },
    { node: 'other', channelOf: Int32Array.of(-1, 1) },
  ],
};

function sourceOf(subjects: readonly PruningSubject[]): EvidenceSource {
  const batches = [Float32Array.of(1, 0, -1, 2), Float32Array.of(3, 1, 1, 0)];
  return {
    subjects,
    items: 8,
    state: { parameters: { 'fc/kernel': kernel }, slots: {}, masks: {} },
    passes: {
      tf,
      graph: graphOf({ in: ['input', { shape: [2] }] }, ['in']),
      async gradients(_items, visit) {
        for (const values of batches) visit({ 'fc/kernel': { shape: [2, 2], values } });
      },
      async activations(_items, _nodes, visit) {
        visit({
          wide: { magnitude: Float32Array.of(8, 2), zeros: Float32Array.of(0, 3), values: 4 },
          other: { magnitude: Float32Array.of(9, 4), zeros: Float32Array.of(4, 1), values: 4 },
        });
      },
      loss: async () => 0,
    },
  };
}

describe('evidence of gradients, over two batches', () => {
  it('is the mean, the mean square, and the mean of the squared products of each unit', async () => {
    const of = await gatherEvidence('gradients', sourceOf([weights, channels]));
    expect([...of(weights).mean('fc/kernel')]).toEqual([2, 0.5, 0, 1]);
    expect([...of(weights).meanSquare('fc/kernel')]).toEqual([5, 0.5, 1, 2]);
    // g·w of the batches: (1, 0, -3, 8) and (3, 2, 3, 0).
    expect([...of(weights).products]).toEqual([5, 2, 9, 32]);
    // Columns: (-2, 8) and (6, 2), squared and averaged.
    expect([...of(channels).products]).toEqual([20, 34]);
  });

  it('is what Taylor, Fisher and SNIP make their scores of', async () => {
    const of = await gatherEvidence('gradients', sourceOf([channels]));
    const score = (id: string): number[] => {
      const criterion = criteria.require(id).score as unknown as (call: object) => Float32Array;
      return [...criterion({ subject: channels, evidence: of(channels), config: {}, alive: Uint8Array.of(1, 1) })];
    };
    expect(score('taylor')).toEqual([20, 34]);
    expect(score('fisher')).toEqual([0.5 * (5 * 1 + 1 * 9), 0.5 * (0.5 * 4 + 2 * 16)]);
    expect(score('snip')).toEqual([2 * 1 + 0, 0.5 * 2 + 1 * 4]);
  });
});

it('evidence of activations is the mean over the nodes that others read a channel from', async () => {
  const of = await gatherEvidence('activations', sourceOf([channels]));
  expect([...of(channels).meanMagnitude]).toEqual([2, 0.75]);
  expect([...of(channels).zeroShare]).toEqual([0, 0.5]);
});

it('movement is −Σ g·w, and changes nothing about the optimizer’s own steps', () => {
  const plain = bindOptimizer(tf, { kind: 'sgd', learningRate: 0.1, momentum: 0.5, nesterov: false });
  const recording = recordMovement(tf, plain);
  const scalars = scalarsAt(tf, plain, { learningRate: 0.1, step: 1 });
  const parameter = tf.tensor1d([1, -2]);
  const call = { parameter, gradient: tf.tensor1d([3, 5]), scalars, decays: false, constant: (value: number) => tf.scalar(value) };
  const zero = tf.zeros([2]);
  const own = plain.update({ ...call, slots: { velocity: zero } });
  const beside = recording.update({ ...call, slots: { velocity: zero, movement: tf.tensor1d([10, 20]) } });
  expect([...beside.parameter.dataSync()]).toEqual([...own.parameter.dataSync()]);
  expect([...beside.slots['movement']!.dataSync()]).toEqual([10 - 3, 20 + 10]);
});

describe('scores of several layers', () => {
  const ranked = [
    { subject: { ...channels, name: 'small' }, alive: Uint8Array.of(1, 1) },
    { subject: { ...channels, name: 'large' }, alive: Uint8Array.of(1, 0) },
  ];
  const scores = { small: Float32Array.of(1, 3), large: Float32Array.of(100, 900) };

  it('are divided by the mean of what is left of a layer where they mean nothing across layers', () => {
    const fair = comparable(scores, ranked, { criterion: criteria.require('kernel-norm'), config: {} });
    expect([...fair['small']!]).toEqual([0.5, 1.5]);
    expect([...fair['large']!]).toEqual([1, 9]);
  });

  it('stay as they are where they do', () => {
    expect(comparable(scores, ranked, { criterion: criteria.require('taylor'), config: {} })).toBe(scores);
  });
});
