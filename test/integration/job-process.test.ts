import { watch } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import type { JobLauncher, JobProcess } from '../../src-main/jobs/job-launcher.ts';
import type { JobOutcome } from '../../src-main/jobs/messages.ts';
import { readCheckpoint } from '../../src-main/platform/checkpoint-files.ts';
import { forkLauncher, supervise, type Supervised } from '../support/supervised.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A launcher whose latest process the test can kill. */
function killable(): JobLauncher & { kill(): void } {
  let latest: JobProcess | null = null;
  return {
    start: coming => (latest = forkLauncher.start(coming)),
    kill: () => latest?.kill('SIGKILL'),
  };
}

function hashOf(end: JobOutcome): string {
  if (end.state !== 'succeeded' || end.output.kind !== 'data') throw new Error(`The job ended as ${JSON.stringify(end)}`);
  return end.output.manifest.hash;
}

function errorOf(end: JobOutcome): { readonly code: string; readonly message: string; readonly id?: string } {
  if (!('error' in end)) throw new Error(`The job ended as ${end.state}`);
  return end.error;
}

async function undisturbed(steps: number, size: number): Promise<{ hash: string; job: Supervised }> {
  const job = supervise(temporaryFolder());
  return { hash: hashOf(await job.start({ steps, size }).ended), job };
}

