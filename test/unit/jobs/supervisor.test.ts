import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import type { JobExit } from '../../../src-main/jobs/job-launcher.ts';
import type { FromJob, JobEnd, ToJob } from '../../../src-main/jobs/messages.ts';
import { createSupervisor, type JobEvents, type JobRequest, type RunningJob } from '../../../src-main/jobs/supervisor.ts';

const OUTPUT = { kind: 'files', directory: '/x', files: [] } as const;
const DONE: JobEnd = { state: 'succeeded', output: OUTPUT };
const FOLDERS = { artifacts: '/a', checkpoints: '/c', workspace: '/w', builtin: {}, library: '/engines/tf' };
const REQUEST: JobRequest = {
  ...{ jobId: 'j', kind: 'train', key: 'k', engine: 'wasm', identity: 'wasm-1t', threads: 2, rehearsal: false },
  ...{ input: { name: 'n', values: {}, inputs: {}, seed: 1, facts: {} } },
  checkpoints: [
    { key: 'k', seq: 7, folder: 'k/7-b', bytes: 1 },
    { key: 'k', seq: 6, folder: 'k/6-a', bytes: 1 },
  ],
};

/** A process that does what the test says. */
function scripted(events: Partial<JobEvents> = {}): {
  running: RunningJob;
  did: unknown[];
  say(message: FromJob): void;
  print(text: string): void;
  exit(exit: JobExit): void;
} {
  const did: unknown[] = [];
  const never = (): never => {
    throw new Error('not listened to');
  };
  let [say, print, exit]: [(message: unknown) => void, (text: string) => void, (exit: JobExit) => void] = [never, never, never];
  const { start } = createSupervisor({
    launcher: {
      start: () => ({
        post: message => void did.push(message),
        onMessage: listener => void (say = listener),
        onOutput: listener => void (print = listener),
        onExit: listener => void (exit = listener),
        kill: signal => void did.push(signal),
      }),
    },
    folders: () => FOLDERS,
    log: (jobId, { level, message }) => void did.push(`${jobId} ${level}: ${message}`),
    nowMs: () => 0,
  });
  const running = start(REQUEST, { progress: () => undefined, metrics: () => undefined, checkpoint: () => [], ...events });
  return { running, did, say: message => say(message), print: text => print(text), exit: how => exit(how) };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the supervisor', () => {
  it('gives the process its order, with where to go on', () => {
    expect(scripted().did).toEqual([
      {
        type: 'start',
        order: { ...REQUEST, folders: FOLDERS, threads: 2, checkpoints: ['k/7-b', 'k/6-a'], lastSeq: 7, checkpointEveryMs: 10_000 },
      },
    ]);
  });

  it('climbs from a message to SIGTERM to SIGKILL, five seconds each', async () => {
    const { running, did, exit } = scripted();
    did.length = 0;
    running.cancel();
    running.cancel();
    vi.advanceTimersByTime(4999);
    expect(did).toEqual([{ type: 'cancel' }]);
    vi.advanceTimersByTime(1);
    expect(did.slice(1)).toEqual(['SIGTERM']);
    vi.advanceTimersByTime(5000);
    expect(did.slice(2)).toEqual(['SIGKILL']);
    exit({ code: null, signal: 'SIGKILL' });
    expect(await running.ended).toEqual({ state: 'cancelled' });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('takes a result as the end even if it was asked to stop, and ends a process that stays', async () => {
    const { running, did, say, exit } = scripted();
    running.cancel();
    say({ type: 'end', end: DONE, points: [] });
    vi.advanceTimersByTime(5000);
    expect(did.at(-1)).toBe('SIGTERM');
    exit({ code: null, signal: 'SIGTERM' });
    expect(await running.ended).toEqual(DONE);
  });

  it('settles only once the process is gone', async () => {
    const { running, say, exit } = scripted();
    let settled = false;
    void running.ended.then(() => (settled = true));
    say({ type: 'end', end: DONE, points: [] });
    await Promise.resolve();
    expect(settled).toBe(false);
    exit({ code: 0, signal: null });
    await running.ended;
  });

  it('calls a process lost that ends without a word, and quotes its last twenty lines', async () => {
    const { running, say, print, exit } = scripted();
    for (let i = 0; i < 25; i++) say({ type: 'log', level: 'info', message: `line ${i}` });
    print('Segmentation fault\n');
    exit({ code: null, signal: 'SIGSEGV' });
    const end = await running.ended;
    if (end.state !== 'interrupted') throw new Error(end.state);
    expect(end.error.code).toBe('job-lost');
    expect(end.error.message).toMatch(/ended with signal SIGSEGV\. Its last lines: line 6 \| line 7 .*line 24 \| Segmentation fault$/);
  });

  it('says what memory was predicted and there when the system kills it, and for no other signal', async () => {
    const killedBy = async (signal: string): Promise<string> => {
      const { running, say, exit } = scripted();
      say({ type: 'memory', predictedBytes: 9e9, availableBytes: 10e9 });
      exit({ code: null, signal });
      const end = await running.ended;
      return end.state === 'interrupted' ? end.error.message.replaceAll(/\s/g, ' ') : end.state;
    };
    expect(await killedBy('SIGKILL')).toMatch(/memory runs out: about 9 GB were predicted, 10 GB were available/);
    expect(await killedBy('SIGSEGV')).not.toContain('predicted');
  });

  it('stores the last points before it says how the job ended, a diverged one’s too', async () => {
    const stored: unknown[] = [];
    const { running, say, exit } = scripted({ metrics: points => void stored.push(...points) });
    const points = [{ name: 'loss', step: 3, value: NaN }];
    say({ type: 'end', end: { state: 'failed', error: { code: 'diverged', message: 'NaN' } }, points });
    expect(stored).toEqual(points);
    exit({ code: 0, signal: null });
    expect(await running.ended).toMatchObject({ state: 'failed', error: { code: 'diverged' } });
  });

  it('answers a checkpoint once it is stored, with the folders that may go', () => {
    const checkpoint = { key: 'k', seq: 8, folder: 'k/8-c', bytes: 9 };
    const { did, say } = scripted({ checkpoint: () => ['k/6-a'] });
    say({ type: 'checkpoint', checkpoint, points: [] });
    expect(did.at(-1)).toEqual({ type: 'checkpoint-stored', seq: 8, remove: ['k/6-a'] } satisfies ToJob);
  });

  it('fails a job whose points can not be stored, whatever it makes of it', async () => {
    const full = new AppFailure({ code: 'disk-full', message: 'full' });
    const { running, did, say, exit } = scripted({
      metrics() {
        throw full;
      },
    });
    say({ type: 'metrics', points: [{ name: 'loss', step: 1, value: 1 }] });
    expect(did).toContainEqual({ type: 'cancel' });
    say({ type: 'end', end: { state: 'cancelled' }, points: [] });
    exit({ code: 0, signal: null });
    expect(await running.ended).toEqual({ state: 'failed', error: full.error });
  });

  it('writes down a minute of silence once, and does nothing else about it', () => {
    const { did, say } = scripted();
    vi.advanceTimersByTime(50_000);
    say({ type: 'heartbeat' });
    did.length = 0;
    vi.advanceTimersByTime(59_999);
    expect(did).toEqual([]);
    vi.advanceTimersByTime(120_001);
    expect(did).toEqual(["j warn: Nothing was heard from the job's process for 60 s"]);
  });
});
