import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createEngine } from '../../src-main/engine/backends/ladder.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { createEagerRunner } from '../../src-main/engine/training/eager-step.ts';
import { initialState } from '../../src-main/engine/training/loop-state.ts';
import { createStepPlan } from '../../src-main/engine/training/prepare.ts';
import type { RunnerPlan, RunnerState, StepRunner } from '../../src-main/engine/training/step-runner.ts';
import { createTracedRunner } from '../../src-main/engine/training/traced-step.ts';
import type { WeightSharing } from '../../src-main/engine/training/weight-sharing.ts';
import type { Masks, ModelGraph, Parameters, Task } from '../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue } from '../../src-shared/domain/params/param-spec.ts';
import { product, randomParameters } from '../support/graphs.ts';
import type { LayerCase } from '../support/layer-case.ts';
import { hasNative, nativeEngine, type NativeEngine } from '../support/native-engine.ts';
import { registeredLibrary } from '../support/requirements.ts';
import { graphAround, lossValues, optimizerValues, stepData, trainableLayers } from '../support/step-cases.ts';

vi.setConfig({ testTimeout: 60_000 });

const BATCH = 8;
const STEPS = 20;
/** How items come to the step. 'far': stored, but too large for the device, as bytes and as numbers. */
const WAYS = ['bytes', 'numbers', 'handed', 'far bytes', 'far numbers'] as const;

describe.runIf(hasNative)('a recorded training step', () => {
  let native: NativeEngine;
  beforeAll(async () => {
    native = await nativeEngine();
  });

  const cases = trainableLayers.map((layer, i) => [`${layer.layer} ${JSON.stringify(layer.config)} (${i})`, layer, i] as const);
  it.each(cases)('does what the same operations do one by one, under every optimizer and some loss: %s', async (_title, layer, turn) => {
    for (const [i, pair] of pairsOf(turn).entries()) {
      const setup: Setup = { ...pair, way: WAYS[(i + turn) % WAYS.length]!, extras: (i + turn) % 4 === 0 };
      const one = await twentySteps(native, 'eager', layer, setup);
      const other = await twentySteps(native, 'traced', layer, setup);
      expect(distance(one, other), JSON.stringify(pair)).toBeLessThan(1e-5);
    }
  });

  it.each(cases)('does what the WASM engine does: %s', async (_title, layer, turn) => {
    // Two at a time, so that all have had their turn after a few layers.
    const pairs = pairsOf(turn);
    for (const pair of [pairs[turn % pairs.length]!, pairs[(turn + 1) % pairs.length]!]) {
      const setup: Setup = { ...pair, way: 'bytes', extras: true };
      const wasm = await twentySteps(await createEngine('wasm'), 'eager', layer, setup);
      const other = await twentySteps(await nativeEngine(), 'traced', layer, setup);
      expect(distance(wasm, other), JSON.stringify(pair)).toBeLessThan(1e-3);
    }
    await nativeEngine();
  });

  const compiled = ['dense', 'conv2d', 'max-pool', 'batch-norm'].map(
    name => [name, trainableLayers.find(({ layer }) => layer === name)!] as const,
  );
  it.each(compiled)('does the same as machine code of XLA’s: %s', async (_title, layer) => {
    const setup: Setup = { task: 'classes', loss: lossValues[0]!.loss, optimizer: optimizerValues[0]!, way: 'bytes', extras: true };
    const one = await twentySteps(native, 'traced', layer, setup);
    const xla = await createEngine('libtensorflow-xla', { libraryFolder: registeredLibrary() ?? '', threads: 2 });
    expect(distance(await twentySteps(xla, 'traced', layer, setup), one)).toBeLessThan(1e-4);
  });

  it.each(lossValues.map(({ task, loss }) => [`${loss['kind']} of ${task}`, task, loss] as const))(
    'mixes items twice over, their targets and weights with them, as the eager step does, and WASM: %s',
    async (_title, task, loss) => {
      const layer: LayerCase = { layer: 'dropout', config: { rate: 0.5 }, inputs: [[40]], output: [40], parameters: {}, multiplyAdds: 0 };
      const augment = [0.4, 1].map(alpha => ({ kind: 'mixup', alpha }));
      const setup: Setup = { task, loss, optimizer: optimizerValues[0]!, way: 'numbers', extras: true, augment };
      const one = await twentySteps(native, 'eager', layer, setup);
      const other = await twentySteps(native, 'traced', layer, setup);
      expect(distance(one, other)).toBeLessThan(1e-5);
      const wasm = await twentySteps(await createEngine('wasm'), 'eager', layer, setup);
      expect(distance(wasm, other)).toBeLessThan(1e-3);
      await nativeEngine();
      expect(distance(one, await twentySteps(native, 'eager', layer, { ...setup, augment: [] }))).toBeGreaterThan(1e-3);
    },
  );

  it.each(optimizerValues.map(optimizer => [String(optimizer['kind']), optimizer] as const))(
    'averages the weights after each of its own steps, as the eager step does: %s',
    async (_title, optimizer) => {
      const layer = trainableLayers.find(({ layer: id }) => id === 'dense')!;
      const setup: Setup = { task: 'classes', loss: lossValues[0]!.loss, optimizer, way: 'bytes', extras: true, averageDecay: 0.9 };
      const one = await twentySteps(native, 'eager', layer, setup);
      const other = await twentySteps(native, 'traced', layer, setup);
      expect(Object.keys(other.slots).some(name => name.endsWith('/average'))).toBe(true);
      expect(distance(one, other)).toBeLessThan(1e-5);
    },
  );

  it('draws the dropout of its step and of no other: the numbers are those of the eager step', async () => {
    const layer: LayerCase = { layer: 'dropout', config: { rate: 0.5 }, inputs: [[40]], output: [40], parameters: {}, multiplyAdds: 0 };
    const setup: Setup = { task: 'classes', loss: lossValues[0]!.loss, optimizer: optimizerValues[0]!, way: 'bytes', extras: false };
    const one = await twentySteps(native, 'eager', layer, setup);
    const other = await twentySteps(native, 'traced', layer, setup);
    expect(distance(one, other)).toBeLessThan(1e-6);
    expect(distance(await twentySteps(native, 'traced', layer, { ...setup, seed: 2 }), other)).toBeGreaterThan(1e-3);
  });
});

