import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../../../src-main/engine/backends/ladder.ts';
import { runTraining } from '../../../../src-main/engine/training/run-training.ts';
import type { TensorLibrary } from '../../../../src-main/engine/tensor-library.ts';
import { recorder, smallData, smallSetup } from '../../../support/small-training.ts';

const FETCH_MS = 7;
const STEP_MS = 100;
/** 2 epochs of 4 steps, and each epoch's validation in one batch. */
const FETCHES = 2 * (4 + 1);

let tf: TensorLibrary;
beforeAll(async () => {
  ({ tf } = await createEngine('wasm'));
});

/** A clock that moves only while items are fetched, and from turn to turn. */
function slowData() {
  let clock = 0;
  const data = smallData();
  return {
    nowMs: () => clock,
    turn: async () => void (clock += STEP_MS),
    data: {
      ...data,
      gather: (...call: Parameters<typeof data.gather>) => {
        clock += FETCH_MS;
        return data.gather(...call);
      },
    },
  };
}

describe('the time a training waits for its data', () => {
  it('is that of every fetch, and of nothing else', async () => {
    const { data, nowMs, turn } = slowData();
    const { waitingMs, trainingMs } = await runTraining(smallSetup(tf, { data }), recorder({ nowMs, turn }));
    expect(waitingMs).toBe(FETCHES * FETCH_MS);
    expect(trainingMs).toBeGreaterThan(FETCHES * FETCH_MS);
  });

  it('goes on where a training goes on', async () => {
    const first = slowData();
    const saved = recorder({ nowMs: first.nowMs, turn: first.turn, checkpointDue: () => true });
    await runTraining(smallSetup(tf, { data: first.data }), saved);
    for (const resumeFrom of [saved.snapshots[1]!, saved.snapshots.at(-1)!]) {
      const { data, nowMs, turn } = slowData();
      const { waitingMs } = await runTraining(smallSetup(tf, { data }), recorder({ nowMs, turn, resumeFrom }));
      expect(waitingMs).toBe(FETCHES * FETCH_MS);
    }
  });
});