describe('a job process that is killed', () => {
  it('gives the undisturbed result, bit for bit, when it dies after any checkpoint', async () => {
    const reference = await undisturbed(12, 8);
    const launcher = killable();
    const job = supervise(temporaryFolder(), { launcher });
    const lost = [];
    for (const checkpointsBefore of [1, 3, 4]) {
      let seen = 0;
      const end = await job.start(
        { steps: 12, size: 8 },
        {
          engine: () => undefined,
          progress: () => undefined,
          artifact: () => undefined,
          ...killAfter(job, () => ++seen === checkpointsBefore, launcher.kill),
        },
      ).ended;
      lost.push(errorOf(end).code);
    }
    const hash = hashOf(await job.start({ steps: 12, size: 8 }).ended);
    expect(lost).toEqual(['job-lost', 'job-lost', 'job-lost']);
    expect(job.logs.filter(line => line.includes('resumed at step'))).toEqual([
      'info: resumed at step 1',
      'info: resumed at step 4',
      'info: resumed at step 8',
    ]);
    expect(hash).toBe(reference.hash);
    expect([...job.metrics]).toEqual([...reference.job.metrics]);
  });

  it('leaves only whole checkpoints behind when it dies while it writes one', async () => {
    const size = 1_000_000;
    const reference = await undisturbed(4, size);
    const folder = temporaryFolder();
    const launcher = killable();
    const job = supervise(folder, { launcher });
    await mkdir(join(folder, 'checkpoints', 'key'), { recursive: true });
    for (let time = 0; time < 3; time++) {
      const watcher = watch(join(folder, 'checkpoints', 'key'), (_, name) => {
        if (name?.endsWith('.tmp') === true && job.checkpoints.length > time % 2) launcher.kill();
      });
      await job.start({ steps: 4, size }).ended;
      watcher.close();
      for (const checkpoint of job.checkpoints) await readCheckpoint(join(folder, 'checkpoints', checkpoint.folder));
    }
    expect(job.checkpoints.length).toBeGreaterThan(0);
    expect(hashOf(await job.start({ steps: 4, size }).ended)).toBe(reference.hash);
    // What the killed processes left half-written is gone with the next start.
    expect((await readdir(join(folder, 'checkpoints', 'key'))).length).toBe(2);
  });

  it('falls back to the checkpoint before when the newest is damaged', async () => {
    const reference = await undisturbed(6, 8);
    const folder = temporaryFolder();
    const launcher = killable();
    const job = supervise(folder, { launcher });
    let seen = 0;
    await job.start(
      { steps: 6, size: 8 },
      killAfter(job, () => ++seen === 3, launcher.kill),
    ).ended;
    const { writeFile } = await import('node:fs/promises');
    await writeFile(join(folder, 'checkpoints', job.checkpoints[0]!.folder, 'snapshot.safetensors'), 'broken');
    expect(hashOf(await job.start({ steps: 6, size: 8 }).ended)).toBe(reference.hash);
    expect(job.logs).toContain('info: resumed at step 2');
    expect(job.logs.find(line => line.startsWith('warn: Checkpoint'))).toMatch(/can't be used: The snapshot must have the sha-256/);
  });
});

/** Stores the checkpoint, then kills before the job hears of it. */
function killAfter(job: Supervised, when: () => boolean, kill: () => void): object {
  return {
    checkpoint(checkpoint: Supervised['checkpoints'][number], points: readonly { step: number; value: number }[]) {
      points.forEach(({ step, value }) => job.metrics.set(step, value));
      job.checkpoints.unshift(checkpoint);
      if (when()) kill();
      return job.checkpoints.splice(2).map(old => old.folder);
    },
  };
}

describe('a job process that misbehaves', () => {
  it('is lost, with its exit code and last words, when it ends without a result', async () => {
    const job = supervise(temporaryFolder());
    const end = await job.start({ steps: 9, at: 2, misbehave: 'exit' }).ended;
    expect(end.state).toBe('interrupted');
    const error = errorOf(end);
    expect(error.code).toBe('job-lost');
    expect(error.message).toMatch(/ended with exit code 7\. Its last lines: .*last words of a native library/);
  });

  it.each([
    ['throw', 'TypeError: a bug of the job'],
    ['throw-later', 'RangeError: a bug nobody waited for'],
  ] as const)('fails with an id under which the log has the stack (%s)', async (misbehave, message) => {
    const job = supervise(temporaryFolder());
    const error = errorOf(await job.start({ steps: 50, at: 2, stepMs: 1, misbehave }).ended);
    expect(error).toMatchObject({ code: 'internal', message });
    const logged = job.logs.find(line => line.startsWith(`error: [${String(error.id)}] ${message}`));
    expect(logged).toMatch(/counting-job\.ts:\d+/);
  });

  it('is ended by force when it does not stop within the grace', async () => {
    const job = supervise(temporaryFolder(), { graceMs: 100 });
    const running = job.start({ steps: 9, at: 2, misbehave: 'hang' }, { checkpoint: () => (running.cancel(), []) });
    expect(await running.ended).toEqual({ state: 'cancelled' });
  });

  it('fails when the worker file can not be started at all', async () => {
    const { createForkStarter } = await import('../../src-main/platform/child-process.ts');
    const { createJobLauncher } = await import('../../src-main/platform/job-launcher.ts');
    const launcher = createJobLauncher({ entry: 'worker.ts', start: createForkStarter({ execPath: '/nowhere/node' }) });
    const end = await supervise(temporaryFolder(), { launcher }).start({ steps: 1 }).ended;
    expect(end.state).toBe('failed');
    const error = errorOf(end);
    expect(error).toMatchObject({ code: 'job-lost' });
    expect(error.message).toContain('ENOENT');
  });
});

describe('a job process that is asked to stop', () => {
  it('stops at the next turn, having stored nothing after it', async () => {
    const job = supervise(temporaryFolder());
    const running = job.start(
      { steps: 100_000, stepMs: 1 },
      killAfter(
        job,
        () => true,
        () => running.cancel(),
      ),
    );
    expect(await running.ended).toEqual({ state: 'cancelled' });
    expect(job.checkpoints.length).toBe(1);
  });

  it('saves first when it is interrupted, and goes on from there', async () => {
    const reference = await undisturbed(300, 8);
    const job = supervise(temporaryFolder(), { checkpointEveryMs: 1e9 });
    const running = job.start({ steps: 300, stepMs: 2 }, { progress: () => running.interrupt() });
    expect(await running.ended).toEqual({ state: 'cancelled' });
    expect(job.counts.checkpoints).toBe(1);
    const hash = hashOf(await job.start({ steps: 300 }).ended);
    expect(job.logs.some(line => line.startsWith('info: resumed at step'))).toBe(true);
    expect(hash).toBe(reference.hash);
  });
});

describe('what a job process reports', () => {
  it('arrives with NaN as it is', async () => {
    const job = supervise(temporaryFolder());
    await job.start({ steps: 3, at: 2, misbehave: 'nan' }).ended;
    expect([...job.metrics.keys()]).toEqual([1, 2, 3]);
    expect(job.metrics.get(2)).toBeNaN();
  });

  it('fails the job when it can not be stored, and leaves no folder without a row', async () => {
    const folder = temporaryFolder();
    const job = supervise(folder);
    const full = new AppFailure({ code: 'disk-full', message: 'database or disk is full' });
    let seen = 0;
    const stored = killAfter(
      job,
      () => false,
      () => undefined,
    ) as { checkpoint: (...args: unknown[]) => readonly string[] };
    const checkpoint = (...args: unknown[]): readonly string[] => {
      if (++seen === 3) throw full;
      return stored.checkpoint(...args);
    };
    const end = await job.start({ steps: 9 }, { checkpoint }).ended;
    expect(end).toEqual({ state: 'failed', error: full.error });
    const folders = (await readdir(join(folder, 'checkpoints', 'key'))).map(name => join('key', name));
    expect(folders.sort()).toEqual(job.checkpoints.map(each => each.folder).sort());
  });
});
