/** Times of a training step: plain, with cached soft labels, with the teacher in the step, beside the teacher's forward pass. */
import { createEngine } from '../../../src-main/engine/backends/ladder.ts';
import { distillationObjective } from '../../../src-main/engine/distillation/objective.ts';
import type { NetworkTeacher } from '../../../src-main/engine/distillation/teacher.ts';
import { answersOn } from '../../../src-main/engine/distillation/teacher-answers.ts';
import { bindLosses, teachingExtras, type TeachingSetup } from '../../../src-main/engine/distillation/teaching.ts';
import { createPredictor } from '../../../src-main/engine/evaluation/predictor.ts';
import { presets } from '../../../src-main/engine/graph/presets/index.ts';
import { initialParameters } from '../../../src-main/engine/graph/parameters.ts';
import type { Engine } from '../../../src-main/engine/tensor-library.ts';
import { createStepRunner } from '../../../src-main/engine/training/create-step-runner.ts';
import { initialState } from '../../../src-main/engine/training/loop-state.ts';
import { createStepPlan } from '../../../src-main/engine/training/prepare.ts';
import type { StepRunner } from '../../../src-main/engine/training/step-runner.ts';
import type { TrainingData } from '../../../src-main/engine/training/training-data.ts';
import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { computingMs } from '../computing.ts';
import { separableData } from '../engine/data.ts';

const INPUT = [28, 28, 1];
const BATCH = 64;
const ADAM = { kind: 'adam', learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

export interface StepTimes {
  readonly student: string;
  /** Milliseconds of computing, medians over rounds. */
  readonly plainMs: number;
  readonly cachedMs: number;
  readonly withinMs: number;
  readonly teacherMs: number;
}

/** Everything interleaved in one process, so that whatever else runs slows all of it alike. */
export async function stepTimes(
  libraryFolder: string,
  {
    hidden,
    rounds,
    steps,
    threads,
  }: { readonly hidden: readonly number[]; readonly rounds: number; readonly steps: number; readonly threads: number },
): Promise<StepTimes> {
  const engine = await createEngine('libtensorflow', { libraryFolder, threads });
  const data = withGather(separableData(INPUT));
  const teacher = teacherOf([1200, 1200]);
  const answers = [await answersOn({ engine, data, split: 'train' }, teacher, () => Promise.resolve())];
  const runners = [
    runnerOf(engine, data, { hidden }),
    runnerOf(engine, data, { hidden, teacher, answers }),
    runnerOf(engine, data, { hidden, teacher, answers: null }),
  ];
  const predictor = createPredictor({ engine, graph: teacher.graph, parameters: teacher.parameters, inputShape: INPUT });
  const { inputs } = data.gather('train', positionsAt(0));
  const subjects = [
    ...runners.map(runner => (at: number) => stepOnce(runner, at)),
    () => predictor.answer(inputs, BATCH).then(() => undefined),
  ];
  const times: number[][] = subjects.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [i, subject] of subjects.entries()) {
      const started = computingMs();
      for (let step = 0; step < steps; step++) await subject(round * steps + step);
      // The first round compiles.
      if (round > 0) times[i]!.push((computingMs() - started) / steps);
    }
  }
  runners.forEach(runner => runner.dispose());
  predictor.dispose();
  const [plainMs, cachedMs, withinMs, teacherMs] = times.map(median) as [number, number, number, number];
  return { student: hidden.join('-'), plainMs, cachedMs, withinMs, teacherMs };
}

function teacherOf(hidden: readonly number[]): NetworkTeacher {
  const graph = presets
    .require('mlp')
    .build({ hidden, activation: 'relu', dropout: 0, batchNorm: false }, { inputShape: INPUT, outputs: 10 });
  const all = Array.from({ length: 10 }, (_, i) => i);
  const map = { known: all, outputs: all, missing: [], foreign: [], isSame: true, sign: 1 } as const;
  return {
    kind: 'network',
    name: 'teacher',
    graph,
    parameters: initialParameters(graph, createRandom(1)),
    map,
    outputs: 10,
    rescale: null,
    own: null,
  };
}

interface Taught {
  readonly hidden: readonly number[];
  readonly teacher?: NetworkTeacher;
  readonly answers?: readonly Float32Array[] | null;
}

function runnerOf({ tf, compiler }: Engine, plain: TrainingData, { hidden, teacher, answers = null }: Taught): StepRunner {
  const { graph } = teacherOf(hidden);
  const parameters = initialParameters(graph, createRandom(2));
  const teaching = teacher === undefined ? null : teachingOf(tf, { student: graph, teacher, answers });
  const objective = teaching === null ? undefined : distillationObjective(teaching, bindLosses(teaching));
  const data = teaching === null ? plain : { ...plain, extras: teachingExtras(teaching) };
  const { plan: step } = createStepPlan({
    tf,
    compiler,
    graph,
    parameters,
    data,
    optimizer: ADAM,
    batchSize: BATCH,
    weightDecay: 0,
    objective,
  });
  return createStepRunner({ step, data, batchSize: BATCH, seed: 1 }, initialState({ step, parameters, masks: {} }), (_level, message) => {
    throw new Error(message);
  });
}

function teachingOf(
  tf: Engine['tf'],
  {
    student,
    teacher,
    answers,
  }: { readonly student: ModelGraph; readonly teacher: NetworkTeacher; readonly answers: readonly Float32Array[] | null },
): TeachingSetup {
  return {
    ...{
      tf,
      task: 'classes',
      outputs: 10,
      student,
      teachers: [teacher],
      weights: [1],
      answers,
      labelled: null,
      targets: [],
      units: null,
      seed: 1,
    },
    losses: [{ kind: 'soft-targets', temperature: 4, alpha: 0.9 }],
    curve: { warmUpSteps: 0, finalTemperature: null, totalSteps: 1000 },
  };
}

async function stepOnce(runner: StepRunner, at: number): Promise<void> {
  const { loss, correct, parts } = runner.step(positionsAt(at), { learningRate: 0.001, done: at });
  // As the loop does: read now and then, for the device to be waited for.
  if (at % 25 === 0) await loss.data();
  for (const scalar of [loss, correct, ...Object.values(parts)]) scalar?.dispose();
}

function positionsAt(at: number): Uint32Array {
  return Uint32Array.from({ length: BATCH }, (_, i) => (at * BATCH + i) % 8192);
}

/** The bench's data lie on the device; answers are asked for batch by batch. */
function withGather(data: TrainingData): TrainingData {
  const { stored } = data;
  if (stored === undefined) return data;
  const width = INPUT.reduce((product, n) => product * n, 1);
  return {
    ...data,
    gather: (_split, positions) => ({
      inputs: Float32Array.from(
        positions.length === 0 ? [] : [...positions].flatMap(at => [...stored.inputs.subarray(at * width, (at + 1) * width)]),
        value => value * stored.factor,
      ),
      targets: Int32Array.from(positions, at => stored.targets[at]!),
    }),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
