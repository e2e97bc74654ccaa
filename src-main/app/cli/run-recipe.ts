import type { JobView, RunView } from '../../../src-shared/contracts/views.ts';
import { numberedName } from '../../../src-shared/domain/numbered-name.ts';
import { exitCodeOf } from '../../../src-shared/lib/app-error.ts';
import type { StartRequest } from '../../services/runs.ts';
import type { Services } from '../../services/services.ts';
import type { ReadableDb } from '../../stores/database.ts';
import { errorText, type Output } from './output.ts';
import { outputLines } from './output-lines.ts';
import { createTrialTeller } from './tell-trials.ts';
import { progressLine } from './progress-line.ts';
import { judgedItemsIn } from './validation-text.ts';

/** Runs a recipe to its end, telling what happens; returns the exit code. The last line holds every step's result. */
export async function runToEnd(services: Services, request: StartRequest, output: Output): Promise<number> {
  return followRun(services, () => services.runs.startOrResume(request), output);
}

export async function followRun({ runs, context }: Services, begin: () => string, output: Output): Promise<number> {
  const told: Told = { states: new Map(), failures: new Map(), db: context.db, output };
  const state: { runId: string | null } = { runId: null };
  const tell = (): void => {
    if (state.runId === null) return;
    const { jobs } = runs.get(state.runId);
    jobs.forEach(job => tellJob(job, told));
    // Timed on the engines: it has no progress of its own yet.
    const timed = jobs.filter(job => job.state === 'queued' && job.progress !== null);
    if (timed.length > 0) output.status([timed.map(progressLine).join('   ')]);
  };
  const tellTrial = createTrialTeller(context.db, output);
  const unsubscribe = context.events.subscribe(news => {
    if (!('runId' in news) || news.runId !== state.runId) return;
    if (news.type === 'run-changed') return tell();
    if (news.type === 'study-changed') return tellTrial(news);
    if (news.type !== 'job-progress') return;
    output.event({ type: 'progress', runId: news.runId, jobId: news.jobId, ...news.progress, remainingMs: news.remainingMs });
    const running = runs.get(news.runId).jobs.filter(job => job.state === 'running');
    output.status([...tellTrial.table(), running.map(progressLine).join('   ')]);
  });
  try {
    state.runId = begin();
    const { notes } = runs.get(state.runId);
    output.event({ type: 'run', runId: state.runId, ...(notes.length === 0 ? {} : { notes }) });
    notes.forEach(note => output.line(`Note: ${note}.`));
    const run = await runs.ended(state.runId);
    tell();
    const { jobs } = runs.get(run.id);
    output.result(resultOf(run, jobs), () => [...alikeLines(told), ...closingLines(run)]);
    return exitCode(run);
  } finally {
    output.done();
    unsubscribe();
  }
}

/** What a person was told of a run, and where. */
interface Told {
  /** By job: its state. */
  readonly states: Map<string, string>;
  /** By the step's kind and what it failed for: the jobs that did, the first of which said why. */
  readonly failures: Map<string, string[]>;
  readonly db: ReadableDb;
  readonly output: Output;
}

function tellJob(job: JobView, told: Told): void {
  const { output, db } = told;
  if (told.states.get(job.id) === job.state || job.state === 'queued') return;
  told.states.set(job.id, job.state);
  const { runId, id, step, kind, replicate, state, reused, error } = job;
  output.event({ type: 'step', runId, jobId: id, step, kind, replicate, state, reused, ...(error === null ? {} : { error }) });
  if (state === 'running' || failedAlike(job, told)) return;
  jobLines(job, db).forEach(line => output.line(line));
}

/** Folds and replicates fail of the same setting each, if not for the same number of items: one of them says why. */
function failedAlike(job: JobView, { failures }: Told): boolean {
  if (job.state !== 'failed' || job.error === null) return false;
  const { id: _id, ...same } = job.error;
  const why = `${job.kind}\n${errorText(same).replace(/\d+/g, '#')}`;
  const names = failures.get(why);
  if (names === undefined) failures.set(why, [nameOf(job)]);
  else if (!names.includes(nameOf(job))) names.push(nameOf(job));
  return names !== undefined;
}

/** Which others failed as the first one did. */
function alikeLines({ failures }: Told): readonly string[] {
  return [...failures.values()].flatMap(([first, ...others]) =>
    others.length === 0 ? [] : [`✘ ${others.join(', ')}: failed alike, as ${first} did.`],
  );
}

function nameOf({ step, replicate }: JobView): string {
  return numberedName(step, replicate);
}

function jobLines(job: JobView, db: ReadableDb): readonly string[] {
  const name = nameOf(job);
  if (job.state === 'succeeded' && job.output !== null) {
    const [first = '', ...more] = outputLines(job.output, judgedItemsIn(db, job.output));
    return [`✔ ${name}: ${first}${job.reused ? ' (already done)' : ''}`, ...more.map(line => `    ${line}`)];
  }
  const why = job.error === null ? '' : ` ${errorText(job.error)}`;
  return [`${job.state === 'failed' ? '✘' : '–'} ${name}: ${job.state}.${why}`];
}

/** Steps by name; a group of replicates has them in `replicates`. */
function resultOf(run: RunView, jobs: readonly JobView[]): Readonly<Record<string, unknown>> {
  const steps: Record<string, unknown> = {};
  for (const step of new Set(jobs.map(job => job.step))) {
    const members = jobs.filter(job => job.step === step).map(stepResult);
    steps[step] = members.length === 1 ? members[0] : { kind: members[0]?.kind, replicates: members };
  }
  return { type: 'result', runId: run.id, name: run.name, state: run.state, error: run.error, steps };
}

function stepResult({ kind, state, replicate, id, entityId, reused, engine, engineChoice, startedMs, finishedMs, output, error }: JobView) {
  return {
    kind,
    state,
    replicate,
    jobId: id,
    id: entityId,
    reused,
    engine,
    engineChoice,
    tookMs: startedMs === null || finishedMs === null ? null : finishedMs - startedMs,
    ...(output === null ? {} : { output }),
    ...(error === null ? {} : { error }),
  };
}

function closingLines(run: RunView): readonly string[] {
  if (run.state === 'succeeded') return [];
  if (run.state === 'interrupted' && run.error !== null) return [`Interrupted: ${errorText(run.error)}`];
  if (run.state === 'interrupted') return ['Interrupted. The same command goes on from here.'];
  return [`The run ${run.state === 'failed' ? 'failed' : 'was cancelled'}: ${run.id}`];
}

/** 0 done; 130 interrupted by a person; 3 the environment; else 1: a step failed. */
function exitCode(run: RunView): number {
  if (run.state === 'succeeded') return 0;
  if (run.state === 'cancelled' || (run.state === 'interrupted' && run.error === null)) return 130;
  const code = run.error === null ? 1 : exitCodeOf(run.error.code);
  return code === 3 ? 3 : 1;
}
