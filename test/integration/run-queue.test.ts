import { describe, expect, it } from 'vitest';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { insertJobs } from '../../src-main/stores/job-store.ts';
import { openStage, type Stage } from '../support/run-stage.ts';
import { aJob, aRun } from '../support/store-rows.ts';

const DATA = { do: 'import-data', source: 'builtin:mnist' };
const TRAIN = { do: 'train', data: 'digits', model: { preset: 'mlp' }, epochs: 1 };
/** Two trainings that differ per run, so that no run waits for another's result. */
const stepsWith = (epochs: number): Record<string, unknown> => ({
  digits: { ...DATA, splits: { train: 10 * epochs, seed: 2 } },
  a: { ...TRAIN, epochs },
  b: { ...TRAIN, epochs: epochs + 100 },
});

const stateOf = (stage: Stage, runId: string): string => stage.runs.get(runId).run.state;
const statesOf = (stage: Stage, runId: string): unknown =>
  Object.fromEntries(stage.runs.get(runId).jobs.map(({ step, state }) => [step, state]));
const alive = (stage: Stage): string[] =>
  [...stage.alive].map(({ request }) => `${request.input.name} ${String(request.input.values['epochs'] ?? '')}`.trim());

async function endAll(stage: Stage, name: string): Promise<void> {
  for (const job of [...stage.alive]) if (job.request.input.name === name) job.end();
  await stage.settled();
}

async function running(stage: Stage, epochs = 1): Promise<string> {
  const runId = stage.start(stepsWith(epochs));
  await stage.settled();
  await endAll(stage, 'digits');
  return runId;
}

describe('a paused run', () => {
  it('asks its jobs to save and stop, waits with what is queued, and goes on when it is resumed', async () => {
    const stage = openStage({ cores: 1 });
    const runId = await running(stage);
    expect(alive(stage)).toEqual(['a 1']);
    const [job] = stage.alive;
    expect(stage.runs.pause(runId)).toBe(true);
    await stage.settled();
    expect(job!.asked).toBe('interrupt');
    expect(statesOf(stage, runId)).toEqual({ digits: 'succeeded', a: 'interrupted', b: 'queued' });
    expect(stage.runs.get(runId).run).toMatchObject({ state: 'interrupted', paused: true, place: null, error: null, open: 2 });
    expect((await stage.runs.ended(runId)).state).toBe('interrupted');
    stage.runs.resume(runId);
    await stage.settled();
    expect(alive(stage)).toEqual(['a 1']);
    expect(stage.runs.get(runId).run).toMatchObject({ state: 'running', paused: false, place: 1, working: 1 });
  });

  it('stays so over a restart, while one that was only interrupted goes on', async () => {
    const stage = openStage({ cores: 2 });
    const paused = await running(stage, 1);
    const other = await running(stage, 2);
    stage.runs.pause(paused);
    await stage.settled();
    await stage.close();
    expect([paused, other].map(id => stateOf(stage, id))).toEqual(['interrupted', 'interrupted']);
    const next = openStage({ db: stage.context.db, newId: () => 'other-id' });
    expect(next.runs.resumeInterrupted()).toBe(1);
    expect([paused, other].map(id => stateOf(next, id))).toEqual(['interrupted', 'running']);
    await next.settled();
  });

  it('is cancelled when a person asks for that while it stops', async () => {
    const stage = openStage({ cores: 1 });
    const runId = await running(stage);
    stage.runs.pause(runId);
    stage.runs.cancel(runId);
    await stage.settled();
    expect(statesOf(stage, runId)).toEqual({ digits: 'succeeded', a: 'cancelled', b: 'cancelled' });
    expect(stateOf(stage, runId)).toBe('cancelled');
    expect(stage.runs.pause(runId)).toBe(false);
  });
});

describe('the queue', () => {
  it('gives free cores to the runs in the order a person chose, and keeps it over a restart', async () => {
    const stage = openStage({ cores: 1 });
    const ids = [await running(stage, 1), stage.start(stepsWith(2)), stage.start(stepsWith(3))] as [string, string, string];
    await stage.settled();
    expect(ids.map(id => stage.runs.get(id).run.place)).toEqual([1, 2, 3]);
    expect(stage.runs.place(ids[2], 1)).toEqual([ids[2], ids[0], ids[1]]);
    await endAll(stage, 'a');
    expect(stage.runs.get(ids[2]).run.working).toBe(1);
    expect(alive(stage)).toEqual(['digits']);
    await stage.close();
    const next = openStage({ db: stage.context.db, cores: 1, newId: () => 'other-id' });
    next.runs.resumeInterrupted();
    expect(ids.map(id => next.runs.get(id).run.place)).toEqual([2, 3, 1]);
    await next.settled();
  });

  it('has no place for what has ended, nor for what is not there', async () => {
    const stage = openStage();
    const runId = stage.start({ digits: DATA });
    await stage.settled();
    await endAll(stage, 'digits');
    expect(() => stage.runs.place(runId, 1)).toThrow(AppFailure);
    expect(() => stage.runs.place(runId, 1)).toThrow(/is succeeded/);
    expect(() => stage.runs.place('nobody', 1)).toThrow(/no run 'nobody'/);
  });
});

describe('a deleted run', () => {
  it('leaves the lists and comes back, and is not resumed at a start in between', async () => {
    const stage = openStage({ cores: 1 });
    const runId = await running(stage);
    expect(() => stage.runs.remove([runId])).toThrow(/Only a run that has ended or is paused/);
    await stage.close();
    const next = openStage({ db: stage.context.db, newId: () => 'other-id' });
    expect(next.runs.remove([runId])).toEqual([runId]);
    expect(next.runs.remove([runId])).toEqual([]);
    expect(next.runs.list(10)).toEqual([]);
    expect(next.runs.get(runId).run.deleted).toBe(true);
    expect(next.runs.resumeInterrupted()).toBe(0);
    expect(next.runs.restore([runId])).toEqual([runId]);
    expect(next.runs.list(10).map(run => run.id)).toEqual([runId]);
  });

  it('is removed with the others or not at all', () => {
    const stage = openStage();
    aRun(stage.context.db);
    insertJobs(stage.context.db, [aJob('j')]);
    stage.context.db.prepare("UPDATE runs SET state = 'cancelled', finished_ms = 1").run();
    expect(() => stage.runs.remove(['run', 'nobody'])).toThrow(/no run 'nobody'/);
    expect(stage.runs.list(10).map(run => run.id)).toEqual(['run']);
  });
});
