import { createRandom, restoreRandom } from '../../src-shared/lib/random.ts';
import { createRegistry } from '../../src-shared/lib/registry.ts';
import type { Job, JobContext } from '../../src-main/jobs/job.ts';

/** What the test job is told by `input.values`. */
export interface CountingValues {
  readonly steps: number;
  /** Busy time of a step: makes room for a kill. */
  readonly stepMs?: number;
  /** What to do at that step, once. */
  readonly at?: number;
  readonly misbehave?: 'throw' | 'throw-later' | 'exit' | 'hang' | 'nan';
  /** Float32 values in the snapshot. */
  readonly size?: number;
}

/**
 * A job whose result depends on every single step: a walk of float32 sums over a random stream. Skipping or repeating a
 * step, or a bit lost in a checkpoint, gives other bytes.
 */
const counting: Job = {
  id: 'count',
  async run(input, context) {
    const values = input.values as unknown as CountingValues;
    context.log('info', `runs in process ${process.pid}`);
    const state = restore(input.seed, values.size ?? 8, context);
    for (; state.step < values.steps;) {
      await context.turn();
      state.step += 1;
      for (let i = 0; i < state.sums.length; i++) state.sums[i]! += state.random.nextNormal();
      misbehave(values, state.step, context);
      busy(values.stepMs ?? 0, context);
      context.measure([
        { name: 'sum', step: state.step, value: values.misbehave === 'nan' && state.step === values.at ? NaN : state.sums[0]! },
      ]);
      context.report({ fraction: state.step / values.steps, stage: 'training', step: state.step, steps: values.steps });
      if (context.checkpointDue()) await context.checkpoint(snapshotOf(state));
    }
    const manifest = await context.artifacts.write(new Uint8Array(state.sums.buffer));
    const summary = { name: 'sums', items: state.step, inputShape: [1], task: 'values' as const, classes: [], splits: {}, warnings: [] };
    return { kind: 'data', manifest, summary };
  },
};

interface State {
  step: number;
  readonly sums: Float32Array;
  readonly random: ReturnType<typeof createRandom>;
}

function restore(seed: number, size: number, { resumeFrom, log }: JobContext): State {
  if (resumeFrom === null) return { step: 0, sums: new Float32Array(size), random: createRandom(seed) };
  const step = Number(resumeFrom.metadata['step']);
  log('info', `resumed at step ${step}`);
  return {
    step,
    sums: resumeFrom.tensors['sums']!.values as Float32Array,
    random: restoreRandom(JSON.parse(resumeFrom.metadata['random']!) as number[]),
  };
}

function snapshotOf({ step, sums, random }: State): Parameters<JobContext['checkpoint']>[0] {
  return {
    metadata: { step: String(step), random: JSON.stringify(random.state) },
    tensors: { sums: { shape: [sums.length], values: sums } },
  };
}

function misbehave({ at, misbehave: how }: CountingValues, step: number, { resumeFrom }: JobContext): void {
  if (step !== at || resumeFrom !== null) return;
  if (how === 'throw') throw new TypeError('a bug of the job');
  if (how === 'throw-later') setImmediate(() => void Promise.reject(new RangeError('a bug nobody waited for')));
  if (how === 'exit') {
    process.stderr.write('last words of a native library\n');
    process.exit(7);
  }
  if (how === 'hang') for (;;);
}

function busy(ms: number, { nowMs }: JobContext): void {
  for (const start = nowMs(); nowMs() - start < ms;);
}

export const countingJobs = createRegistry<Job>([counting]);
