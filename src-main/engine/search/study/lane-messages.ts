import type { ArtifactRef } from '../../../../src-shared/domain/dataset.ts';
import type { EnergyUse } from '../../../../src-shared/domain/energy.ts';
import type { ModelOutput } from '../../../../src-shared/domain/step-output.ts';
import type { TrialCosts, TrialReport } from '../../../../src-shared/domain/study.ts';
import type { StudyReport } from '../../../../src-shared/domain/study-report.ts';
import type { StructureChange } from '../morphisms/morphism.ts';

/** What a process that trains trials asks the study, which lives in main. All of it is plain JSON. */
export type LaneQuestion =
  /** What to train next: a `NextTask`, answered once there is something. */
  | { readonly about: 'task' }
  /** An epoch is over: `on` or `pause`. */
  | { readonly about: 'epoch'; readonly trial: number; readonly report: ToldEpoch; readonly trainingMs: number; readonly use: EnergyUse }
  /** What became of it; the answer says that this is stored. */
  | { readonly about: 'end'; readonly trial: number; readonly end: TrialEnd; readonly use: EnergyUse }
  /** Once all are done: a `StudyResult`. */
  | { readonly about: 'result'; readonly study: string };

/** What a process knows of an epoch that is over. */
export type ToldEpoch = Pick<TrialReport, 'epoch' | 'values' | 'standardErrors'>;

/** The id of the study, when it needs no more. */
export type NextTask = TrialTask | { readonly done: string };

export interface TrialTask {
  readonly trial: number;
  readonly seed: number;
  /** Epochs up to which it may train. */
  readonly until: number;
  /** Resolved fields of a `train` step without its data, and without its model where a structure is varied; or a plan's `steps`. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Where trials are judged on folds: trained on all items of them instead. */
  readonly onAll: boolean;
  /** What it goes on from; null at its beginning. */
  readonly from: ArtifactRef | null;
  /** Null for a network that starts afresh. */
  readonly varied: VariedStructure | null;
  /** Where the study is as it begins, and which part of it the trial is. */
  readonly progress: { readonly done: number; readonly share: number };
  /** Measured before training where it is asked for; over the greatest, the trial is refused. */
  readonly latency: { readonly most: number | null } | null;
}

/** A structure made by changing one that is there. */
export interface VariedStructure {
  /** From the model the study varies, in their order. */
  readonly changes: readonly StructureChange[];
  /** Whose weights it begins with, and how many of the changes it has had; null for the model the study varies. */
  readonly parent: { readonly model: ArtifactRef; readonly changes: number } | null;
  /** Or with fresh ones all over. */
  readonly inherits: boolean;
}

export type TrialEnd =
  | {
      readonly state: 'paused' | 'finished';
      readonly checkpoint: ArtifactRef | null;
      /** Null where a network was trained for each fold. */
      readonly model: ModelOutput | null;
      readonly latencyMs?: number;
      /** Where they were only foretold before. */
      readonly costs?: TrialCosts;
    }
  | {
      readonly state: 'diverged' | 'failed' | 'refused';
      readonly reason: string;
      readonly latencyMs?: number;
      readonly costs?: TrialCosts;
    };

/** A step of a plan, resolved. */
export interface LaneStep {
  readonly name: string;
  readonly do: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** By the place of a field, joined by dots, the step before it whose model stands there; the model that is to fit goes by `MODEL`. */
  readonly takes: Readonly<Record<string, string>>;
}

/** What the steps of a plan call the model that is to fit. */
export const MODEL = 'model';

/** The model that was found, and how. */
export interface StudyResult {
  readonly model: ModelOutput;
  readonly report: StudyReport;
}
