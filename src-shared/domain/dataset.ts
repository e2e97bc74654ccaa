import type { Shape, Task } from './graph/model-graph.ts';

/** A file in the artifact store: sha-256 of its bytes, in hex. */
export interface ArtifactRef {
  readonly hash: string;
  readonly bytes: number;
}

/** The manifest of a data set, as a model refers to it. */
export interface DataRef extends ArtifactRef {
  /**
   * All items as the model takes them, `[N, …inputShape]` in the type of the data's own inputs, where its card prepares them otherwise
   * than the manifest: several fits side by side. Absent for all other models.
   */
  readonly inputs?: ArtifactRef;
}

export const SPLITS = ['train', 'validation', 'test'] as const;
export type Split = (typeof SPLITS)[number];

/** What one item is: pictures of bytes, rows of a table, spectrograms `[frames, bands, 1]`, or token numbers `[length]`. */
export const INPUT_KINDS = ['image', 'table', 'sound', 'text'] as const;
export type InputKind = (typeof INPUT_KINDS)[number];

/**
 * A data set as data, stored as canonical JSON in the artifact store; the arrays lie beside it by hash. Items are
 * never copied per split: a split is a list of item numbers.
 */
export interface DatasetManifest {
  readonly version: 1;
  readonly name: string;
  /** Reader that made it. */
  readonly reader: string;
  readonly items: number;
  readonly input: ArrayRef & { readonly kind: InputKind };
  readonly target: TargetInfo;
  /** Per split: uint32 item numbers, ascending. */
  readonly splits: Readonly<Partial<Record<Split, ArrayRef>>>;
  /** What turns a stored item into the model's input; fitted on the training part only, copied into every model. */
  readonly preprocessing: readonly PreprocessingStep[];
  /** What items belong together (a speaker, a patient): the number of each item's group `[N]`; absent where nothing was named. */
  readonly groups?: GroupInfo;
  /** Recordings as they were heard `[N, samples]`, for listening; absent where that would be too much to keep. */
  readonly listen?: ListenInfo;
  /**
   * Items as they were before anything was fitted on them, so that folds can fit their own; absent where nothing is fitted, where the
   * stored inputs tell enough, and where that would be too much to keep.
   */
  readonly originals?: ArtifactRef;
  /** Table columns in the order of the source, as inferred. */
  readonly columns?: readonly ColumnInfo[];
  readonly sources: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  /** Things a person should know: dropped rows, rare classes, constant columns. */
  readonly warnings: readonly string[];
}

/** An array in a file of its own: row-major little-endian, no header; `shape` includes the item axis. */
export interface ArrayRef {
  readonly file: ArtifactRef;
  readonly dtype: 'uint8' | 'uint32' | 'int32' | 'float32';
  readonly shape: Shape;
}

/** 16-bit samples, row-major little-endian. */
export interface ListenInfo {
  readonly file: ArtifactRef;
  readonly shape: Shape;
  /** Hz. */
  readonly sampleRate: number;
}

export interface GroupInfo extends ArrayRef {
  /** Column they come from. */
  readonly label: string;
  /** By number. */
  readonly names: readonly string[];
}

export interface TargetInfo extends ArrayRef {
  readonly task: Task;
  /** Class names by index; empty for `values`. */
  readonly classes: readonly string[];
  /** Column or meaning. */
  readonly label: string;
}

/** `scale`: x·factor + offset (images). `standardise`, `one-hot`, …: what was done to a table's columns, for export and prediction. */
export type PreprocessingStep =
  | { readonly kind: 'scale'; readonly factor: number; readonly offset: number }
  | { readonly kind: 'table'; readonly columns: readonly TableColumnEncoding[] }
  | SoundPreprocessing
  | TokensPreprocessing
  | PicturePreprocessing
  /** (x − mean) / deviation of each band; columns repeat along the values of an item. */
  | { readonly kind: 'standardise'; readonly mean: readonly number[]; readonly deviation: readonly number[] };

/**
 * Numbers of a text's tokens: 0 behind its end, 1 for the unknown, from 2 on those of the vocabulary. `tokeniser` is a member of the
 * registry with its parameters; `merges` are the pairs it joins, in order.
 */
