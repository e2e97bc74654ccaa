import { describe, expect, it } from 'vitest';
import type { JobContext } from '../../../src-main/jobs/job.ts';
import { createRehearsal, type Rehearsal } from '../../../src-main/workers/rehearsal.ts';

/** A world whose clock the test moves; what a rehearsal must leave alone throws. */
function worldAt(clock: { ms: number }): JobContext {
  const never = (): never => {
    throw new Error('A rehearsal keeps nothing');
  };
  return {
    turn: () => Promise.resolve(),
    resumeFrom: { metadata: {}, tensors: {} },
    report: never,
    measure: never,
    checkpointDue: never,
    checkpoint: never,
    ask: never,
    log: () => undefined,
    nowMs: () => clock.ms,
    energyUse: never,
    artifacts: { read: () => Promise.resolve(new Uint8Array(1)), write: never },
    sources: {} as JobContext['sources'],
    exports: { write: never, read: never, remove: never },
    scratch: { write: never, read: never, clear: never },
    createSha256: never,
    engineBeside: never,
    capsulePrograms: never,
    engine: () => ((clock.ms += 500), Promise.resolve({} as Awaited<ReturnType<JobContext['engine']>>)),
  };
}

/** Trains with steps of that length, reporting every so many; at most `steps` of them, then stores a model. */
async function train(
  rehearsal: Rehearsal,
  clock: { ms: number },
  job: { stepMs: number; warmUpMs: number; every: number; steps: number },
): Promise<number> {
  const { context } = rehearsal;
  context.report({ fraction: 0, stage: 'preparing' });
  expect(context.resumeFrom).toBeNull();
  await context.engine();
  let done = 0;
  try {
    while (done < job.steps) {
      clock.ms += job.stepMs + (done === 0 ? job.warmUpMs : 0);
      done += 1;
      context.measure([]);
      if (done % job.every === 0) context.report({ fraction: done / job.steps, stage: 'training', step: done, steps: job.steps });
      if (context.checkpointDue()) throw new Error('No checkpoint is ever due');
      await context.turn();
    }
    await context.artifacts.write(new Uint8Array(1));
  } catch (thrown) {
    expect((thrown as Error).name).toBe('AbortError');
  }
  return done;
}

describe('a rehearsal', () => {
  it('times about a second of steps, without what the first ones do once', async () => {
    const clock = { ms: 1000 };
    const rehearsal = createRehearsal(worldAt(clock), () => new Map());
    // Ten steps to the first report, then the first whole second: 250 steps of 4 ms.
    expect(await train(rehearsal, clock, { stepMs: 4, warmUpMs: 2000, every: 10, steps: 10_000 })).toBe(260);
    expect(rehearsal.result()).toEqual({ stepMs: 4, steps: 250, totalSteps: 10_000 });
  });

  it('of a job shorter than that takes the steps there are, and keeps no model', async () => {
    const clock = { ms: 0 };
    const rehearsal = createRehearsal(worldAt(clock), () => new Map());
    expect(await train(rehearsal, clock, { stepMs: 2, warmUpMs: 0, every: 5, steps: 20 })).toBe(20);
    expect(rehearsal.result()).toEqual({ stepMs: 2, steps: 15, totalSteps: 20 });
  });

  it('of slow steps makes do with one report, the start of the engine not counted', async () => {
    const clock = { ms: 0 };
    const rehearsal = createRehearsal(worldAt(clock), () => new Map());
    expect(await train(rehearsal, clock, { stepMs: 4000, warmUpMs: 0, every: 3, steps: 100 })).toBe(4);
    expect(rehearsal.result()).toEqual({ stepMs: 4000, steps: 3, totalSteps: 100 });
  });

  it('has no time to tell of a job that made no step', async () => {
    const clock = { ms: 0 };
    const rehearsal = createRehearsal(worldAt(clock), () => new Map());
    expect(await train(rehearsal, clock, { stepMs: 9000, warmUpMs: 0, every: 50, steps: 100 })).toBe(2);
    expect(rehearsal.result()).toBeNull();
  });

  it('leaves out what other programs took, of the thread of the program and of the one that computes for it', async () => {
    const clock = { ms: 0 };
    // Of every millisecond a tenth is waited for by the one, half by the other; a third had its waits before.
    const waits = () =>
      new Map([
        ['1', clock.ms / 10],
        ['2', clock.ms / 2],
        ['3', 5000],
      ]);
    const rehearsal = createRehearsal(worldAt(clock), waits);
    await train(rehearsal, clock, { stepMs: 10, warmUpMs: 0, every: 5, steps: 1000 });
    expect(rehearsal.result()?.stepMs).toBeCloseTo(4, 9);
  });

  it('never takes off all of the time', async () => {
    const clock = { ms: 0 };
    const rehearsal = createRehearsal(
      worldAt(clock),
      () =>
        new Map([
          ['1', clock.ms],
          ['2', clock.ms],
        ]),
    );
    await train(rehearsal, clock, { stepMs: 10, warmUpMs: 0, every: 5, steps: 1000 });
    expect(rehearsal.result()?.stepMs).toBeCloseTo(0.5, 9);
  });
});
