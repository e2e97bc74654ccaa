import type { ArtifactRef } from '../../src-shared/domain/dataset.ts';
import type { MetricPoint, Progress } from '../../src-shared/domain/job-state.ts';
import { toAppError } from '../../src-shared/lib/app-error.ts';
import { formatBytes } from '../../src-shared/lib/units.ts';
import type { JobExit, JobLauncher, JobProcess } from './job-launcher.ts';
import type { JobInput } from './job.ts';
import type { FromJob, JobEnd, JobFolders, JobOrder, JobOutcome, LogLevel, ToJob, WrittenCheckpoint } from './messages.ts';

/** What one start of a job differs in; the rest is the supervisor's. */
export interface JobRequest {
  readonly jobId: string;
  readonly kind: string;
  readonly key: string;
  readonly input: JobInput;
  readonly engine: string;
  /** What that engine must be; null for a step without one. */
  readonly identity: string | null;
  /** Threads of one operation of that engine. */
  readonly threads: number;
  /** Only its steps are timed; nothing is kept. */
  readonly rehearsal: boolean;
  /** Newest first. */
  readonly checkpoints: readonly WrittenCheckpoint[];
}

/** What a job does while it runs. A listener that throws ends the job as failed with that error: what is not stored is not done. */
export interface JobEvents {
  progress(progress: Progress, newest: readonly MetricPoint[]): void;
  /** To be stored, replacing points of the same name and step. */
  metrics(points: readonly MetricPoint[]): void;
  /** Called once the folder is whole; the job goes on when this returns. Returns folders no row names any more. */
  checkpoint(checkpoint: WrittenCheckpoint, points: readonly MetricPoint[]): readonly string[];
  /** The time of a step, from a rehearsal. */
  rehearsed?(time: { readonly stepMs: number; readonly steps: number; readonly totalSteps: number | null }): void;
  /** A file the job has put into the artifact folder. */
  artifact?(artifact: ArtifactRef): void;
  /** What the job asks; a rejection is the job's own failure. */
  ask?(question: unknown): Promise<unknown>;
  /** The back end it got. */
  engine?(engine: { readonly id: string; readonly identity: string; readonly threads: number }): void;
}

export interface RunningJob {
  /** At the next turn; by force after the grace. Further calls change nothing. */
  cancel(): void;
  /** Like `cancel`, but with a checkpoint first if the job makes one within the grace. */
  interrupt(): void;
  /** Settles once the process is gone, and never rejects. */
  readonly ended: Promise<JobOutcome>;
}

export interface SupervisorOptions {
  readonly launcher: JobLauncher;
  /** Asked at each start: a native library may have been registered since the one before. */
  folders(): JobFolders;
  /** Keeps a line of the job's log. */
  log(jobId: string, entry: { readonly atMs: number; readonly level: LogLevel; readonly message: string }): void;
  nowMs(): number;
  /** Between the steps of the ladder: message, SIGTERM, SIGKILL. */
  readonly graceMs?: number;
  /** Silence after which the log says so. */
  readonly silenceMs?: number;
  readonly checkpointEveryMs?: number;
}

const GRACE_MS = 5000;
const SILENCE_MS = 60_000;
const CHECKPOINT_EVERY_MS = 10_000;
const LAST_LINES = 20;

/** One job under watch. `end` is what it said, `stop` what it was asked. */
interface Watch {
  readonly options: SupervisorOptions;
  readonly request: JobRequest;
  readonly events: JobEvents;
  readonly process: JobProcess;
  readonly lastLines: string[];
  readonly timers: Set<NodeJS.Timeout>;
  memory: Extract<FromJob, { type: 'memory' }> | null;
  silence: NodeJS.Timeout | null;
  end: JobEnd | null;
  stop: 'cancel' | 'interrupt' | null;
}

type News = Exclude<FromJob, { type: 'heartbeat' | 'memory' }>;

/** Starts job processes, and answers for each of them: exactly one end, whatever the process does. */
export function createSupervisor(options: SupervisorOptions): { start(request: JobRequest, events: JobEvents): RunningJob } {
  return { start: (request, events) => startJob(options, request, events) };
}

function startJob(options: SupervisorOptions, request: JobRequest, events: JobEvents): RunningJob {
  const order = orderOf(options, request);
  const process = options.launcher.start({ engine: order.engine, library: order.folders.library });
  const watch: Watch = {
    options,
    request,
    events,
    process,
    lastLines: [],
    timers: new Set(),
    memory: null,
    silence: null,
    end: null,
    stop: null,
  };
  const ended = new Promise<JobOutcome>(resolve => {
    process.onExit(exit => {
      for (const timer of watch.timers) clearTimeout(timer);
      if (watch.silence !== null) clearTimeout(watch.silence);
      resolve(endOf(watch, exit));
    });
  });
  process.onMessage(message => {
    listenForSilence(watch);
    const said = message as FromJob;
    if (said.type === 'memory') watch.memory = said;
    else if (said.type !== 'heartbeat') hear(watch, said);
  });
  process.onOutput(text => note(watch, 'warn', text.trimEnd()));
  listenForSilence(watch);
  post(watch, { type: 'start', order });
  return { cancel: () => stop(watch, 'cancel'), interrupt: () => stop(watch, 'interrupt'), ended };
}

function orderOf({ folders, checkpointEveryMs }: SupervisorOptions, request: JobRequest): JobOrder {
  return {
    ...request,
    folders: folders(),
    checkpoints: request.checkpoints.map(checkpoint => checkpoint.folder),
    lastSeq: Math.max(0, ...request.checkpoints.map(checkpoint => checkpoint.seq)),
    checkpointEveryMs: checkpointEveryMs ?? CHECKPOINT_EVERY_MS,
  };
}

