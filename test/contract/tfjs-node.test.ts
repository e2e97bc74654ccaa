import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine, measureEngine } from '../../src-main/engine/backends/ladder.ts';
import { createLibtensorflowEngine } from '../../src-main/engine/backends/libtensorflow/create-libtensorflow-engine.ts';
import type { Engine } from '../../src-main/engine/tensor-library.ts';
import { runTraining } from '../../src-main/engine/training/run-training.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { addonMissing, addonUnderTest, requireOrSkip } from '../support/requirements.ts';
import { ADAM, recorder, smallSetup } from '../support/small-training.ts';

// The gradients of every layer on this engine are judged in layers.test.ts.
describe.runIf(requireOrSkip('addon', addonMissing))('the addon of tfjs-node-gpu', () => {
  const start = (threads: number): Promise<Engine> => createEngine('tfjs-node', { addonFolder: addonUnderTest(), threads });
  let addon: Engine;
  beforeAll(async () => {
    addon = await start(2);
  });

  it('says what it is, and that its threads are those it was loaded with', async () => {
    expect(addon.identity).toMatch(/^tfjs-node-\d+\.\d+\.\d+-(cpu|gpu)-2t$/);
    expect(await start(1)).toMatchObject({ identity: addon.identity, threads: 2, compiler: null });
  });

  it('trains as plain JavaScript does, and leaves no tensor behind', async () => {
    // A bias before a batch norm has no gradient but rounding errors: a larger epsilon keeps Adam from following them.
    const optimizer = { ...ADAM, epsilon: 1e-3 };
    const before = addon.tf.memory().numTensors;
    const found = await runTraining(smallSetup(addon.tf, { optimizer }), recorder());
    expect(addon.tf.memory().numTensors).toBe(before);
    const reference = await runTraining(smallSetup((await createEngine('cpu')).tf, { optimizer }), recorder());
    for (const [name, { values }] of Object.entries(reference.parameters))
      values.forEach((value, i) => expect(Math.abs(found.parameters[name]!.values[i]! - value), name).toBeLessThan(1e-5));
  });

  it('is timed like any other rung', async () => {
    const candidate = await measureEngine('tfjs-node', { addonFolder: addonUnderTest(), budgetMs: 20 });
    expect(candidate).toMatchObject({ available: true, identity: addon.identity });
    expect(candidate.probeStepMs).toBeGreaterThan(0);
  });

  it('keeps TensorFlow’s library out of its process', async () => {
    expect(await rejectionOf(createLibtensorflowEngine({}))).toMatchObject({
      code: 'engine-unavailable',
      message: 'A process has one TensorFlow, but this one already computes with another',
    });
  });
});
