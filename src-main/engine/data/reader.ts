import type { ColumnInfo, DatasetManifest, InputKind, PreprocessingStep } from '../../../src-shared/domain/dataset.ts';
import type { Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { SourceGlimpse } from '../../../src-shared/domain/source-glimpse.ts';
import type { TensorFile } from '../../../src-shared/lib/tensor-file.ts';
import type { Algorithm } from '../algorithm.ts';
import type { CreateSha256, LocalFiles, SourceFiles } from './ports.ts';

/** A kind of source. Reads whole files into arrays; which items train is decided afterwards, by the splits. */
export interface DataReader<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /** Endings or prefixes of a source by which the kind is guessed when a recipe leaves it out. */
  readonly matches: readonly string[];
  /** Matching files that come together are one source; left out: each is one. */
  readonly together?: boolean;
  /** What it yields; left out where that hangs on the source. */
  readonly holds?: InputKind;
  /** Throws `invalid-input` with the file, what is required and what came; nothing is allocated on a header's word alone. */
  read(call: ReaderCall<ParamValues<S>>): Promise<ImportedData>;
  /** What a form shows of a source; of the parameters, those that have a value. Left out where there is nothing to choose from. */
  glimpse?(call: ReaderCall<Partial<ParamValues<S>>>): Promise<FoundSource>;
}

/** A reader whose parameters' types are forgotten, as the registry holds it; `config` must have been parsed by its `params`. */
export interface RegisteredReader extends Algorithm {
  readonly matches: readonly string[];
  readonly together?: boolean;
  readonly holds?: InputKind;
  read(call: ReaderCall<Readonly<Record<string, unknown>>>): Promise<ImportedData>;
  glimpse?(call: ReaderCall<Readonly<Record<string, unknown>>>): Promise<FoundSource>;
}

/** What a glimpse finds. */
export type FoundSource = SourceGlimpse<Uint8Array>;

export interface ReaderCall<Config> {
  /** `builtin:NAME`, a file, or a folder. */
  readonly source: string;
  readonly config: Config;
  readonly sources: SourceFiles;
  readonly createSha256: CreateSha256;
  /** Absent where sources are no files, as in tests. */
  readonly local?: LocalFiles | undefined;
  /** Column or attribute by which items belong together; null when nothing was named. A reader that knows none leaves `groups` out. */
  readonly groupBy?: string | null;
  /** Column or attribute in whose order the items are split, likewise: `order`. */
  readonly orderBy?: string | null;
  /** Absent where nothing is kept of a reading that is interrupted. */
  readonly journal?: ReadingJournal | undefined;
  /** Of the items, how many are read. */
  progress?(fraction: number): void;
  /** Called between pieces of work; may throw to stop. */
  turn(): Promise<void>;
}

/** What was read so far, kept where it survives the process. */
export interface ReadingJournal {
  /** What an earlier process saved that read the same source in the same way; null at a first start. */
  readonly resumeFrom: TensorFile | null;
  due(): boolean;
  /** Durable when it resolves. */
  save(done: TensorFile): Promise<void>;
}

/** All items of a source, before anything was fitted on them. */
export interface ImportedData {
  readonly items: number;
  readonly target: ImportedTarget;
  /** Items of the source's own test part, ascending; null when it has none. */
  readonly ownTest: Uint32Array | null;
  /** Items of its own validation part, likewise; left out: none. */
  readonly ownValidation?: Uint32Array | null;
  /** What an item is, whatever others there are: its file's name, its text, what its cells or its input hold. */
  identityOf(item: number): string;
  /** What was asked for by `groupBy`: group number of each item. */
  readonly groups?: ImportedGroups;
  /** What was asked for by `orderBy`: a number for each item. */
  readonly order?: Float64Array;
  readonly sources: DatasetManifest['sources'];
  readonly warnings: readonly string[];
  /** Where `encode` fits something that can't be told from the inputs alone. */
  readonly originals?: Originals;
  /** The model's inputs; what has to be fitted (means, categories) is fitted on the `train` items only. */
  encode(train: Uint32Array): EncodedInput<InputValues | MadeInputs>;
}

/** Items as they were before anything was fitted on them: what it takes to fit the preprocessing anew on fewer of them. */
export interface Originals {
  /** Of the file, about. */
  readonly bytes: number;
  /** Only these items, in this order. */
  take(items: Uint32Array): Originals;
  /** All items, by what was fitted on the `train` items only. `target` is of the same items. */
  encode(train: Uint32Array, target: ImportedTarget): EncodedInput;
  toFile(): TensorFile;
}

export interface ImportedGroups {
  readonly label: string;
  readonly names: readonly string[];
  readonly values: Int32Array;
}

/** `classes`: class numbers `[N]`; `labels`: 0 or 1 `[N, L]`; `values`: numbers `[N, 1]`. */
export type ImportedTarget =
  | { readonly task: 'classes'; readonly label: string; readonly classes: readonly string[]; readonly values: Uint8Array | Int32Array }
  | { readonly task: 'labels'; readonly label: string; readonly classes: readonly string[]; readonly values: Uint8Array }
  | { readonly task: 'values'; readonly label: string; readonly classes: readonly []; readonly values: Float32Array };

/** Row-major `[N, …shape]`; bytes stay bytes and are scaled when fetched. Token numbers are whole. */
export type InputValues = Uint8Array | Int32Array | Float32Array;

/** Inputs that are made when they are written: as one array they would lie in memory beside what they are made of. */
export interface MadeInputs {
  /** Of all pieces together. */
  readonly length: number;
  /** Whole rows, in order; each piece is overwritten by the next. */
  pieces(): Iterable<Float32Array>;
}

export interface EncodedInput<Values extends InputValues | MadeInputs = InputValues> {
  readonly kind: InputKind;
  readonly values: Values;
  /** Recordings as heard, for listening: `[N, samples]`, 16-bit. */
  readonly listen?: { readonly samples: Int16Array; readonly sampleRate: number };
  /** Of one item. */
  readonly shape: Shape;
  readonly preprocessing: readonly PreprocessingStep[];
  readonly columns?: readonly ColumnInfo[];
  readonly warnings: readonly string[];
}

export function defineReader<const S extends ParamSpecs>(reader: DataReader<S>): DataReader<S> {
  return reader;
}