function hear(watch: Watch, message: News): void {
  try {
    handle(watch, message);
  } catch (thrown) {
    // Most often the store, on a full disk. The job would only compute what can't be kept.
    const error = toAppError(thrown);
    note(watch, 'error', `What the job reported could not be stored: ${error.message}`);
    watch.end ??= { state: 'failed', error };
    post(watch, message.type === 'checkpoint' ? { type: 'checkpoint-refused', seq: message.checkpoint.seq, error } : { type: 'cancel' });
    climbAfterGrace(watch);
  }
}

function handle(watch: Watch, message: News): void {
  const { events } = watch;
  switch (message.type) {
    case 'progress':
      return events.progress(message.progress, message.newest);
    case 'metrics':
      return events.metrics(message.points);
    case 'checkpoint':
      return post(watch, {
        type: 'checkpoint-stored',
        seq: message.checkpoint.seq,
        remove: events.checkpoint(message.checkpoint, message.points),
      });
    case 'ask':
      return void answer(watch, message);
    case 'log':
      return note(watch, message.level, message.message);
    case 'end':
      return hearEnd(watch, message.end, message.points);
    default:
      return passOn(events, message);
  }
}

/** What not everybody wants to know. */
function passOn(events: JobEvents, message: Extract<News, { type: 'engine' | 'rehearsed' | 'artifact' }>): void {
  switch (message.type) {
    case 'engine':
      return events.engine?.({ id: message.id, identity: message.identity, threads: message.threads });
    case 'rehearsed':
      return events.rehearsed?.({ stepMs: message.stepMs, steps: message.steps, totalSteps: message.totalSteps });
    case 'artifact':
      return events.artifact?.(message.artifact);
  }
}

async function answer(watch: Watch, { number, question }: Extract<FromJob, { type: 'ask' }>): Promise<void> {
  try {
    if (watch.events.ask === undefined) throw new Error('A job asked, but nobody is there to answer');
    post(watch, { type: 'answer', number, answer: await watch.events.ask(question) });
  } catch (thrown) {
    post(watch, { type: 'refusal', number, error: toAppError(thrown) });
  }
}

/** A success whose curve can't be stored is none; any other end stays what it was. */
function hearEnd(watch: Watch, end: JobEnd, points: readonly MetricPoint[]): void {
  if (end.state !== 'succeeded') watch.end ??= end;
  if (points.length > 0) watch.events.metrics(points);
  watch.end ??= end;
  climbAfterGrace(watch);
}

function stop(watch: Watch, how: 'cancel' | 'interrupt'): void {
  if (watch.stop !== null) return;
  watch.stop = how;
  post(watch, { type: how });
  climbAfterGrace(watch);
}

/** A process that has said its last word, or was asked to stop, gets the grace to go by itself. */
function climbAfterGrace(watch: Watch): void {
  after(watch, watch.options.graceMs ?? GRACE_MS, () => climb(watch));
}

function climb(watch: Watch): void {
  watch.process.kill('SIGTERM');
  after(watch, watch.options.graceMs ?? GRACE_MS, () => watch.process.kill('SIGKILL'));
}

function after(watch: Watch, delayMs: number, work: () => void): void {
  const timer = setTimeout(() => {
    watch.timers.delete(timer);
    work();
  }, delayMs);
  watch.timers.add(timer);
}

/** A long native call is legal, so silence is only written down. */
function listenForSilence(watch: Watch): void {
  const silenceMs = watch.options.silenceMs ?? SILENCE_MS;
  if (watch.silence !== null) clearTimeout(watch.silence);
  watch.silence = setTimeout(() => {
    note(watch, 'warn', `Nothing was heard from the job's process for ${Math.round(silenceMs / 1000)} s`);
  }, silenceMs);
  watch.silence.unref();
}

/** A process that never started fails; one that vanished can go on from its checkpoint. */
function endOf(watch: Watch, exit: JobExit): JobOutcome {
  if (watch.end !== null) return watch.end;
  if (watch.stop !== null) return { state: 'cancelled' };
  const how = exit.failure ?? (exit.signal === null ? `exit code ${String(exit.code)}` : `signal ${exit.signal}`);
  const lines = watch.lastLines.length === 0 ? '' : ` Its last lines: ${watch.lastLines.join(' | ')}`;
  note(watch, 'error', `The job's process ended without a result (${how})`);
  return {
    state: exit.failure === undefined ? 'interrupted' : 'failed',
    error: {
      code: 'job-lost',
      message: `The job's process must end with a result, but it ended with ${how}.${memoryNote(watch, exit)}${lines}`,
      hint: 'Run it again: it goes on from its last checkpoint. The log of the job has more.',
    },
  };
}

/** SIGKILL that nobody here sent is mostly the system's way out of a shortage of memory. */
function memoryNote({ memory }: Watch, { signal }: JobExit): string {
  if (signal !== 'SIGKILL' || memory === null) return '';
  const [predicted, available] = [memory.predictedBytes, memory.availableBytes].map(bytes => formatBytes(bytes, 'en'));
  return ` The system does that when memory runs out: about ${predicted} were predicted, ${available} were available.`;
}

function note({ options, request, lastLines }: Watch, level: LogLevel, message: string): void {
  if (message === '') return;
  lastLines.push(message.slice(0, 500));
  if (lastLines.length > LAST_LINES) lastLines.shift();
  options.log(request.jobId, { atMs: options.nowMs(), level, message });
}

function post(watch: Watch, message: ToJob): void {
  watch.process.post(message);
}
