import type { ModelGraph, Parameters, Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type { AlgorithmValue } from '../../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../../src-shared/domain/params/parse-algorithm.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import type { TensorLibrary } from '../tensor-library.ts';
import type { ItemArray } from '../training/training-data.ts';
import type { AnswerComparison, FeatureComparison } from './distillation-loss.ts';
import { featurePair, type FeaturePair } from './feature-pair.ts';
import { distillationLosses } from './losses/index.ts';
import type { Teacher } from './teacher.ts';

/** What a student is taught by, and how. */
export interface TeachingSetup {
  readonly tf: TensorLibrary;
  readonly task: Task;
  /** Classes, or values, of the data. */
  readonly outputs: number;
  readonly student: ModelGraph;
  readonly teachers: readonly Teacher[];
  /** One for each teacher; they sum to 1. */
  readonly weights: readonly number[];
  /** The first one's alpha is taken from the labels. */
  readonly losses: readonly AlgorithmValue[];
  /** Each teacher's answers on the training items, where they are at hand; null to compute them in every step. */
  readonly answers: readonly Float32Array[] | null;
  /** Whether an item has a label, by its place in the training part; null when all have one, `none` when none has. */
  readonly labelled: Uint8Array | null | 'none';
  /** Standard deviations of the training part's targets, in which answers are compared; null where they are no amounts. */
  readonly units: readonly number[] | null;
  /** Class numbers of the training items; for what teachers do not know. */
  readonly targets: ArrayLike<number>;
  readonly curve: TeachingCurve;
  readonly seed: number;
}

/** How alpha and the temperature change over the run. */
export interface TeachingCurve {
  /** Steps over which alpha grows from 0; 0 for none. */
  readonly warmUpSteps: number;
  /** Temperature at the last step; null to leave it. */
  readonly finalTemperature: number | null;
  readonly totalSteps: number;
}

/** A loss with its parameters. */
export interface BoundLoss {
  /** `loss/…`. */
  readonly metric: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly alpha: number;
  /** 1 for a loss without one. */
  readonly temperature: number;
  readonly comparison: AnswerComparison<never> | (FeatureComparison<never> & FeaturePair);
}

/** Name of a teacher's answers among a batch's extras. */
export function answersExtra(teacher: number): string {
  return `teacher.${teacher}`;
}

/** Name of what an item counts with a teacher: 0 where its class is one the teacher does not know. */
export function countsExtra(teacher: number): string {
  return `teacher.${teacher}.counts`;
}

/** Whether a teacher itself must run in every step: its inner values are asked for. */
function needsTeacher(losses: readonly AlgorithmValue[]): boolean {
  return losses.some(value => distillationLosses.require(splitAlgorithm(value).id).compares.kind === 'features');
}

/**
 * Whether teachers answer within every step: inner values are compared, or what networks see changes from step to step. What a file
 * holds are answers to the items as they are, however the student sees them.
 */
export function runsWithin({ losses, augment = [], teachers }: Within): boolean {
  return needsTeacher(losses) || (augment.length > 0 && !teachers.every(({ kind }) => kind === 'file'));
}

interface Within {
  readonly losses: readonly AlgorithmValue[];
  readonly augment?: readonly AlgorithmValue[] | undefined;
  readonly teachers: readonly Pick<Teacher, 'kind'>[];
}

/** Throws `invalid-input` for a loss of another task, and for features that can't be joined. */
export function bindLosses({ task, losses, student, teachers }: TeachingSetup): readonly BoundLoss[] {
  const seen = new Map<string, number>();
  return losses.map((value, i) => {
    const { id, params: config } = splitAlgorithm(value);
    const loss = distillationLosses.require(id);
    if (!loss.tasks.includes(task)) {
      throw invalidInput(`The distillation loss '${id}' is for ${loss.tasks.join(', ')}, but the data's task is ${task}`, {
        path: 'loss.kind',
        hint: "Try 'soft-targets'.",
      });
    }
    const times = (seen.get(id) ?? 0) + 1;
    seen.set(id, times);
    const path = i === 0 ? 'loss' : `also.${i - 1}`;
    const { compares } = loss;
    const comparison =
      compares.kind === 'answers' ? compares : { ...compares, ...featurePair(compares, config, { student, teacher: teachers[0], path }) };
    return {
      metric: times === 1 ? `loss/${id}` : `loss/${id}-${times}`,
      config,
      alpha: Number(config['alpha']),
      temperature: Number(config['temperature'] ?? 1),
      comparison: comparison as BoundLoss['comparison'],
    };
  });
}

/** Regressors of the losses that have one, by name, as they begin. Glorot & Bengio 2010. */
export function regressorsOf(losses: readonly BoundLoss[], seed: number): Parameters {
  const named = losses.flatMap(({ comparison }, i) => {
    if (comparison.kind !== 'features' || comparison.regressor === null) return [];
    const [from, to] = comparison.regressor;
    const random = createRandom(seed).split('regressor').split(i);
    const limit = Math.sqrt(6 / (from + to));
    const values = Float32Array.from({ length: from * to }, () => limit * (2 * random.next() - 1));
    return [[regressorName(i), { shape: [from, to], values }] as const];
  });
  return Object.fromEntries(named);
}

export function regressorName(loss: number): string {
  return `regressor.${loss}/kernel`;
}

/** What goes with each training item. */
export function teachingExtras({ answers, teachers, targets, labelled, task }: TeachingSetup): Readonly<Record<string, ItemArray>> {
  const given = (answers ?? []).map((values, i) => [answersExtra(i), { shape: [teachers[i]?.map.known.length ?? 1], values }] as const);
  const counts = teachers.flatMap(({ map }, i) => {
    if (task !== 'classes' || map.missing.length === 0 || labelled === 'none') return [];
    const known = new Set(map.known);
    const values = Float32Array.from({ length: targets.length }, (_, at) => Number(labelled?.[at] === 0 || known.has(targets[at]!)));
    return [[countsExtra(i), { shape: [], values }] as const];
  });
  return Object.fromEntries([...given, ...counts]);
}
