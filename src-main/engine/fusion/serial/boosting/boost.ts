import type { ModelGraph, Parameters } from '../../../../../src-shared/domain/graph/model-graph.ts';
import type { MetricPoint } from '../../../../../src-shared/domain/job-state.ts';
import { invalidInput } from '../../../../../src-shared/lib/app-error.ts';
import { createRandom } from '../../../../../src-shared/lib/random.ts';
import { predictSplit } from '../../../evaluation/predict.ts';
import { initialParameters } from '../../../graph/parameters.ts';
import type { Engine } from '../../../tensor-library.ts';
import type { TrainingHooks } from '../../../training/hooks.ts';
import type { SplitFigures } from '../../../training/loop-plan.ts';
import { runPhases, type Phase, type PhaseNetwork, type PhaseState } from '../../../training/phases.ts';
import { targetScale, withTargetScale } from '../../../training/target-scale.ts';
import { runTraining, type TrainingSetup } from '../../../training/run-training.ts';
import { figuresOf } from '../split-figures.ts';
import type { StageTraining } from '../stage-training.ts';
import type { BoostingRule } from './boosting-rule.ts';
import { ensembleGraph, firstStages } from './ensemble-graph.ts';
import { gradientBoosting } from './gradient.ts';
import { sammeR } from './samme-r.ts';

export const BOOSTING_RULES = { 'samme-r': sammeR, gradient: gradientBoosting } as const satisfies Readonly<Record<string, BoostingRule>>;

export interface BoostingSetup {
  readonly engine: Engine;
  /** Of every stage. */
  readonly graph: ModelGraph;
  readonly stages: number;
  readonly rule: keyof typeof BOOSTING_RULES;
  /** Of the rule's own measure where left out. */
  readonly shrinkage?: number | undefined;
  /** Stages without a better ensemble, after which no further one is trained. */
  readonly patience: number;
  readonly data: TrainingSetup['data'];
  readonly seed: number;
  /** Of each stage. */
  readonly training: StageTraining;
}

/** What the ensemble was worth with so many stages. */
export interface BoostingStage {
  readonly stages: number;
  /** Null without a validation part. */
  readonly validation: SplitFigures | null;
}

export interface BoostingResult {
  /** Of the stages that were kept: as many as were best on the validation part. */
  readonly network: PhaseNetwork;
  readonly kept: number;
  readonly curve: readonly BoostingStage[];
}

const ENSEMBLE = 'ensemble';

/**
 * Trains stage after stage as phases of one job, each resumable at every step with the same bits. Stops early when the
 * validation part has not gained for some stages, and keeps as many as were best on it. Throws `invalid-input` for a rule that
 * isn't for the data's task, else as `runTraining`.
 */
export async function boost(setup: BoostingSetup, hooks: TrainingHooks): Promise<BoostingResult> {
  const { tasks } = BOOSTING_RULES[setup.rule];
  if (!tasks.includes(setup.data.task)) {
    throw invalidInput(`The rule '${setup.rule}' is for ${tasks.join(', ')}, but the data's task is ${setup.data.task}`, {
      path: 'method.rule',
      hint: "Choose 'gradient'.",
    });
  }
  const phases = Array.from({ length: setup.stages }, (_, stage): Phase => ({
    work: setup.training.epochs,
    run: (state, within) => (isOver(state, setup) ? Promise.resolve(state) : trainStage(setup, stage, { state, hooks: within })),
  }));
  const state = await runPhases(phases, {}, hooks);
  const curve = curveOf(state);
  const kept = bestOf(curve, BOOSTING_RULES[setup.rule]);
  const { graph, parameters } = ensembleOf(setup, kept, state[ENSEMBLE]!.parameters);
  const { validation } = curve[kept - 1]!;
  const whole = state[ENSEMBLE]!;
  return {
    network: { ...whole, graph, parameters, validation: validation === null ? null : { kept: validation, last: validation } },
    kept,
    curve,
  };
}

/** What the first stage comes after. */
const NO_STAGES = { parameters: {}, steps: 0, epochs: { run: 0 }, trainingMs: 0 } as const;

