import { z } from 'zod';
import type { Energy } from '../domain/energy.ts';
import type { Dimension } from '../domain/search/space.ts';
import type { ConfirmedTrial, NoGainState, StudyObjective, TrialRole, TrialState } from '../domain/study-report.ts';
import type { TrialCosts } from '../domain/study.ts';
import { defineContract } from './define-contract.ts';
import { id, made } from './views.ts';

/** A search in the list. */
export interface StudyRow {
  readonly id: string;
  readonly runId: string;
  /** `fit` where its trials are plans that make a model smaller. */
  readonly kind: 'search' | 'fit';
  /** Step name in the recipe. */
  readonly step: string;
  readonly createdMs: number;
  readonly finishedMs: number | null;
  /** Of the search alone. */
  readonly trials: number;
  readonly epochs: number;
  readonly objectives: readonly StudyObjective[];
  /** Greatest or least figure of the first objective; null before the first. */
  readonly best: number | null;
}

export interface StudyTrialView {
  readonly number: number;
  readonly role: TrialRole;
  readonly state: TrialState;
  readonly bracket: number;
  /** Epochs up to which it may train. */
  readonly until: number;
  readonly epochs: number;
  readonly assignment: Readonly<Record<string, number>>;
  /** As a `train` step would have them, or a plan. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The first objective after each epoch; NaN is null. */
  readonly curve: readonly (number | null)[];
  /** By objective; null where nothing was measured. */
  readonly values: readonly number[] | null;
  /** Of the first objective over folds; null without them. */
  readonly standardError: number | null;
  readonly costs: TrialCosts | null;
  /** Of one with a fresh seed, or on all items: the trial it repeats. */
  readonly repeats: number | null;
  /** The winner on all items, where trials are judged on folds. */
  readonly onAll: boolean;
  readonly parent: number | null;
  readonly reason: string | null;
  readonly trainingMs: number;
  /** Null where it is not known. */
  readonly energy: Energy | null;
}

/** Best figure so far, where it became better. */
export type Course = readonly { readonly epochs: number; readonly value: number }[];

/** A study with all that its page draws. */
export interface StudyView extends StudyRow {
  readonly elapsedMs: number;
  /** Of all its trials; null where none told of it. */
  readonly energy: Energy | null;
  /** Joules after which the search begins nothing more; null without. */
  readonly energyLimit: number | null;
  /** What a recipe calls its data by, `data:ID`; null when it is not in the workspace any more. */
  readonly dataId: string | null;
  /** Where trials are plans: what a recipe calls the model that is to fit, `model:ID`. */
  readonly fits: string | null;
  /** The study of the same step before its fields were changed. */
  readonly previous: string | null;
  /** The newest of those that came after it with other fields. */
  readonly next: string | null;
  readonly sampler: string;
  readonly scheduler: string;
  /** Epochs of a trial that trains to the end, and of the rungs of each bracket. */
  readonly epochsOfTrial: number;
  readonly brackets: readonly (readonly number[])[];
  /** Networks that each trial trains, one for each fold, and counts with their mean; null where it counts by the validation part. */
  readonly folds: number | null;
  readonly dimensions: readonly Dimension[];
  readonly all: readonly StudyTrialView[];
  readonly course: Course;
  /** Of random search beside it; null without. */
  readonly control: Course | null;
  /** Numbers of trials that no other beats in everything: objectives, or where there is one, it and the parameters. */
  readonly front: readonly number[];
  readonly knee: number | null;
  /** After each trial of the search, in order; null with one objective, or more than three. */
  readonly hypervolume: readonly number[] | null;
  readonly confirmed: readonly ConfirmedTrial[];
  /** Null where it does not stop for want of an expected gain. */
  readonly noGain: NoGainState | null;
}

/** A layer of a trial's network. */
export interface TrialLayer {
  readonly name: string;
  readonly layer: string;
  /** Without the batch. */
  readonly outputShape: readonly number[];
  readonly parameters: number;
}

/** What a dimension explains of the differences between trials, in [0, 1]. */
export interface DimensionShare {
  readonly dimension: string;
  readonly share: number;
}

/** The first objective over two dimensions, as a forest learnt it from the trials: the others at the values trials had. */
export interface Surface {
  /** Values of the dimensions, rising; places of options for choices. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** By y, then by x. */
  readonly values: readonly (readonly number[])[];
}

export const studiesContract = defineContract({
  name: 'studies',
  calls: {
    /** Newest first. */
    list: { input: z.object({ limit: z.number().int().min(1).max(10_000).default(1000) }), output: z.array(made<StudyRow>()) },
    get: { input: z.object({ studyId: id }), output: made<StudyView>() },
    /** Null with too few trials. */
    importance: { input: z.object({ studyId: id }), output: made<readonly DimensionShare[] | null>() },
    /** Layer by layer; null for one that has left no model. */
    structure: {
      input: z.object({ studyId: id, trial: z.number().int().min(1) }),
      output: made<readonly TrialLayer[] | null>(),
    },
    /** Null with too few trials. */
    surface: {
      input: z.object({ studyId: id, x: z.string().max(500), y: z.string().max(500) }),
      output: made<Surface | null>(),
    },
  },
  events: {
    /** A trial of it reported: fetch it. `seq` counts up by one; a gap means fetch everything. */
    changed: z.object({ seq: z.number().int(), studyId: id }),
  },
});