export interface TokensPreprocessing {
  readonly kind: 'tokens';
  /** Column that the text came from, or what it is called. */
  readonly column: string;
  readonly tokeniser: Readonly<Record<string, unknown>>;
  readonly vocabulary: readonly string[];
  readonly merges: readonly string[];
  /** Tokens of an item. */
  readonly length: number;
  /** Which end of a longer text. */
  readonly keep: 'start' | 'end';
}

/**
 * A picture as a camera or a drawing program wrote it, brought to one size: what is outside of it cut off (`crop`), black beside it
 * (`pad`), or its sides changed (`stretch`).
 */
export interface PicturePreprocessing {
  readonly kind: 'picture';
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  readonly fit: 'crop' | 'pad' | 'stretch';
}

/** One channel at `sampleRate` (Hz), cut or filled up to `seconds`, as rows of `features` (a member of the registry with its parameters). */
export interface SoundPreprocessing {
  readonly kind: 'sound';
  readonly sampleRate: number;
  readonly seconds: number;
  readonly place: 'start' | 'centre' | 'loudest';
  readonly features: Readonly<Record<string, unknown>>;
  /** The loudest sample of every recording becomes the full scale. */
  readonly loudness: boolean;
  /** Every band with mean 0 and deviation 1 over the recording. */
  readonly evenOut: boolean;
}

/** How one source column became model inputs, in order: what its encoding fitted on the training rows. */
export type TableColumnEncoding =
  NumberEncoding | QuantileEncoding | CategoryEncoding | OrdinalEncoding | HashingEncoding | TargetEncoding | DateEncoding;

/** (x − mean) / deviation, with `missing` for x where there is none. */
export interface NumberEncoding {
  readonly column: string;
  readonly kind: 'number';
  readonly mean: number;
  readonly deviation: number;
  readonly missing: number;
  /** A second input is 1 where the value is missing. */
  readonly indicator?: true;
}

/** The place of x among `points` (quantiles of the training values, ascending), from −√3 to √3: mean 0 and deviation 1. */
export interface QuantileEncoding {
  readonly column: string;
  readonly kind: 'quantile';
  readonly points: readonly number[];
  readonly indicator?: true;
}

/** An input a value, of which one is 1; none for a value that isn't there. */
export interface CategoryEncoding {
  readonly column: string;
  readonly kind: 'category';
  readonly values: readonly string[];
}

/** (place among `values` − mean) / deviation; 0 for a value that isn't there. */
export interface OrdinalEncoding {
  readonly column: string;
  readonly kind: 'ordinal';
  readonly values: readonly string[];
  readonly mean: number;
  readonly deviation: number;
}

/** An input a bucket; the one a text's hash falls into is 1. */
export interface HashingEncoding {
  readonly column: string;
  readonly kind: 'hashing';
  readonly buckets: number;
}

/** Per value its mean answers (one input per class but the first, or one for quantities), less `prior`, by `scale`. */
export interface TargetEncoding {
  readonly column: string;
  readonly kind: 'target';
  readonly values: readonly string[];
  readonly means: readonly (readonly number[])[];
  readonly prior: readonly number[];
  readonly scale: readonly number[];
}

/** `time`: (seconds since 1970 − mean) / deviation; the others the sine and cosine of the place in their period. */
export interface DateEncoding {
  readonly column: string;
  readonly kind: 'date';
  readonly parts: readonly DatePart[];
  readonly mean: number;
  readonly deviation: number;
}

export const DATE_PARTS = ['time', 'year', 'week', 'day'] as const;
export type DatePart = (typeof DATE_PARTS)[number];

export interface ColumnInfo {
  readonly name: string;
  readonly type: 'number' | 'category' | 'date' | 'label' | 'group' | 'ignored';
  readonly missing: number;
  readonly distinct: number;
}

/** The figures lists and result lines show of a data set. */
export interface DataSummary {
  readonly name: string;
  readonly items: number;
  readonly inputShape: Shape;
  readonly task: Task;
  readonly classes: readonly string[];
  readonly splits: Readonly<Partial<Record<Split, number>>>;
  readonly warnings: readonly string[];
}
