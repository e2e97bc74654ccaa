import type { ArtifactRef, DataRef, DataSummary } from './dataset.ts';
import type { CheckUpReport } from './check-up.ts';
import type { CrossValidationReport, FoldCandidates, FoldFigures } from './cross-validation.ts';
import type { BudgetVerdict } from './export-budget.ts';
import type { DistillationReport } from './distillation.ts';
import type { Task } from './graph/model-graph.ts';
import type { LatencyReport } from './latency.ts';
import type { ImportReport } from './import-report.ts';
import type { FusionReport } from './fusion-report.ts';
import type { ComparisonReport, Evaluation, SizeFigures } from './report.ts';
import type { StudyReport } from './study-report.ts';
import type { SlimmableReport, SubNetworkReport } from './slimmable.ts';
import type { SpeedVerdict } from './speed.ts';
import type { LayerPrecision, Precision, QuantisationReport } from './quantisation.ts';
import type { ShrinkCard, ShrinkQuality } from './shrink-card.ts';
import type { Verification } from './verification.ts';

/** What a step leaves behind: small, JSON, with the large things by hash. Stored with the job; the input of later steps. */
export type StepOutput =
  DataOutput | ModelOutput | EvaluationOutput | CheckUpOutput | ReportOutput | FilesOutput | LatencyOutput | PredictionsOutput | PartOutput;
export type OutputKind = StepOutput['kind'];

export interface DataOutput {
  readonly kind: 'data';
  readonly manifest: ArtifactRef;
  readonly summary: DataSummary;
}

export interface ModelOutput {
  readonly kind: 'model';
  /** The native model file (structure, parameters, masks, card). */
  readonly file: ArtifactRef;
  /** The data it was trained on. */
  readonly data: DataRef;
  readonly summary: ModelSummary;
  /** Of a model made from another one, where both can be exported. No part of what it is: two measurements differ. */
  readonly card?: ShrinkCard;
  /** Of a model that comes out of a cross-validation. */
  readonly crossValidation?: CrossValidationReport;
  /** Of a model that came from another program. */
  readonly imported?: ImportReport;
  /** Of a model that a search found. */
  readonly study?: StudyReport;
}

/** What a part of a step leaves to the step it is a part of. */
export interface PartOutput {
  readonly kind: 'part';
  readonly members: readonly FoldMember[];
  /** Of the part that worked on all items. */
  readonly whole: ModelOutput | null;
  /** What that one's candidate was chosen by; absent with a single candidate. */
  readonly choice?: FoldCandidates;
  /** Of a process of a search: the study it has trained for, whose trials say what came of it. */
  readonly study?: string;
}

export interface FoldMember {
  readonly figures: FoldFigures;
  readonly model: ModelOutput;
  /** Its answers to the items it did not see. */
  readonly predictions: ArtifactRef;
}

export interface ModelSummary {
  readonly task: Task;
  readonly classes: readonly string[];
  readonly size: SizeFigures;
  /** Share of zeroed weights per pruned layer and over all prunable weights; null when nothing is masked. */
  readonly sparsity: { readonly overall: number; readonly layers: Readonly<Record<string, number>> } | null;
  /** Figures on the validation part: of the kept epoch, of the last one. */
  readonly validation: Readonly<Record<string, number>>;
  readonly epochs: { readonly run: number; readonly kept: number; readonly stoppedEarly: boolean };
  readonly steps: number;
  readonly trainingMs: number;
  /** Of these, waiting for data; absent where it was not measured. */
  readonly waitingMs?: number;
  /** What a pruning was trained beside; absent for what was not pruned. */
  readonly controls?: readonly PruningControl[];
  /** Of a pruning that was asked for a speed. No part of what it is: two measurements differ. */
  readonly speed?: SpeedVerdict;
  /** Of a network that was trained at several widths. */
  readonly slimmable?: SlimmableReport;
  /** Of a sub-network of such a one. */
  readonly subNetwork?: SubNetworkReport;
  /** Of a fused model. */
  readonly fusion?: FusionReport;
  /** Of a model that a quantise step made. */
  readonly quantisation?: QuantisationReport;
  /** What a distillation was judged by; absent in other models. */
  readonly distillation?: DistillationReport;
}

/** A network trained to compare a pruning with. */
export interface PruningControl {
  /** `random`: lots drawn at the same budget; `scratch`: the pruned shape, trained from new values; `dense`: the model trained on. */
  readonly kind: 'random' | 'scratch' | 'dense';
  /** Figures on the validation part, of the kept epoch. */
  readonly validation: Readonly<Record<string, number>>;
  /** Epochs it was trained for. */
  readonly epochs: number;
}

export interface EvaluationOutput {
  readonly kind: 'evaluation';
  readonly evaluation: Evaluation;
  readonly testLooks: number | null;
  /** How what each layer gives is spread (`ActivationSpread`, JSON); absent in evaluations older than this file. */
  readonly activations?: ArtifactRef;
  /** On the validation part: the model's answers with what it has learnt from (a tensor file), for fusions. Absent in older ones. */
  readonly predictions?: ArtifactRef;
}

export interface CheckUpOutput {
  readonly kind: 'check-up';
  readonly report: CheckUpReport;
}

export interface ReportOutput {
  readonly kind: 'report';
  readonly report: ComparisonReport;
  /** Every model's answer to every item; absent when they were too many to keep, and in comparisons older than this file. */
  readonly answers?: ArtifactRef;
}

export interface ExportedFile {
  readonly format: string;
  /** What the format was told; absent in files older than this record. */
  readonly params?: Readonly<Record<string, unknown>>;
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** From reading the file back and running it on real items. */
  readonly verification: Verification;
  /** Of a file that was quantised for itself: which layers, and what it is worth on the validation part beside the model in float32. */
  readonly quantisation?: FileQuantisation;
  /** Where a budget was asked for: of all files of the format together. */
  readonly budget?: readonly BudgetVerdict[];
}

export interface FileQuantisation {
  readonly precision: Precision;
  readonly layers: readonly LayerPrecision[];
  /** Null where the data has no validation part. */
  readonly quality: { readonly model: ShrinkQuality; readonly file: ShrinkQuality } | null;
}

export interface FilesOutput {
  readonly kind: 'files';
  readonly directory: string;
  readonly files: readonly ExportedFile[];
}

export interface LatencyOutput {
  readonly kind: 'latency';
  readonly report: LatencyReport;
}

/** Answers for items that are in no data set. */
export interface PredictionsOutput {
  readonly kind: 'predictions';
  /** All of them. The path is absolute. */
  readonly file: { readonly path: string; readonly bytes: number; readonly sha256: string };
  readonly task: Task;
  readonly classes: readonly string[];
  readonly label: string;
  readonly items: number;
  /** Of these, such as could not be read. */
  readonly unreadable: number;
  /** Items by the class that was answered; empty for numbers. */
  readonly counts: Readonly<Record<string, number>>;
  /** The first of them. */
  readonly examples: readonly PredictedItem[];
}

export interface PredictedItem {
  /** The file, or the file and the number of the record in it. */
  readonly name: string;
  /** A class by its name, several labels with | between, or a number; null where the item could not be read, for which `problem` says why. */
  readonly answer: string | number | null;
  /** Of the answer; null for numbers, and for labels, each of which has its own. */
  readonly probability: number | null;
  /** Of each class or label in order, or every number where there are several; empty where there is no answer. */
  readonly values: readonly number[];
  readonly problem: string | null;
}
