import type { JobView, RunView } from '../../../src-shared/contracts/views.ts';
import type { EngineChoice } from '../../../src-shared/domain/engine-choice.ts';
import type { JobState } from '../../../src-shared/domain/job-state.ts';
import type { StepOutput } from '../../../src-shared/domain/step-output.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { dataOutput, filesOutput, modelOutput, report } from './fake-models.ts';

export interface FakeRun {
  run: RunView;
  jobs: JobView[];
}

type StepSpec = readonly [step: string, kind: string, replicate: number | null, state: JobState, output: StepOutput | null];

type Head = Pick<RunView, 'id' | 'name' | 'state' | 'createdMs'>;

const MINUTE = 60_000;

const CHOICE: EngineChoice = {
  ...{ engine: 'libtensorflow', title: 'TensorFlow (native)', identity: 'libtensorflow-2.21.0-cpu-2t', threads: 2, why: 'measured' },
  candidates: [
    { engine: 'libtensorflow', title: 'TensorFlow (native)', threads: 2, stepMs: 1.62, reason: null },
    { engine: 'libtensorflow', title: 'TensorFlow (native)', threads: 1, stepMs: 2.08, reason: null },
    { engine: 'wasm', title: 'WebAssembly (SIMD)', threads: 1, stepMs: 4.41, reason: null },
    { engine: 'cpu', title: 'Plain JavaScript', threads: 1, stepMs: null, reason: null },
  ],
};

const CHOSEN: Readonly<Record<string, EngineChoice>> = { train: CHOICE, prune: CHOICE };

function job(runId: string, [step, kind, replicate, state, output]: StepSpec, startedMs: number): JobView {
  const id = `${runId}-${step}-${replicate ?? 'x'}`;
  const ended = state === 'succeeded' || state === 'failed' || state === 'cancelled';
  return {
    id,
    runId,
    step,
    kind,
    replicate,
    state,
    progress: null,
    remainingMs: null,
    createdMs: startedMs,
    startedMs: state === 'queued' ? null : startedMs,
    finishedMs: ended ? startedMs + 72_300 : null,
    error: null,
    reused: false,
    output,
    entityId: output?.kind === 'model' ? `model-${step}-${replicate ?? 0}` : null,
    engine: CHOSEN[kind]?.identity ?? null,
    engineChoice: CHOSEN[kind] ?? null,
  };
}

function run({ id, name, state, createdMs }: Head, steps: readonly StepSpec[]): FakeRun {
  const jobs = steps.map((step, i) => job(id, step, createdMs + i * 73_000));
  const ended = state === 'succeeded' || state === 'failed' || state === 'cancelled';
  const fraction = jobs.filter(each => each.state === 'succeeded').length / Math.max(1, jobs.length);
  const finishedMs = ended ? Math.max(...jobs.map(each => each.finishedMs ?? createdMs)) : null;
  const open = jobs.filter(each => ['queued', 'running', 'interrupted'].includes(each.state)).length;
  const working = jobs.filter(each => each.state === 'running').length;
  const queue = { open, working, remainingMs: null, place: ended ? null : 1, paused: false, deleted: false };
  return { run: { id, name, state, createdMs, startedMs: createdMs, finishedMs, error: null, fraction, ...queue }, jobs };
}

const seeds = [0, 1, 2] as const;

export function finishedTour(nowMs: number): FakeRun {
  return run({ id: 'run-tour', name: 'mnist-tour, 3 seeds', state: 'succeeded', createdMs: nowMs - 95 * MINUTE }, [
    ['digits', 'import-data', null, 'succeeded', dataOutput],
    ...seeds.map(seed => ['dense', 'train', seed, 'succeeded', modelOutput('dense', seed)] as const),
    ...seeds.map(seed => ['lean', 'prune', seed, 'succeeded', modelOutput('lean', seed)] as const),
    ['verdict', 'compare', null, 'succeeded', { kind: 'report', report }],
    ['files', 'export', null, 'succeeded', filesOutput],
  ]);
}

