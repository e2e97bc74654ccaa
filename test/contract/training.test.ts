import { decodeTensorFile, encodeTensorFile } from '../../src-shared/lib/tensor-file.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { optimizers } from '../../src-main/engine/training/optimizers/index.ts';
import { runTraining } from '../../src-main/engine/training/run-training.ts';
import { schedules } from '../../src-main/engine/training/schedules/index.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import type { CatalogEntry } from '../../src-shared/domain/params/param-spec.ts';
import { referenceEngine } from '../support/reference-engine.ts';
import { bitsOf, recorder, seriesOf, smallSetup, undisturbedAndResumed } from '../support/small-training.ts';

let tf: TensorLibrary;
beforeAll(async () => {
  tf = await referenceEngine();
});

function defaultsOf(entry: CatalogEntry, change: object = {}): Readonly<Record<string, unknown>> {
  const parsed = parseParams(entry.params, { ...change });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return { kind: entry.id, ...parsed.value };
}

const optimizerCases = [
  ...optimizers.all.map(entry => ({ title: entry.id, value: defaultsOf(entry) })),
  { title: 'sgd with Nesterov', value: defaultsOf(optimizers.require('sgd'), { nesterov: true }) },
  { title: 'sgd without momentum', value: defaultsOf(optimizers.require('sgd'), { momentum: 0 }) },
  { title: 'rmsprop with momentum', value: defaultsOf(optimizers.require('rmsprop'), { momentum: 0.5 }) },
];

describe.each(optimizerCases)('training with $title', ({ value: optimizer }) => {
  it('goes on from the snapshot of any step to the same bits and the same curve', async () => {
    const { undisturbed, saved, resumed } = await undisturbedAndResumed(hooks => runTraining(smallSetup(tf, { optimizer }), hooks));
    expect(saved.snapshots).toHaveLength(8 + 2);
    const curve = seriesOf(saved.points);
    for (const { result, points } of resumed) {
      expect(bitsOf(result)).toBe(bitsOf(undisturbed));
      for (const [key, point] of points) expect(point).toBe(curve.get(key));
    }
  });

  it('goes on after a pause at the end of an epoch to the same bits', async () => {
    const undisturbed = await runTraining(smallSetup(tf, { optimizer }), recorder());
    const asked: number[] = [];
    const pausing = recorder({ afterEpoch: ({ epoch }) => (asked.push(epoch), Promise.resolve('pause')) });
    const { paused, epochs } = await runTraining(smallSetup(tf, { optimizer }), pausing);
    expect([asked, epochs.run]).toEqual([[1], 1]);
    const going = recorder({ resumeFrom: decodeTensorFile(encodeTensorFile(paused!)), afterEpoch: () => Promise.resolve('on') });
    const resumed = await runTraining(smallSetup(tf, { optimizer }), going);
    expect(bitsOf(resumed)).toBe(bitsOf(undisturbed));
    expect(resumed.paused).toBeUndefined();
  });

  it('keeps masked weights, their slots and nothing else at exactly zero', async () => {
    const mask = Uint8Array.from({ length: 24 }, (_, i) => (i % 3 === 0 ? 0 : 1));
    const hooks = recorder({ checkpointDue: () => true });
    const result = await runTraining(smallSetup(tf, { optimizer, masks: { 'fc1/kernel': mask }, keep: 'last' }), hooks);
    const final = hooks.snapshots.at(-1)!.tensors;
    const arrays = Object.entries(final).filter(([name]) => name.includes('fc1/kernel') && !name.startsWith('masks/'));
    expect(arrays.length).toBeGreaterThan(0);
    for (const [name, { values }] of arrays) {
      for (const [i, bit] of mask.entries()) expect(values[i] === 0, `${name} at ${i}`).toBe(bit === 0);
    }
    for (const [i, bit] of mask.entries()) if (bit === 0) expect(Object.is(result.parameters['fc1/kernel']!.values[i], 0)).toBe(true);
  });

  it('leaves no tensor behind, whether it ends or is cancelled', async () => {
    const before = tf.memory().numTensors;
    await runTraining(smallSetup(tf, { optimizer }), recorder());
    expect(tf.memory().numTensors).toBe(before);
    const cancel = recorder({ turn: () => Promise.reject(new DOMException('stop', 'AbortError')) });
    await expect(runTraining(smallSetup(tf, { optimizer }), cancel)).rejects.toMatchObject({ name: 'AbortError' });
    expect(tf.memory().numTensors).toBe(before);
  });
});

it.each(schedules.all)('goes on half-way to the same bits under the schedule $id', async entry => {
  const setup = smallSetup(tf, { schedule: defaultsOf(entry) });
  const saved = recorder({ checkpointDue: () => true });
  const undisturbed = await runTraining(setup, saved);
  const resumed = await runTraining(setup, recorder({ resumeFrom: saved.snapshots[5]! }));
  expect(bitsOf(resumed)).toBe(bitsOf(undisturbed));
});
