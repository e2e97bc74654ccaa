import type { OutputKind } from '../step-output.ts';

/** Which data, models and exported files came from which: a graph without cycles. Plain data. */
export interface Lineage {
  /** Oldest first; each comes after those it was made from. */
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
}

/** What one step made: a data set, a model with its replicates, or exported files. */
export interface LineageNode {
  /** `RUN/STEP`. */
  readonly id: string;
  readonly kind: Extract<OutputKind, 'data' | 'model' | 'files'>;
  /** A given name where there is one, else the step's. */
  readonly name: string;
  readonly step: string;
  /** Step kind. */
  readonly stepKind: string;
  readonly runId: string;
  readonly runName: string;
  readonly createdMs: number;
  /** Of the job that made it; of the first replicate. */
  readonly jobId: string;
  /** Data sets and models by id, by replicate; those that were deleted too. Empty for files. */
  readonly members: readonly LineageMember[];
  /** Nothing of it is there any more; it stands here because of what was made from it. */
  readonly deleted: boolean;
  /** Means over the members, by name; `bytes` of exported files together. */
  readonly figures: Readonly<Record<string, number>>;
  /** Validation figures, means over the members. */
  readonly validation: Readonly<Record<string, number>>;
  /** Formats of exported files, each once. */
  readonly formats: readonly string[];
}

export interface LineageMember {
  readonly id: string;
  readonly replicate: number | null;
  readonly deleted: boolean;
}

/** That `to` was made from `from`: what it cost, and what it bought. */
export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  /** The field of the step that read it: `model`, `data`, `teachers.0`. */
  readonly role: string;
  /** Means over the replicates. */
  readonly cost: { readonly ms: number; readonly epochs: number | null };
  /** Figures of `to`, beside those `from` has under the same name. */
  readonly bought: readonly Change[];
}

export interface Change {
  /** `parameters`, `nonZeros`, `bytes`, `compressedBytes`, `multiplyAdds`, or the validation figure's name. */
  readonly figure: string;
  readonly before: number | null;
  readonly after: number;
}

/** What a job left and what it read, as the store knows it. */
export interface LineageFact {
  readonly jobId: string;
  readonly runId: string;
  readonly runName: string;
  readonly step: string;
  readonly stepKind: string;
  readonly replicate: number | null;
  readonly createdMs: number;
  readonly kind: LineageNode['kind'];
  /** Data set or model; null for files. */
  readonly entityId: string | null;
  readonly givenName: string | null;
  readonly deleted: boolean;
  /** Path of the field and id of the data set or model it read. */
  readonly inputs: readonly { readonly role: string; readonly id: string }[];
  readonly ms: number;
  readonly epochs: number | null;
  readonly figures: Readonly<Record<string, number>>;
  readonly validation: Readonly<Record<string, number>>;
  readonly formats: readonly string[];
}
