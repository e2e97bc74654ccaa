import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { Evaluation, SizeFigures } from '../../../src-shared/domain/report.ts';
import type { ShrinkCard } from '../../../src-shared/domain/shrink-card.ts';
import type { PruningControl } from '../../../src-shared/domain/step-output.ts';
import type { CreateSha256 } from '../data/ports.ts';

/** What goes with a model to somebody who did not see it made. */
export interface HandOver {
  readonly checks: CheckItems;
  /** Of the model on the whole of the split. */
  readonly quality: Evaluation;
  readonly size: SizeFigures;
  /** Of a model made from another one. */
  readonly shrunk: ShrinkCard | null;
  /** What it was made beside, on the validation part; empty where nothing was. */
  readonly controls: readonly PruningControl[];
  readonly origin: Origin;
  readonly programs: CapsulePrograms;
  readonly createSha256: CreateSha256;
}

/** What answers for files wherever the capsule goes: text, made when the workbench was built. */
export interface CapsulePrograms {
  /** For Node, with onnxruntime-node beside it. */
  readonly node: string;
  /** For a browser, with everything it needs. */
  readonly page: string;
}

/** Real items, by which whoever gets the model can see that it answers as it did here. */
export interface CheckItems {
  readonly split: Split;
  readonly items: number;
  /** `[items, ...inputShape]`, preprocessed. */
  readonly inputs: Float32Array;
  /** `[items, width]`: probabilities, or values. */
  readonly answers: Float32Array;
  readonly width: number;
  /** Class numbers, or values. */
  readonly targets: Int32Array | Float32Array;
}

export interface Origin {
  /** The recipe's text as it was run; null where it is not known. */
  readonly recipe: string | null;
  /** Hash of the model's file and of the data's manifest in the workspace that made it. */
  readonly model: string;
  readonly data: string;
  /** The jobs before, as far as they are of the same run: what each computed is its key. */
  readonly steps: readonly OriginStep[];
}

export interface OriginStep {
  readonly step: string;
  readonly replicate: number | null;
  readonly kind: string;
  readonly key: string | null;
  readonly seed: number;
  readonly engine: string | null;
}