interface StageRun {
  readonly state: PhaseState;
  readonly hooks: TrainingHooks;
}

async function trainStage(setup: BoostingSetup, stage: number, { state, hooks }: StageRun): Promise<PhaseState> {
  const { engine, graph, data, seed, training } = setup;
  const rule: BoostingRule = BOOSTING_RULES[setup.rule];
  const shrinkage = setup.shrinkage ?? rule.shrinkage;
  const before = state[ENSEMBLE] ?? NO_STAGES;
  const former = before.parameters;
  const random = createRandom(seed).split('stage').split(stage);
  const next = { engine, graph, stage, former, initial: initialParameters(graph, random.split('init')), data, shrinkage, hooks };
  const trained = await rule.trained(next);
  const own = random.split('order').nextUint32();
  const { tf, compiler } = engine;
  const result = await runTraining({ ...training, ...trained, tf, compiler, masks: {}, seed: own }, shifted(hooks, before.steps));
  const parameters = { ...former, ...rule.stageArrays(result.parameters, stage) };
  const validation = await validate(setup, ensembleOf(setup, stage + 1, parameters), hooks);
  const figures = validation === null ? null : { kept: validation, last: validation };
  const steps = before.steps + result.steps;
  const epochs = { run: before.epochs.run + result.epochs.run, kept: stage + 1, stoppedEarly: false };
  const trainingMs = before.trainingMs + result.trainingMs;
  const ensemble: PhaseNetwork = { graph, parameters, masks: {}, slots: {}, validation: figures, epochs, steps, trainingMs };
  hooks.measure(pointsOf(validation, stage + 1));
  return { ...state, [ENSEMBLE]: ensemble, [recordName(stage)]: { ...ensemble, parameters: {} } };
}

/** Steps of the curves count through all stages. */
function shifted(hooks: TrainingHooks, steps: number): TrainingHooks {
  return { ...hooks, measure: points => hooks.measure(points.map(point => ({ ...point, step: point.step + steps }))) };
}

function pointsOf(figures: SplitFigures | null, stages: number): readonly MetricPoint[] {
  if (figures === null) return [];
  const loss = { name: 'ensemble.loss', step: stages, value: figures.loss };
  return figures.accuracy === undefined ? [loss] : [loss, { name: 'ensemble.accuracy', step: stages, value: figures.accuracy }];
}

function ensembleOf(setup: BoostingSetup, stages: number, parameters: Parameters) {
  const rule: BoostingRule = BOOSTING_RULES[setup.rule];
  const factors = rule.factors(stages, setup.shrinkage ?? rule.shrinkage);
  const graph = withTargetScale(ensembleGraph(setup.graph, factors), targetScale(setup.data));
  return { graph, parameters: firstStages(parameters, stages) };
}

async function validate(
  { engine, data }: BoostingSetup,
  ensemble: { readonly graph: ModelGraph; readonly parameters: Parameters },
  hooks: TrainingHooks,
): Promise<SplitFigures | null> {
  if (data.count('validation') === 0) return null;
  const answers = await predictSplit({ engine, ...ensemble, data, split: 'validation', turn: () => hooks.turn() });
  return figuresOf(answers, data.task, targetScale(data));
}

function recordName(stage: number): string {
  return `stage-${stage + 1}`;
}

function curveOf(state: PhaseState): readonly BoostingStage[] {
  const records = Object.keys(state).filter(name => name !== ENSEMBLE);
  return records.map((_, stage) => ({ stages: stage + 1, validation: state[recordName(stage)]!.validation?.kept ?? null }));
}

/** Number of stages that were best, the fewest of equals; all without validation. */
function bestOf(curve: readonly BoostingStage[], rule: BoostingRule): number {
  return curve.reduce((best, { validation, stages }) => {
    const before = curve[best - 1]?.validation ?? null;
    return validation === null || before === null || rule.better(validation, before) ? stages : best;
  }, 0);
}

function isOver(state: PhaseState, { patience, rule }: BoostingSetup): boolean {
  const curve = curveOf(state);
  return curve.length > 0 && curve.length - bestOf(curve, BOOSTING_RULES[rule]) >= patience;
}
