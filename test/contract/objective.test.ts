import { describe, expect, it, beforeAll } from 'vitest';
import type { Engine, Scalar, TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import { createEagerRunner } from '../../src-main/engine/training/eager-step.ts';
import { initialState } from '../../src-main/engine/training/loop-state.ts';
import { createStepPlan } from '../../src-main/engine/training/prepare.ts';
import { runTraining } from '../../src-main/engine/training/run-training.ts';
import type { Objective } from '../../src-main/engine/training/step-plan.ts';
import { createTracedRunner } from '../../src-main/engine/training/traced-step.ts';
import { ITEM_WEIGHT, type TrainingData } from '../../src-main/engine/training/training-data.ts';
import type { Parameters } from '../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { randomParameters } from '../support/graphs.ts';
import { hasNative, nativeEngine } from '../support/native-engine.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { ADAM, bitsOf, recorder, seriesOf, smallData, smallGraph, smallSetup, undisturbedAndResumed } from '../support/small-training.ts';
import { graphAround, stepData, trainableLayers } from '../support/step-cases.ts';

const SOFT = 'soft';
const BESIDE = 'beside/kernel';

/** Reads all that an objective may read: outputs, a node's value, inputs, extras, fixed arrays, scalars, parameters beside. */
function objectiveOf(tf: TensorLibrary, width: number, node: string): Objective {
  const fixed = { offset: { shape: [width], values: Float32Array.from({ length: width }, (_, i) => 0.1 * i) } };
  return {
    fixed,
    scalars: done => ({ alpha: 0.5 / (1 + done) }),
    value({ outputs, activations, parameters, batch, fixed: arrays, scalars }) {
      const wanted = tf.add(batch.extras[SOFT]!, arrays['offset']!);
      const soft = tf.mean(tf.square(tf.sub(tf.mul(outputs, parameters[BESIDE]!), wanted))) as Scalar;
      const size = tf.mean(tf.square(activations.get(node)!)) as Scalar;
      const near = tf.mean(tf.square(batch.inputs)) as Scalar;
      const loss = tf.addN([tf.mul(soft, scalars['alpha']!), tf.mul(size, 0.01), tf.mul(near, 0)]);
      return { loss: loss as Scalar, parts: { 'loss/soft': soft, 'loss/size': size } };
    },
  };
}

function withSoft(data: TrainingData): TrainingData {
  const random = createRandom(9);
  const rows = (width: number): Float32Array => Float32Array.from({ length: data.count('train') * width }, () => random.nextNormal());
  return { ...data, extras: { [SOFT]: { shape: [data.outputs], values: rows(data.outputs) } } };
}

const beside: Parameters = { [BESIDE]: { shape: [1], values: Float32Array.of(0.7) } };

describe.runIf(hasNative)('an objective in a recorded step', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await nativeEngine();
  });

  it.each(['bytes', 'handed'] as const)('computes what it computes operation by operation, items %s', async way => {
    const one = await tenSteps(engine, 'eager', way);
    const other = await tenSteps(engine, 'traced', way);
    expect(other.parameters[BESIDE]!.values[0]).not.toBeCloseTo(0.7, 4);
    for (const [name, { values }] of Object.entries(one.parameters)) {
      for (const [i, value] of values.entries()) expect(other.parameters[name]!.values[i]).toBeCloseTo(value, 5);
    }
    expect(other.parts.length).toBe(one.parts.length);
    for (const [i, part] of one.parts.entries()) expect(other.parts[i]).toBeCloseTo(part, 5);
  });
});

async function tenSteps({ tf, compiler }: Engine, how: 'eager' | 'traced', way: 'bytes' | 'handed') {
  const before = tf.memory().numTensors;
  const data = withSoft(stepData('classes', way));
  const graph = graphAround(
    trainableLayers.find(({ layer }) => layer === 'dense')!,
    data.outputs,
  );
  const parameters = { ...randomParameters(graph, 3), ...beside };
  const objective = objectiveOf(tf, data.outputs, 'subject');
  const setup = { tf, compiler, graph, parameters, data, optimizer: ADAM, batchSize: 8, weightDecay: 0.01, objective, besides: [BESIDE] };
  const { plan: step, dispose } = createStepPlan(setup);
  const plan = { step, data, batchSize: 8, seed: 1 };
  const start = initialState({ step, parameters, masks: {} });
  const runner = how === 'eager' ? createEagerRunner(plan, start) : createTracedRunner(plan, start, compiler!);
  const parts: number[] = [];
  for (let done = 0; done < 10; done++) {
    const positions = Uint32Array.from({ length: done % 3 === 2 ? 5 : 8 }, (_, i) => (done * 5 + i * 2) % 24);
    const measured = runner.step(positions, { learningRate: 0.01, done });
    for (const scalar of [measured.loss, ...Object.values(measured.parts)]) parts.push((await scalar.data())[0]!);
    for (const scalar of [measured.loss, measured.correct, ...Object.values(measured.parts)]) scalar?.dispose();
  }
  const { loss } = await runner.evaluate('train', Uint32Array.of(1, 2, 3));
  const read = await runner.readParameters();
  runner.dispose();
  dispose();
  expect(tf.memory().numTensors).toBe(before);
  return { parts: [...parts, loss], parameters: read };
}

describe('a training with an objective', () => {
  it('goes on from any snapshot to the same bits, curves of the parts included', async () => {
    const tf = await referenceEngine();
    const change = {
      parameters: { ...smallSetup(tf).parameters, ...beside },
      data: withSoft(smallData()),
      objective: objectiveOf(tf, 3, 'relu1'),
      besides: [BESIDE],
    };
    const { undisturbed, saved, resumed } = await undisturbedAndResumed(hooks => runTraining(smallSetup(tf, change), hooks));
    const names = new Set(saved.points.map(({ name }) => name));
    expect([...names]).toEqual(expect.arrayContaining(['loss/soft', 'loss/size', 'train.loss']));
    expect(resumed.length).toBeGreaterThan(4);
    const series = seriesOf(saved.points);
    for (const { result, points } of resumed) {
      expect(bitsOf(result)).toBe(bitsOf(undisturbed));
      for (const [at, value] of points) expect(series.get(at)).toBe(value);
    }
  });

  it('judges epochs by the loss, not by the objective', async () => {
    const tf = await referenceEngine();
    const nothing: Objective = {
      fixed: {},
      scalars: () => ({}),
      value: ({ outputs }) => ({ loss: tf.mul(tf.sum(outputs), 0) as Scalar, parts: {} }),
    };
    const setup = smallSetup(tf, { objective: nothing, weightDecay: 0, graph: smallGraph, keep: 'last' });
    const result = await runTraining(setup, recorder());
    expect(result.validation!.last.loss).toBeGreaterThan(0.1);
  });
});

describe('item weights', () => {
  it('train on the items that have some, and leave validation alone', async () => {
    const tf = await referenceEngine();
    const data = smallData();
    const train = (values: readonly number[] | null) => {
      const extras = values === null ? {} : { extras: { [ITEM_WEIGHT]: { shape: [], values: Float32Array.from(values) } } };
      return runTraining(smallSetup(tf, { data: { ...data, ...extras }, keep: 'last' }), recorder());
    };
    const ones = new Array<number>(data.count('train')).fill(1);
    expect(bitsOf(await train(ones))).toBe(bitsOf(await train(null)));
    const class0 = ones.map((_, i) => (i % 3 === 0 ? 3 : 0.1));
    expect(bitsOf(await train(class0))).not.toBe(bitsOf(await train(null)));
  });
});
