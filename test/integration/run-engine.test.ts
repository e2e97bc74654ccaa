import { describe, expect, it } from 'vitest';
import type { JobOutcome } from '../../src-main/jobs/messages.ts';
import { openStage, type Stage } from '../support/run-stage.ts';

const TRAIN = { do: 'train', data: 'digits', model: { preset: 'mlp' }, epochs: 1 };
const STEPS = {
  digits: { do: 'import-data', source: 'builtin:mnist' },
  dense: TRAIN,
  other: { ...TRAIN, epochs: 2 },
  lean: { do: 'prune', model: 'dense', target: { keep: { fc1: 0.5 } } },
};
const LOST: JobOutcome = {
  state: 'interrupted',
  error: { code: 'job-lost', message: 'ended with signal SIGSEGV. Its last lines: illegal instruction' },
};

async function endOf(stage: Stage, step: string, outcome?: JobOutcome): Promise<void> {
  const job = [...stage.alive].find(({ request }) => request.input.name === step);
  if (job === undefined) throw new Error(`'${step}' does not run`);
  job.end(outcome);
  await stage.settled();
}

const statesOf = (stage: Stage, runId: string): unknown =>
  Object.fromEntries(stage.runs.get(runId).jobs.map(({ step, state }) => [step, state]));
const namesOf = (stage: Stage): unknown => [...stage.alive].map(({ request }) => request.input.name);

/** A run whose `dense` has just been lost, with `other` still at work. */
async function withLostJob(): Promise<{ stage: Stage; runId: string }> {
  const stage = openStage();
  const runId = stage.start(STEPS);
  await stage.settled();
  await endOf(stage, 'digits');
  await endOf(stage, 'dense', LOST);
  return { stage, runId };
}

describe('a run whose job took its process with it', () => {
  it('does what else can be done, then is interrupted with the error of that step', async () => {
    const { stage, runId } = await withLostJob();
    expect(stage.runs.get(runId).run.state).toBe('running');
    expect(namesOf(stage)).toEqual(['other']);
    await endOf(stage, 'other');
    const { run, jobs } = stage.runs.get(runId);
    expect(statesOf(stage, runId)).toEqual({ digits: 'succeeded', dense: 'interrupted', other: 'succeeded', lean: 'queued' });
    expect(run).toMatchObject({ state: 'interrupted', finishedMs: null, error: { code: 'job-lost', path: 'steps.dense' } });
    expect(jobs.find(job => job.step === 'dense')?.error?.message).toContain('illegal instruction');
    expect((await stage.runs.ended(runId)).state).toBe('interrupted');
  });

  it('goes on where it was once a person asks for it, and not by itself', async () => {
    const { stage, runId } = await withLostJob();
    await endOf(stage, 'other');
    expect(stage.runs.resumeInterrupted()).toBe(0);
    stage.runs.resume(runId);
    await stage.settled();
    expect(namesOf(stage)).toEqual(['dense']);
    expect(stage.runs.get(runId).jobs.find(job => job.step === 'dense')?.error).toBeNull();
    await endOf(stage, 'dense');
    await endOf(stage, 'lean');
    expect(stage.runs.get(runId).run).toMatchObject({ state: 'succeeded', error: null });
  });

  it('waits for a person even if the program was closed before the rest was done', async () => {
    const { stage, runId } = await withLostJob();
    await stage.close();
    expect(statesOf(stage, runId)).toMatchObject({ dense: 'interrupted', other: 'interrupted' });
    expect(stage.runs.get(runId).run).toMatchObject({ state: 'interrupted', error: null });
    expect(stage.runs.resumeInterrupted()).toBe(0);
  });

  it('ends once it is cancelled, while it goes on or later', async () => {
    const { stage, runId } = await withLostJob();
    stage.runs.cancel(runId);
    await stage.settled();
    expect(stage.runs.get(runId).run.state).toBe('cancelled');
    expect(statesOf(stage, runId)).toMatchObject({ dense: 'cancelled', other: 'cancelled', lean: 'cancelled' });
    const later = await withLostJob();
    await endOf(later.stage, 'other');
    expect(later.stage.runs.cancel(later.runId)).toBe(true);
    expect(later.stage.runs.get(later.runId).run.state).toBe('cancelled');
  });
});

describe('a run that was interrupted from outside', () => {
  it('goes on by itself after a restart', async () => {
    const stage = openStage();
    const runId = stage.start(STEPS);
    await stage.settled();
    await stage.close();
    expect(statesOf(stage, runId)).toMatchObject({ digits: 'interrupted', dense: 'queued' });
    expect(stage.runs.resumeInterrupted()).toBe(1);
  });
});
