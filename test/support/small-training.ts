import { canonicalJson } from '../../src-shared/lib/json.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import type { Task } from '../../src-shared/domain/graph/model-graph.ts';
import type { MetricPoint, Progress } from '../../src-shared/domain/job-state.ts';
import { decodeTensorFile, encodeTensorFile, type TensorFile } from '../../src-shared/lib/tensor-file.ts';
import { initialParameters } from '../../src-main/engine/graph/parameters.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { TrainingHooks } from '../../src-main/engine/training/hooks.ts';
import type { TrainingResult } from '../../src-main/engine/training/loop-plan.ts';
import type { TrainingSetup } from '../../src-main/engine/training/run-training.ts';
import type { TrainingData } from '../../src-main/engine/training/training-data.ts';
import { graphOf } from './graphs.ts';

export const ADAM = { kind: 'adam', learningRate: 0.02, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/** Four inputs, a hidden layer with batch-norm and dropout: every kind of state there is. */
export const smallGraph = graphOf(
  {
    input: ['input', { shape: [4] }],
    fc1: ['dense', { units: 6, activation: 'linear', bias: true, initialiser: 'he-normal' }, 'input'],
    norm1: ['batch-norm', { momentum: 0.9, epsilon: 0.001 }, 'fc1'],
    relu1: ['activation', { function: 'relu' }, 'norm1'],
    dropout1: ['dropout', { rate: 0.25 }, 'relu1'],
    fc2: ['dense', { units: 3, activation: 'linear', bias: true, initialiser: 'he-normal' }, 'dropout1'],
  },
  ['fc2'],
);

/** Three noisy clusters in four dimensions; values, one number, is their first coordinate. */
export function smallData(task: Task = 'classes', counts = { train: 13, validation: 7, test: 0 }): TrainingData {
  const outputs = task === 'classes' ? 3 : 1;
  return {
    inputShape: [4],
    task,
    outputs,
    count: split => counts[split],
    gather(split, positions) {
      const inputs = new Float32Array(positions.length * 4);
      const targets = task === 'classes' ? new Int32Array(positions.length) : new Float32Array(positions.length);
      positions.forEach((position, i) => {
        const random = createRandom(5).split(split).split(position);
        for (let j = 0; j < 4; j++) inputs[i * 4 + j] = random.nextNormal() * 0.7 + (j === position % 3 ? 2 : 0);
        targets[i] = task === 'values' ? inputs[i * 4]! : position % (task === 'classes' ? 3 : 2);
      });
      return { inputs, targets };
    },
  };
}

/** 2 epochs of 4 steps, the last one short. */
export function smallSetup(tf: TensorLibrary, change: Partial<TrainingSetup> = {}): TrainingSetup {
  return {
    tf,
    graph: smallGraph,
    parameters: initialParameters(smallGraph, createRandom(3).split('init')),
    masks: {},
    data: smallData(),
    seed: 3,
    optimizer: ADAM,
    schedule: { kind: 'cosine', floor: 0 },
    epochs: 2,
    batchSize: 4,
    weightDecay: 0.01,
    gradientClipping: { norm: 1 },
    earlyStopping: { patience: 2, metric: 'validation.loss', minimumChange: 0 },
    keep: 'best',
    ...change,
  };
}

export interface Recorder extends TrainingHooks {
  readonly points: MetricPoint[];
  readonly reports: Progress[];
  readonly snapshots: TensorFile[];
  readonly logs: string[];
  turns: number;
}

/** Keeps what it is told. Snapshots go through their file form, as they do in use. */
export function recorder(change: Partial<TrainingHooks> = {}): Recorder {
  let clock = 0;
  const record: Recorder = {
    points: [],
    reports: [],
    snapshots: [],
    logs: [],
    turns: 0,
    resumeFrom: null,
    turn: () => Promise.resolve(void record.turns++),
    report: progress => void record.reports.push(progress),
    measure: points => void record.points.push(...points),
    checkpointDue: () => false,
    checkpoint: snapshot => Promise.resolve(void record.snapshots.push(decodeTensorFile(encodeTensorFile(snapshot)))),
    log: (_level, message) => void record.logs.push(message),
    nowMs: () => (clock += 10),
    ...change,
  };
  return record;
}

/** All that must not depend on interruptions. */
export function bitsOf({ trainingMs: _trainingMs, waitingMs: _waitingMs, ...result }: TrainingResult): string {
  const parameters = Object.entries(result.parameters).map(([name, { values }]) => [
    name,
    Buffer.from(values.slice().buffer).toString('hex'),
  ]);
  const masks = Object.entries(result.masks).map(([name, values]) => [name, Buffer.from(values).toString('hex')]);
  const slots = Object.entries(result.slots).map(([name, { values }]) => [name, Buffer.from(values.slice().buffer).toString('hex')]);
  return canonicalJson({ ...result, parameters, masks, slots });
}

/** The series as it is stored: by name and step, replacing. */
export function seriesOf(points: readonly MetricPoint[]): ReadonlyMap<string, number> {
  return new Map(points.map(({ name, step, value }) => [`${name} ${step}`, value]));
}

/** The result of the undisturbed run, and of every run that goes on from one of its snapshots. */
export async function undisturbedAndResumed(run: (hooks: TrainingHooks) => Promise<TrainingResult>): Promise<{
  readonly undisturbed: TrainingResult;
  readonly saved: Recorder;
  readonly resumed: readonly { readonly result: TrainingResult; readonly points: ReadonlyMap<string, number> }[];
}> {
  const undisturbed = await run(recorder());
  const saved = recorder({ checkpointDue: () => true });
  await run(saved);
  const resumed = [];
  for (const resumeFrom of saved.snapshots) {
    const again = recorder({ resumeFrom });
    const result = await run(again);
    resumed.push({ result, points: seriesOf(again.points) });
  }
  return { undisturbed, saved, resumed };
}