/** Every optimizer, each with another loss from layer to layer: over all layers, every optimizer meets every loss. */
function pairsOf(turn: number): readonly Pick<Setup, 'task' | 'loss' | 'optimizer'>[] {
  return optimizerValues.map((optimizer, i) => ({ optimizer, ...lossValues[(i + turn) % lossValues.length]! }));
}

interface Setup {
  readonly task: Task;
  readonly loss: AlgorithmValue;
  readonly optimizer: AlgorithmValue;
  readonly way: (typeof WAYS)[number];
  /** With masks, shared weights, weight decay, clipping and batches of unequal sizes. */
  readonly extras: boolean;
  readonly seed?: number;
  readonly augment?: readonly AlgorithmValue[];
  readonly averageDecay?: number;
}

interface Outcome {
  readonly losses: readonly number[];
  readonly correct: number;
  readonly judged: readonly number[];
  readonly parameters: Parameters;
  readonly slots: Parameters;
}

async function twentySteps(engine: Engine, how: 'eager' | 'traced', layer: LayerCase, setup: Setup): Promise<Outcome> {
  const { task, loss, optimizer, way, extras, augment, averageDecay, seed = 1 } = setup;
  const { tf } = engine;
  const isFar = way.startsWith('far ');
  const compiler = engine.compiler === null || !isFar ? engine.compiler : { ...engine.compiler, residentBytes: 100 };
  const before = tf.memory().numTensors;
  const data = stepData(task, (isFar ? way.slice('far '.length) : way) as 'bytes' | 'numbers' | 'handed');
  const graph = graphAround(layer, data.outputs);
  const parameters = gentleParameters(graph);
  const masks: Masks = extras ? { 'answer/kernel': everyThird(parameters['answer/kernel']!.values.length) } : {};
  const { plan: step, dispose } = createStepPlan({
    ...{ tf, compiler, graph, parameters, data, optimizer, loss, augment, averageDecay, batchSize: BATCH },
    weightDecay: extras ? 0.01 : 0,
    gradientClipping: extras ? { norm: 1 } : undefined,
    sharing: extras ? { 'answer/kernel': inFours(masks['answer/kernel']!) } : undefined,
  });
  const plan: RunnerPlan = { step, data, batchSize: BATCH, seed };
  const start = initialState({ step, parameters, masks });
  const runner = how === 'eager' ? createEagerRunner(plan, start) : createTracedRunner(plan, start, compiler!);
  try {
    return await outcomeOf(runner, start, extras);
  } finally {
    runner.dispose();
    dispose();
    expect(tf.memory().numTensors).toBe(before);
  }
}

