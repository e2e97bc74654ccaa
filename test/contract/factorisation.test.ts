import { beforeAll, describe, expect, it } from 'vitest';
import { factoriseModel } from '../../src-main/engine/factorisation/factorise-model.ts';
import { fineTuneChanged, type FineTuneSetup, type FineTuned } from '../../src-main/engine/factorisation/fine-tune.ts';
import { measureInputSizes } from '../../src-main/engine/factorisation/input-sizes.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { TrainingHooks } from '../../src-main/engine/training/hooks.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { bitsOf, recorder, smallSetup, undisturbedAndResumed } from '../support/small-training.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

type Change = Partial<Pick<FineTuneSetup, 'fineTune' | 'controls' | 'optimizer'>>;

/** What a job does, from the same beginning: factors found anew, then trained. */
async function factorise(hooks: TrainingHooks, change: Change = {}): Promise<FineTuned> {
  const { graph, parameters, masks, data, seed, optimizer, batchSize, gradientClipping } = smallSetup(tf);
  const original = { graph, parameters, masks };
  const changed = await factoriseModel(original, { target: { measure: 'energy', share: 0.5 } }, () => hooks.turn());
  const fineTune = { epochs: 2, learningRate: 0.01, schedule: { kind: 'cosine', floor: 0 } };
  const settings = { fineTune, controls: { dense: true }, ...{ tf, data, seed, optimizer, batchSize, gradientClipping }, ...change };
  return fineTuneChanged(settings, { original, changed }, hooks);
}

describe('measureInputSizes', () => {
  it('gives the root mean square of every channel over training items, and leaves no tensor behind', async () => {
    const { graph, parameters, data, seed } = smallSetup(tf);
    const before = tf.memory().numTensors;
    const whole = { tf, data, seed, batchSize: data.count('train') };
    const sizes = await measureInputSizes(whole, { graph, parameters, masks: {} }, () => Promise.resolve());
    const { inputs } = data.gather(
      'train',
      Uint32Array.from({ length: data.count('train') }, (_, i) => i),
    );
    const expected = [0, 1, 2, 3].map(channel => {
      const column = [...inputs].filter((_, i) => i % 4 === channel);
      return Math.sqrt(column.reduce((sum, value) => sum + value * value, 0) / column.length);
    });
    sizes.get('input')?.forEach((size, channel) => expect(size).toBeCloseTo(expected[channel]!, 5));
    expect([...sizes.keys()]).toEqual(['input', 'fc1', 'norm1', 'relu1', 'dropout1']);
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a factorised network', () => {
  it('goes on from the snapshot of any step, its own or the control’s, to the same bits', async () => {
    const { undisturbed, resumed } = await undisturbedAndResumed(async hooks => (await factorise(hooks)).network);
    expect(resumed.length).toBeGreaterThan(10);
    for (const { result } of resumed) expect(bitsOf(result)).toBe(bitsOf(undisturbed));
  });

  it('goes on to the same control', async () => {
    const saved = recorder({ checkpointDue: () => true });
    const { controls } = await factorise(saved);
    expect(controls).toMatchObject([{ kind: 'dense', epochs: 2, validation: { loss: expect.any(Number) as number } }]);
    for (const resumeFrom of saved.snapshots) expect((await factorise(recorder({ resumeFrom }))).controls).toEqual(controls);
  });

  it('is judged before it is trained, and kept as it was when training makes it worse', async () => {
    const hooks = recorder();
    const wild = { epochs: 1, learningRate: 3, schedule: { kind: 'constant' } };
    const { network } = await factorise(hooks, { fineTune: wild, controls: { dense: false } });
    const losses = hooks.points.filter(({ name }) => name === 'validation.loss');
    expect(losses.map(({ step }) => step)).toEqual([0, 4]);
    expect(losses[1]!.value).toBeGreaterThan(losses[0]!.value);
    expect(network.epochs).toMatchObject({ run: 1, kept: 0 });
    expect(network.validation?.kept.loss).toBe(losses[0]!.value);
  });

  it('is kept as it was when training diverges, and the log says so', async () => {
    const hooks = recorder();
    const wild = { epochs: 2, learningRate: 1e30, schedule: { kind: 'constant' } };
    const { network } = await factorise(hooks, {
      fineTune: wild,
      controls: { dense: false },
      optimizer: { kind: 'sgd', momentum: 0, nesterov: false },
    });
    expect(hooks.logs.join()).toContain('The fine-tune diverged');
    expect(network.epochs.run).toBe(0);
    expect(network.validation?.kept.loss).toBeGreaterThan(0);
  });

  it('may stay untrained, and has figures all the same', async () => {
    const { network, controls } = await factorise(recorder(), { fineTune: { epochs: 0, learningRate: 1, schedule: { kind: 'constant' } } });
    expect(network.steps).toBe(0);
    expect(network.validation?.kept.loss).toBeGreaterThan(0);
    expect(controls).toEqual([]);
  });

  it('has its statistics measured anew', async () => {
    const { network } = await factorise(recorder(), { fineTune: { epochs: 0, learningRate: 1, schedule: { kind: 'constant' } } });
    expect([...network.parameters['norm1/mean']!.values].some(value => value !== 0)).toBe(true);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    await factorise(recorder());
    expect(tf.memory().numTensors).toBe(before);
  });
});
