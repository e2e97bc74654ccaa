import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JobView } from '../../src-shared/contracts/views.ts';
import type { EngineCandidate, EngineStatus } from '../../src-shared/domain/engine-status.ts';
import type { JobOutcome } from '../../src-main/jobs/messages.ts';
import { openApplication, type Application } from '../../src-main/app/application.ts';
import { readEnvironment } from '../../src-main/app/environment.ts';
import { requireEngine } from '../../src-main/services/choose-job-engine.ts';
import { SMALL_STEPS } from '../support/cli.ts';
import { failureOf } from '../support/failure-of.ts';
import { openStage, type Stage, type StagedJob } from '../support/run-stage.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const candidate = (id: string, probeStepMs: number, threads = 1): EngineCandidate => ({
  ...{ id, title: id.toUpperCase(), available: true, reason: 'Measured', probeStepMs, identity: `${id}-${threads}t`, threads },
});
const STATUS: EngineStatus = {
  ...{ chosen: 'wasm', title: 'WASM', reason: '', identity: 'wasm-1t', threads: 1 },
  candidates: [
    { ...candidate('gpu', 0), available: false, reason: 'No driver', probeStepMs: null, identity: null, threads: null },
    candidate('native', 3, 4),
    { ...candidate('native-xla', 0, 4), probeStepMs: null, reason: 'Slow to start: tried in long trainings only' },
    candidate('wasm', 2),
    candidate('cpu', 90),
  ],
};
const DIGITS = { do: 'import-data', source: 'builtin:mnist' };
const TRAIN = { do: 'train', data: 'digits', model: { preset: 'mlp' }, epochs: 1 };
const LOST: JobOutcome = { state: 'interrupted', error: { code: 'job-lost', message: 'It ended with signal SIGILL' } };

async function stageWith(steps: Readonly<Record<string, unknown>>): Promise<{ stage: Stage; runId: string }> {
  const stage = openStage({ engineStatus: () => Promise.resolve(STATUS) });
  const runId = stage.start({ digits: DIGITS, ...steps });
  await stage.settled();
  return { stage, runId: (await finish(stage, 'digits'), runId) };
}

function alive(stage: Stage, name: string): StagedJob {
  const [job, ...more] = [...stage.alive].filter(({ request }) => request.input.name === name);
  if (job === undefined || more.length > 0)
    throw new Error(`One '${name}' must run, but it is ${more.length + (job === undefined ? 0 : 1)}`);
  return job;
}

async function finish(stage: Stage, name: string): Promise<void> {
  alive(stage, name).end();
  await stage.settled();
}

interface Timed {
  readonly stepMs: number;
  readonly totalSteps: number;
}

/** Ends the rehearsal that is under way with a time for a step, or without. */
async function rehearsed(stage: Stage, name: string, engine: string, how: number | Timed | JobOutcome): Promise<void> {
  const job = alive(stage, name);
  expect(job.request).toMatchObject({ rehearsal: true, engine, key: '', checkpoints: [] });
  const time = typeof how === 'number' ? { stepMs: how, totalSteps: 1000 } : 'stepMs' in how ? how : null;
  if (time !== null) job.events.rehearsed?.({ steps: 100, ...time });
  job.end(time === null ? (how as JobOutcome) : { state: 'cancelled' });
  await stage.settled();
}

const jobOf = (stage: Stage, runId: string, step: string) => stage.runs.get(runId).jobs.find(job => job.step === step);
const choiceOf = (stage: Stage, runId: string, step: string) => jobOf(stage, runId, step)?.engineChoice;

