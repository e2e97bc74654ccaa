import { expect, it } from 'vitest';
import type { JobContext, Snapshot } from '../../../src-main/jobs/job.ts';
import { trainedOnce } from '../../../src-main/jobs/trained-once.ts';
import type { TrainingResult } from '../../../src-main/engine/training/loop-plan.ts';
import { decodeTensorFile, encodeTensorFile } from '../../../src-shared/lib/tensor-file.ts';

const RESULT: TrainingResult & { readonly graph: object } = {
  parameters: {
    'b/kernel': { shape: [2, 2], values: Float32Array.of(0, -1.5, 0.1, 3) },
    'a/bias': { shape: [2], values: Float32Array.of(1, 2) },
  },
  slots: { 'b/kernel/mean': { shape: [2, 2], values: new Float32Array(4) } },
  masks: { 'b/kernel': Uint8Array.of(0, 1, 1, 1) },
  validation: { kept: { loss: 0.1, accuracy: 0.9 }, last: { loss: 0.2 } },
  epochs: { run: 3, kept: 2, stoppedEarly: false },
  steps: 12,
  trainingMs: 1234.5,
  graph: { nodes: ['b'] },
};

/** A job's checkpoints, as they come back from the disk. */
function context(resumeFrom: Snapshot | null) {
  const saved: Snapshot[] = [];
  const checkpoint = async (snapshot: Snapshot): Promise<void> => void saved.push(decodeTensorFile(encodeTensorFile(snapshot)));
  return { saved, world: { resumeFrom, checkpoint } as Partial<JobContext> as JobContext };
}

it('keeps what was trained, so that a job killed afterwards does not train again', async () => {
  const first = context(null);
  const { slots: _slots, ...kept } = RESULT;
  expect(await trainedOnce(first.world, async () => RESULT)).toEqual(kept);
  expect(first.saved).toHaveLength(1);
  const second = context(first.saved[0]!);
  const again = await trainedOnce<TrainingResult>(second.world, () => Promise.reject(new Error('trained twice')));
  expect(again).toEqual(kept);
  expect(Object.keys(again.parameters)).toEqual(Object.keys(RESULT.parameters));
  expect(second.saved).toEqual([]);
});

it('leaves a checkpoint of the training itself to the training', async () => {
  const training: Snapshot = { metadata: { kind: 'training', version: '1' }, tensors: {} };
  expect(await trainedOnce(context(training).world, async () => RESULT)).toMatchObject({ steps: 12 });
});