export function runningTour(id: string, nowMs: number): FakeRun {
  const made = run({ id, name: 'mnist-tour', state: 'running', createdMs: nowMs - 2 * MINUTE }, [
    ['digits', 'import-data', null, 'succeeded', dataOutput],
    ['dense', 'train', null, 'running', null],
    ['lean', 'prune', null, 'queued', null],
    ['verdict', 'compare', null, 'queued', null],
    ['files', 'export', null, 'queued', null],
  ]);
  const digits = made.jobs[0]!;
  made.jobs[0] = { ...digits, reused: true };
  return made;
}

export function otherRuns(nowMs: number): FakeRun[] {
  const diverged = run({ id: 'run-diverged', name: 'too-fast', state: 'failed', createdMs: nowMs - 3 * 60 * MINUTE }, [
    ['digits', 'import-data', null, 'succeeded', dataOutput],
    ['dense', 'train', null, 'failed', null],
  ]);
  diverged.jobs[1] = {
    ...diverged.jobs[1]!,
    error: { code: 'diverged', message: 'The training loss is NaN at step 412 of 3440.', path: 'steps.dense.optimizer.learningRate' },
  };
  return [
    diverged,
    run(
      {
        id: 'run-interrupted',
        name: 'wide-net-with-a-rather-long-name-that-does-not-fit',
        state: 'interrupted',
        createdMs: nowMs - 26 * 60 * MINUTE,
      },
      [
        ['digits', 'import-data', null, 'succeeded', dataOutput],
        ['dense', 'train', null, 'interrupted', null],
      ],
    ),
    run({ id: 'run-cancelled', name: 'small-cnn', state: 'cancelled', createdMs: nowMs - 50 * 60 * MINUTE }, [
      ['digits', 'import-data', null, 'cancelled', null],
    ]),
  ];
}

export interface FakeSeries {
  readonly name: string;
  readonly steps: number[];
  readonly values: (number | null)[];
}

/** Curves that look like training; `fraction` of them is there. A diverged one ends in NaN. */
export function seriesOf({ id, kind, state }: JobView, fraction: number): FakeSeries[] {
  if (kind !== 'train' && kind !== 'prune') return [];
  const random = createRandom([...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0));
  const total = kind === 'prune' ? 3870 : 3440;
  const last = Math.round(total * fraction);
  const training = Array.from({ length: Math.round(300 * fraction) }, (_, i) => Math.round(((i + 1) * total) / 300));
  const epochs = Array.from({ length: Math.floor((last / total) * (kind === 'prune' ? 9 : 8)) }, (_, i) => (i + 1) * 430);
  const base = kind === 'prune' ? 0.06 : 0.03;
  const loss = (step: number): number =>
    base + 0.9 * Math.exp(-step / 320) + 0.02 * random.next() + (kind === 'prune' ? 0.05 * Math.sin(step / 700) ** 2 : 0);
  const broken = state === 'failed';
  return [
    {
      name: 'train.loss',
      steps: training,
      values: training.map(step => (broken && step > 412 ? null : loss(step) + (broken ? step / 90 : 0))),
    },
    { name: 'validation.loss', steps: epochs, values: epochs.map(step => (broken ? null : loss(step) + 0.03)) },
    {
      name: 'train.accuracy',
      steps: training,
      values: training.map(step => (broken && step > 412 ? null : 0.995 - 0.5 * Math.exp(-step / 260) - 0.01 * random.next())),
    },
    {
      name: 'validation.accuracy',
      steps: epochs,
      values: epochs.map(step => 0.981 - 0.12 * Math.exp(-step / 420) - 0.002 * random.next()),
    },
    { name: 'learningRate', steps: training, values: training.map(step => 0.0005 * (1 + Math.cos((Math.PI * step) / total))) },
    ...(kind === 'prune'
      ? [{ name: 'sparsity', steps: training, values: training.map(step => 0.918 * (1 - (1 - Math.min(1, step / 2600)) ** 3)) }]
      : []),
  ];
}
