import { randomUUID } from 'node:crypto';
import type { EnergyUse } from '../../src-shared/domain/energy.ts';
import { toAppError } from '../../src-shared/lib/app-error.ts';
import type { Registry } from '../../src-shared/lib/registry.ts';
import { formatBytes } from '../../src-shared/lib/units.ts';
import type { BackendOptions } from '../engine/backends/backend.ts';
import type { Engine } from '../engine/tensor-library.ts';
import type { Job } from '../jobs/job.ts';
import type { FromJob, JobEnd, JobOrder, LogLevel, ToJob } from '../jobs/messages.ts';
import type { CoreWaits } from '../platform/core-waits.ts';
import { createJobContext } from './job-context.ts';
import type { MainPort } from './main-port.ts';
import type { ProcessMemory } from './refuse-memory.ts';
import { createRehearsal } from './rehearsal.ts';
import { createQuestions, type Questions } from './questions.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createCheckpointDesk, type CheckpointDesk } from './save-checkpoints.ts';
import { createStopSignal, type StopSignal } from './stop-signal.ts';
import { watchVitalSigns } from './vital-signs.ts';

/** What the shell hands to jobs; an entry point puts it together. */
export interface WorkerParts {
  readonly jobs: Registry<Job>;
  createEngine(id: string, options: BackendOptions): Promise<Engine>;
  monotonicMs(): number;
  memory(): ProcessMemory;
  coreWaits(): CoreWaits;
  energyUse(): EnergyUse;
}

const TICK_MS = 1000;

/**
 * Waits for the order, runs the job, posts its end. Resolves once that message is out; the process has nothing more to do
 * then. Never rejects: whatever a job throws is its end.
 */
export async function serveJob(port: MainPort<FromJob, ToJob>, parts: WorkerParts): Promise<void> {
  const post = (message: FromJob): void => void port.post(message);
  const stop = createStopSignal();
  const outbox = createOutbox(post, parts.monotonicMs);
  const vitals = watchVitalSigns(outbox, { monotonicMs: parts.monotonicMs, usedBytes: () => parts.memory().usedBytes });
  const started = Promise.withResolvers<JobOrder>();
  const questions = createQuestions(post);
  let desk: CheckpointDesk | null = null;
  port.onMessage(message => {
    if (message.type === 'start') started.resolve(message.order);
    else if (message.type === 'cancel' || message.type === 'interrupt') {
      stop.ask(message.type);
      questions.stop();
    } else if (message.type === 'answer' || message.type === 'refusal') questions.answer(message);
    else answerDesk(desk, message);
  });
  const order = await started.promise;
  const log = (level: LogLevel, message: string): void => post({ type: 'log', level, message });
  desk = createCheckpointDesk(order, { outbox, post, log });
  const tick = setInterval(() => {
    post({ type: 'heartbeat' });
    if (order.engine !== '' && !order.rehearsal) vitals.look();
    outbox.flush();
  }, TICK_MS);
  const end = await runJob({ order, parts, desk, questions, outbox: vitals.outbox, stop, post, log });
  clearInterval(tick);
  if (order.engine !== '') log('info', `At most ${formatBytes(parts.memory().peakBytes, 'en')} of memory were in use`);
  await port.post({ type: 'end', end, points: outbox.pending() });
}

/** An end for what nobody caught: a bug, with its stack in the log under the id a person can quote. */
export function endOfBug(thrown: unknown, log: (level: LogLevel, message: string) => void): JobEnd {
  const id = randomUUID().slice(0, 8);
  log('error', `[${id}] ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`);
  return { state: 'failed', error: { ...toAppError(thrown), id } };
}

interface Run {
  readonly order: JobOrder;
  readonly parts: WorkerParts;
  readonly desk: CheckpointDesk;
  readonly questions: Questions;
  readonly outbox: Outbox;
  readonly stop: StopSignal;
  post(message: FromJob): void;
  log(level: LogLevel, message: string): void;
}

async function runJob({ order, parts, ...shell }: Run): Promise<JobEnd> {
  try {
    if (order.rehearsal) return await rehearseJob({ order, parts, ...shell });
    const resumeFrom = await shell.desk.resume();
    if (resumeFrom !== null) shell.log('info', 'Going on from the last checkpoint');
    const context = createJobContext({ ...shell, ...parts, order, resumeFrom });
    return { state: 'succeeded', output: await parts.jobs.require(order.kind).run(order.input, context) };
  } catch (thrown) {
    return endOf(thrown, shell);
  }
}

/** However it ends, what was timed until then counts; only an end without a time has a reason to give. */
async function rehearseJob({ order, parts, ...shell }: Run): Promise<JobEnd> {
  const world = createJobContext({ ...shell, ...parts, order, resumeFrom: null });
  const rehearsal = createRehearsal(world, () => parts.coreWaits());
  try {
    await parts.jobs.require(order.kind).run(order.input, rehearsal.context);
  } catch (thrown) {
    const time = rehearsal.result();
    if (time === null && !(thrown instanceof Error && thrown.name === 'AbortError')) throw thrown;
    if (time !== null) shell.post({ type: 'rehearsed', ...time });
  }
  return { state: 'cancelled' };
}

function endOf(thrown: unknown, { stop, log }: Pick<Run, 'stop' | 'log'>): JobEnd {
  if (stop.wasAsked && thrown instanceof Error && thrown.name === 'AbortError') return { state: 'cancelled' };
  const error = toAppError(thrown);
  if (error.code === 'internal') return endOfBug(thrown, log);
  log('error', `${error.code}: ${error.message}`);
  return { state: 'failed', error };
}

function answerDesk(desk: CheckpointDesk | null, message: Extract<ToJob, { seq: number }>): void {
  desk?.answer(message.seq, message.type === 'checkpoint-stored' ? { remove: message.remove } : { error: message.error });
}