async function outcomeOf(runner: StepRunner, { masks }: RunnerState, unequal: boolean): Promise<Outcome> {
  const losses: number[] = [];
  let correct = 0;
  for (let done = 0; done < STEPS; done++) {
    const items = unequal && done % 3 === 2 ? BATCH - 3 : BATCH;
    const positions = Uint32Array.from({ length: items }, (_, i) => (done * 5 + i * 2) % 24);
    const measured = runner.step(positions, { learningRate: 0.01 / (1 + done), done });
    losses.push((await measured.loss.data())[0]!);
    if (measured.correct !== null) correct += (await measured.correct.data())[0]!;
    measured.loss.dispose();
    measured.correct?.dispose();
  }
  const { loss, correct: right } = await runner.evaluate(
    'train',
    Uint32Array.from({ length: BATCH }, (_, i) => i),
  );
  const [parameters, slots] = [await runner.readParameters(), await runner.readSlots()];
  for (const [name, mask] of Object.entries(masks)) {
    for (const [i, bit] of mask.entries()) if (bit === 0) expect(parameters[name]!.values[i] === 0).toBe(true);
  }
  return { losses, correct, judged: [loss, right], parameters, slots };
}

/** Of the parameters' order of magnitude, so that no gradient is a sum of large numbers that cancel out. */
function gentleParameters(graph: ModelGraph): Parameters {
  const random = randomParameters(graph, 3);
  return Object.fromEntries(
    Object.entries(random).map(([name, { shape, values }]) => {
      const fanIn = product(shape) / (shape.at(-1) ?? 1);
      const scale = name.endsWith('/kernel') ? 1.5 / Math.sqrt(fanIn) : 1;
      return [name, { shape, values: values.map(value => value * scale) }];
    }),
  );
}

function everyThird(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i % 3 === 0 ? 0 : 1));
}

/** Four groups of kept weights, and the one of those that are not. */
function inFours(mask: Uint8Array): WeightSharing[string] {
  return { groups: Int32Array.from(mask, (bit, i) => (bit === 0 ? 0 : 1 + (i % 4))), count: 5 };
}

/** Arrays that are 0 but for rounding (the gradient of a bias in front of batch-norm) have no greatest value to compare with. */
const SMALLEST_SCALE = 0.01;

/** The greatest difference, in parts of the greatest value of the array it is in. */
function distance(one: Outcome, other: Outcome): number {
  expect(Object.keys(other.parameters)).toEqual(Object.keys(one.parameters));
  expect(Object.keys(other.slots)).toEqual(Object.keys(one.slots));
  const pairs: (readonly [ArrayLike<number>, ArrayLike<number>])[] = [
    [one.losses, other.losses],
    [
      [...one.judged, one.correct],
      [...other.judged, other.correct],
    ],
    ...Object.keys(one.parameters).map(name => [one.parameters[name]!.values, other.parameters[name]!.values] as const),
    ...Object.keys(one.slots).map(name => [one.slots[name]!.values, other.slots[name]!.values] as const),
  ];
  return Math.max(...pairs.map(([a, b]) => relativeDistance(Array.from(a), Array.from(b))));
}

function relativeDistance(a: readonly number[], b: readonly number[]): number {
  expect(b).toHaveLength(a.length);
  const largest = Math.max(SMALLEST_SCALE, ...a.map(Math.abs));
  return Math.max(...a.map((value, i) => (Number.isFinite(b[i]) ? Math.abs(value - b[i]!) / largest : Infinity)));
}
