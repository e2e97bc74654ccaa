import { checkGraph } from '../../src-main/engine/graph/check-graph.ts';
import { losses } from '../../src-main/engine/training/losses/index.ts';
import { optimizers } from '../../src-main/engine/training/optimizers/index.ts';
import type { TrainingData } from '../../src-main/engine/training/training-data.ts';
import type { ModelGraph, Task } from '../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue } from '../../src-shared/domain/params/param-spec.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { product } from './graphs.ts';
import type { LayerCase } from './layer-case.ts';
import { layerCases } from './layer-cases.ts';
import { paramsOf } from './registry-member.ts';

const FEATURES = 6;
const ITEMS = 24;
const WIDTH: Readonly<Record<Task, number>> = { classes: 4, binary: 1, labels: 3, values: 2 };

/** A layer within a network that can be trained: what it reads is learnt, and so is what reads it. */
export function graphAround({ layer, config, inputs, shares }: LayerCase, outputs: number): ModelGraph {
  const dense = (units: number, activation = 'linear'): Readonly<Record<string, unknown>> => ({
    units,
    activation,
    bias: true,
    initialiser: 'he-normal',
  });
  const before = inputs.flatMap((shape, i) => [
    { name: `read${i}`, layer: 'dense', config: dense(product(shape), shares === true ? 'sigmoid' : 'linear'), inputs: ['input'] },
    { name: `shape${i}`, layer: 'reshape', config: { shape }, inputs: [`read${i}`] },
  ]);
  const subject = { name: 'subject', layer, config, inputs: inputs.map((_, i) => `shape${i}`) };
  const after = [
    { name: 'flat', layer: 'flatten', config: {}, inputs: ['subject'] },
    // Behind steps stands a product of steps.
    {
      name: 'answer',
      layer: 'dense',
      config: dense(outputs),
      inputs: ['flat'],
      ...(layer === 'fake-quantise' ? { precision: STEPS } : {}),
    },
  ];
  const input = { name: 'input', layer: 'input', config: { shape: [FEATURES] }, inputs: [] };
  return checkGraph({ version: 1, nodes: [input, ...before, subject, ...after], inputs: ['input'], outputs: ['answer'] });
}

const STEPS = { kind: 'integer', bits: 8 };

/** Every layer case but the model's own input, and what another runtime computes: see opaque-operators.test.ts. */
export const trainableLayers = layerCases.filter(({ inputs, elsewhere }) => inputs.length > 0 && elsewhere !== true);

export const optimizerValues: readonly AlgorithmValue[] = [
  ...optimizers.all.map(entry => ({ kind: entry.id, ...paramsOf(entry, 'epsilon' in entry.params ? { epsilon: 1e-3 } : {}) })),
  { kind: 'sgd', ...paramsOf(optimizers.require('sgd'), { nesterov: true }) },
  { kind: 'sgd', ...paramsOf(optimizers.require('sgd'), { momentum: 0 }) },
  { kind: 'rmsprop', ...paramsOf(optimizers.require('rmsprop'), { momentum: 0.5, epsilon: 1e-3 }) },
];

export const lossValues = losses.all.flatMap(entry => entry.tasks.map(task => ({ task, loss: { kind: entry.id, ...paramsOf(entry) } })));

/** Items of six numbers; as bytes on the device, as numbers on the device, or handed over batch by batch. */
export function stepData(task: Task, way: 'bytes' | 'numbers' | 'handed'): TrainingData {
  const random = createRandom(4).split(task);
  const outputs = WIDTH[task];
  const bytes = Uint8Array.from({ length: ITEMS * FEATURES }, () => random.nextUint32() >>> 24);
  const factor = Math.fround(1 / 100);
  const offset = -1;
  const values = Float32Array.from(bytes, byte => Math.fround(byte * factor) + offset);
  const targets = task === 'values' ? Float32Array.from({ length: ITEMS * outputs }, () => random.nextNormal()) : classesOf(task);
  const width = targets.length / ITEMS;
  const rows = <A extends Float32Array | Int32Array | Uint8Array>(from: A, size: number, positions: Uint32Array): number[] =>
    [...positions].flatMap(position => [...from.subarray(position * size, (position + 1) * size)]);
  const scale = way === 'bytes' ? { inputs: bytes, factor, offset } : { inputs: values, factor: 1, offset: 0 };
  const itemsOf = (): Uint32Array => Uint32Array.from({ length: ITEMS }, (_, i) => i);
  return {
    inputShape: [FEATURES],
    task,
    outputs,
    count: split => (split === 'train' ? ITEMS : 0),
    gather: (_split, positions) => ({
      inputs: Float32Array.from(rows(values, FEATURES, positions)),
      targets: task === 'values' ? Float32Array.from(rows(targets, width, positions)) : Int32Array.from(rows(targets, width, positions)),
    }),
    ...(way === 'handed' ? {} : { stored: { items: ITEMS, targets, itemsOf, ...scale } }),
  };
}

function classesOf(task: Task): Uint8Array {
  const each = task === 'labels' ? WIDTH.labels : 1;
  return Uint8Array.from({ length: ITEMS * each }, (_, i) => (i * 7 + 3) % (task === 'classes' ? WIDTH.classes : 2));
}
