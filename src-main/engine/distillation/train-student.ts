import type { Stage } from '../../../src-shared/domain/job-state.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { parameterDeclarations } from '../graph/parameters.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import { runLoop } from '../training/loop.ts';
import { targetScale } from '../training/target-scale.ts';
import { stepsPerEpochOf, type LoopPlan, type RunBeginning } from '../training/loop-plan.ts';
import type { PhaseNetwork } from '../training/phases.ts';
import { createStepPlan } from '../training/prepare.ts';
import { schedules } from '../training/schedules/index.ts';
import type { DistilSetup, StudentStart } from './distil-setup.ts';
import { distillationObjective } from './objective.ts';
import type { Teacher } from './teacher.ts';
import { bindLosses, regressorsOf, teachingExtras, type TeachingSetup } from './teaching.ts';

/** Who teaches: the step's teachers, or the student before. */
export interface Lesson {
  readonly teachers: readonly Teacher[];
  readonly weights: readonly number[];
  readonly answers: readonly Float32Array[] | null;
  readonly losses: readonly AlgorithmValue[];
}

export interface StudentRun {
  readonly student: StudentStart;
  /** Null for a student alone. */
  readonly lesson: Lesson | null;
  /** Epochs of this run, those before included. */
  readonly epochs: number;
  /** Epochs the learning rate, alpha and the temperature are planned for. */
  readonly plannedEpochs: number;
  readonly stage: Stage;
  readonly keep: LoopPlan['keep'];
  readonly begin?: RunBeginning;
  /** Whether slots, and parameters beside the network's, are kept for a later part. */
  readonly handsOn?: boolean;
}

/** One run of the training loop. The same bits as a `train` step with these settings, where there is no lesson. */
export async function trainStudent(setup: DistilSetup, run: StudentRun, hooks: TrainingHooks): Promise<PhaseNetwork> {
  const { engine, training, seed, transfer } = setup;
  const { tf, compiler } = engine;
  const { student, lesson, epochs } = run;
  const teaching = lesson === null ? null : teachingOf(setup, run, lesson);
  const losses = teaching === null ? [] : bindLosses(teaching);
  const beside = teaching === null ? {} : regressorsOf(losses, seed);
  const data = teaching === null ? transfer.data : { ...transfer.data, extras: { ...transfer.data.extras, ...teachingExtras(teaching) } };
  // A later part has the regressors among its parameters.
  const parameters = { ...beside, ...student.parameters };
  const objective = teaching === null ? undefined : distillationObjective(teaching, losses);
  const besides = Object.keys(beside);
  const { plan: step, dispose } = createStepPlan({ ...training, tf, compiler, graph: student.graph, parameters, data, objective, besides });
  const plan: LoopPlan = {
    ...{ step, data, parameters, masks: student.masks, seed, epochs, batchSize: training.batchSize },
    learningRate: learningRateOf(setup, run.plannedEpochs),
    stage: () => run.stage,
    maskPlan: null,
    earlyStopping: training.earlyStopping ?? null,
    keep: run.keep,
    ...(run.begin === undefined ? {} : { begin: run.begin }),
    handsOn: run.handsOn === true,
  };
  try {
    const result = await runLoop(plan, hooks);
    const network = { graph: student.graph, ...result };
    return run.handsOn === true ? network : { ...network, parameters: ownParameters(network) };
  } finally {
    dispose();
  }
}

/** Without what was trained beside the network. */
function ownParameters({ graph, parameters }: Pick<PhaseNetwork, 'graph' | 'parameters'>): PhaseNetwork['parameters'] {
  const own = new Set(parameterDeclarations(graph).map(({ fullName }) => fullName));
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => own.has(name)));
}

/** The set-up of a lesson; its losses are not bound yet. */
export function teachingOf(
  setup: DistilSetup,
  { student, plannedEpochs }: Pick<StudentRun, 'student' | 'plannedEpochs'>,
  lesson: Lesson,
): TeachingSetup {
  const { engine, data, transfer, warmUpEpochs, finalTemperature, seed } = setup;
  const stepsPerEpoch = stepsPerEpochOf({ data: transfer.data, batchSize: setup.training.batchSize });
  return {
    ...lesson,
    tf: engine.tf,
    task: data.task,
    outputs: data.outputs,
    student: student.graph,
    labelled: transfer.labelled,
    units: targetScale(data)?.deviations ?? null,
    targets: transfer.targets,
    curve: { warmUpSteps: warmUpEpochs * stepsPerEpoch, finalTemperature, totalSteps: plannedEpochs * stepsPerEpoch },
    seed,
  };
}

function learningRateOf({ training, transfer }: DistilSetup, epochs: number): (done: number) => number {
  const { id, params } = splitAlgorithm(training.schedule);
  const schedule = schedules.require(id);
  const rate = Number(training.optimizer['learningRate']);
  const stepsPerEpoch = stepsPerEpochOf({ data: transfer.data, batchSize: training.batchSize });
  return done => rate * schedule.multiplier(params, { step: done, totalSteps: epochs * stepsPerEpoch, stepsPerEpoch });
}