describe('choosing the engine of a job', () => {
  it('times the job on every engine but the last resort, one after the other, and takes the fastest', async () => {
    const { stage, runId } = await stageWith({ net: TRAIN });
    expect(alive(stage, 'net').request).toMatchObject({ threads: 4, identity: 'native-4t' });
    expect(jobOf(stage, runId, 'net')).toMatchObject({ state: 'queued', progress: { stage: 'measuring' } });
    await rehearsed(stage, 'net', 'native', 1.5);
    await rehearsed(stage, 'net', 'native', 9);
    await rehearsed(stage, 'net', 'wasm', 4);
    expect(alive(stage, 'net').request).toMatchObject({ rehearsal: false, engine: 'native', identity: 'native-4t', threads: 4 });
    expect(choiceOf(stage, runId, 'net')).toEqual({
      ...{ engine: 'native', title: 'NATIVE', identity: 'native-4t', threads: 4, why: 'measured' },
      candidates: [
        { engine: 'gpu', title: 'GPU', threads: null, stepMs: null, reason: 'No driver' },
        { engine: 'native', title: 'NATIVE', threads: 4, stepMs: 1.5, reason: null },
        { engine: 'native', title: 'NATIVE', threads: 1, stepMs: 9, reason: null },
        { engine: 'native-xla', title: 'NATIVE-XLA', threads: 4, stepMs: null, reason: null },
        { engine: 'wasm', title: 'WASM', threads: 1, stepMs: 4, reason: null },
        { engine: 'cpu', title: 'CPU', threads: 1, stepMs: null, reason: null },
      ],
    });
    expect(jobOf(stage, runId, 'net')).toMatchObject({ engine: 'native-4t', progress: null });
  });

  it('takes fewer threads where they are faster, and gives the others to whoever waits', async () => {
    const { stage, runId } = await stageWith({ net: TRAIN });
    await rehearsed(stage, 'net', 'native', 1.5);
    expect(alive(stage, 'net').request).toMatchObject({ rehearsal: true, identity: 'native-1t', threads: 1 });
    await rehearsed(stage, 'net', 'native', 1.1);
    await rehearsed(stage, 'net', 'wasm', 4);
    expect(alive(stage, 'net').request).toMatchObject({ rehearsal: false, identity: 'native-1t', threads: 1 });
    expect(choiceOf(stage, runId, 'net')).toMatchObject({ identity: 'native-1t', threads: 1, why: 'measured' });
  });

  it('tries what starts slowly where the training is long enough to earn it back, with all threads', async () => {
    const { stage, runId } = await stageWith({ net: TRAIN });
    const long = (stepMs: number): Timed => ({ stepMs, totalSteps: 50_000 });
    await rehearsed(stage, 'net', 'native', long(1.5));
    await rehearsed(stage, 'net', 'native', long(1.3));
    await rehearsed(stage, 'net', 'wasm', long(4));
    expect(alive(stage, 'net').request).toMatchObject({ rehearsal: true, identity: 'native-xla-4t' });
    await rehearsed(stage, 'net', 'native-xla', long(1.1));
    expect(alive(stage, 'net').request).toMatchObject({ rehearsal: false, engine: 'native-xla', identity: 'native-xla-4t' });
    expect(choiceOf(stage, runId, 'net')).toMatchObject({ why: 'measured', threads: 4 });
  });

  it('leaves out what takes more threads than a step is offered', async () => {
    const status = {
      ...STATUS,
      chosen: 'native-ops',
      candidates: [{ ...candidate('native-ops', 1, 4), fewestThreads: 2 }, ...STATUS.candidates],
    };
    const stage = openStage({ engineStatus: () => Promise.resolve(status) });
    const runId = stage.start({ digits: DIGITS, net: { ...TRAIN, repeat: 4 } });
    await stage.settled();
    await finish(stage, 'digits');
    await rehearsed(stage, 'net', 'native', LOST);
    await rehearsed(stage, 'net', 'wasm', LOST);
    // None could be timed: the probe's fastest is taken, but not the one that needs two threads.
    expect(choiceOf(stage, runId, 'net')).toMatchObject({ engine: 'wasm', why: 'probed', threads: 1 });
  });

  it('remembers: replicates and a later run of the same work are not timed, another work is', async () => {
    const { stage } = await stageWith({ net: { ...TRAIN, repeat: 2 } });
    expect(alive(stage, 'net').request.identity).toBe('native-2t');
    await rehearsed(stage, 'net', 'native', 1.5);
    await rehearsed(stage, 'net', 'native', 9);
    await rehearsed(stage, 'net', 'wasm', 4);
    expect([...stage.alive].map(({ request }) => [request.rehearsal, request.identity])).toEqual([
      [false, 'native-2t'],
      [false, 'native-2t'],
    ]);
    for (const job of [...stage.alive]) job.end();
    await stage.settled();
    const before = stage.started.length;
    stage.runs.start({ recipe: recipeOf({ digits: DIGITS, again: { ...TRAIN, repeat: 2 } }, 77), fresh: false, folder: '/ws' });
    await stage.settled();
    expect(stage.started.slice(before).map(({ request }) => request.rehearsal)).toEqual([false, false]);
    for (const job of [...stage.alive]) job.end();
    await stage.settled();
    stage.start({ digits: DIGITS, longer: { ...TRAIN, epochs: 9 } });
    await stage.settled();
    expect(alive(stage, 'longer').request.rehearsal).toBe(true);
  });

  it('gives an interrupted job the engine it had', async () => {
    const { stage, runId } = await stageWith({ net: TRAIN });
    await rehearsed(stage, 'net', 'native', 1.5);
    await rehearsed(stage, 'net', 'native', 9);
    await rehearsed(stage, 'net', 'wasm', 4);
    const { key } = alive(stage, 'net').request;
    alive(stage, 'net').end(LOST);
    await stage.settled();
    stage.runs.resume(runId);
    await stage.settled();
    expect(alive(stage, 'net').request).toMatchObject({ rehearsal: false, engine: 'native', key });
  });

  it('takes a crash for the reason against that engine', async () => {
    const { stage, runId } = await stageWith({ net: TRAIN });
    await rehearsed(stage, 'net', 'native', LOST);
    await rehearsed(stage, 'net', 'wasm', 4);
    expect(choiceOf(stage, runId, 'net')).toMatchObject({ engine: 'wasm', why: 'measured' });
    expect(choiceOf(stage, runId, 'net')?.candidates[1]).toMatchObject({ stepMs: null, reason: 'It ended with signal SIGILL' });
  });

  it('falls back on the probe where no engine could be timed: the job says itself what is wrong', async () => {
    const { stage, runId } = await stageWith({ net: TRAIN });
    await rehearsed(stage, 'net', 'native', LOST);
    await rehearsed(stage, 'net', 'wasm', { state: 'failed', error: { code: 'invalid-input', message: 'Too few items' } });
    expect(choiceOf(stage, runId, 'net')).toMatchObject({ engine: 'wasm', why: 'probed' });
    expect(alive(stage, 'net').request.rehearsal).toBe(false);
  });

  it('stops timing when the run is cancelled or the program closes, and remembers nothing of it', async () => {
    const { stage, runId } = await stageWith({ net: TRAIN });
    await rehearsed(stage, 'net', 'native', 1.5);
    await rehearsed(stage, 'net', 'native', 9);
    const timing = alive(stage, 'net');
    stage.runs.cancel(runId);
    await stage.settled();
    expect(timing.asked).toBe('cancel');
    expect(stage.runs.get(runId).run.state).toBe('cancelled');
    stage.start({ digits: DIGITS, net: TRAIN });
    await stage.settled();
    const again = alive(stage, 'net');
    expect(again.request).toMatchObject({ rehearsal: true, engine: 'native' });
    await stage.close();
    expect(again.asked).toBe('cancel');
    expect(stage.alive.size).toBe(0);
  });

  it('waits for the cores it needs before it times anything', async () => {
    const { stage } = await stageWith({ other: { ...DIGITS, splits: { train: 5, seed: 2 } }, net: TRAIN });
    expect([...stage.alive].map(({ request }) => request.input.name)).toEqual(['other']);
    await finish(stage, 'other');
    expect(alive(stage, 'net').request.rehearsal).toBe(true);
  });

  it('takes the probe’s fastest for what only runs forward', async () => {
    const { stage, runId } = await stageWith({ net: TRAIN, check: { do: 'evaluate', model: 'net' } });
    await rehearsed(stage, 'net', 'native', 1.5);
    await rehearsed(stage, 'net', 'native', 9);
    await rehearsed(stage, 'net', 'wasm', 4);
    await finish(stage, 'net');
    expect(choiceOf(stage, runId, 'check')).toMatchObject({ engine: 'wasm', why: 'probed' });
  });

  it('obeys a person, over a resume too', async () => {
    const stage = openStage({ engineStatus: () => Promise.resolve(STATUS) });
    const runId = stage.runs.start({ recipe: recipeOf({ digits: DIGITS, net: TRAIN }, 1), fresh: false, folder: '/ws', engine: 'cpu' });
    await stage.settled();
    await finish(stage, 'digits');
    expect(alive(stage, 'net').request).toMatchObject({ engine: 'cpu', rehearsal: false });
    expect(choiceOf(stage, runId, 'net')?.why).toBe('by-hand');
    alive(stage, 'net').end(LOST);
    await stage.settled();
    stage.runs.resume(runId);
    await stage.settled();
    expect(alive(stage, 'net').request.engine).toBe('cpu');
  });

  it('refuses an engine by hand that is unknown or can not run', () => {
    expect(failureOf(() => requireEngine(STATUS, 'cuda'))).toMatchObject({
      code: 'invalid-input',
      message: "An engine must be one of gpu, native, native-xla, wasm, cpu, got 'cuda'",
    });
    expect(failureOf(() => requireEngine(STATUS, 'gpu'))).toMatchObject({
      code: 'engine-unavailable',
      message: "GPU can't run here: No driver",
    });
  });
});

function recipeOf(steps: object, seed: number): string {
  return JSON.stringify({ espalier: 1, name: 'small', seed, steps });
}

describe('a rehearsal in a real process', { timeout: 120_000 }, () => {
  const probeEntry = join(import.meta.dirname, '..', 'support', 'two-engines-probe.ts');
  const bundles = join(import.meta.dirname, '..', '..', '.out', 'main');

  async function runIn(engine?: string): Promise<{ jobs: readonly JobView[]; files: readonly string[] }> {
    const workspaceFolder = temporaryFolder();
    const environment = { ...readEnvironment({ ESPALIER_ENGINES: '/nowhere' }, bundles), probeEntry, cores: 2 };
    const app: Application = openApplication({ environment, workspaceFolder, program: 'test' });
    const { runs } = app.services;
    const steps = { digits: SMALL_STEPS.digits, dense: { ...SMALL_STEPS.dense, batchSize: 20 }, check: { do: 'evaluate', model: 'dense' } };
    const runId = runs.start({ recipe: recipeOf(steps, 3), fresh: false, folder: null, engine });
    expect(await runs.ended(runId)).toMatchObject({ state: 'succeeded' });
    const { jobs } = runs.get(runId);
    await app.close();
    const files = readdirSync(join(workspaceFolder, 'artifacts'), { recursive: true }).map(String).sort();
    expect(
      readdirSync(join(workspaceFolder, 'checkpoints'), { recursive: true, withFileTypes: true }).filter(each => each.isFile()),
    ).toEqual([]);
    return { jobs, files };
  }

  it('times WASM with the job itself, and has the reason of an engine that does not start after all', async () => {
    const { jobs, files } = await runIn();
    const [data, dense, check] = jobs.map(job => job.engineChoice);
    expect([data, check]).toMatchObject([null, { engine: 'wasm', why: 'probed' }]);
    expect(dense).toMatchObject({ engine: 'wasm', threads: 1, why: 'measured' });
    const [native, wasm] = dense!.candidates;
    expect(native?.reason).toMatch(/can't run here: Not installed/);
    expect(wasm).toMatchObject({ engine: 'wasm', reason: null });
    expect(wasm!.stepMs).toBeGreaterThan(0.01);
    // A rehearsal leaves nothing: the same files as without one.
    expect(files).toEqual((await runIn('wasm')).files);
  });
});
