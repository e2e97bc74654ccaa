import type { ModelCard } from '../../../src-shared/domain/graph/model-card.ts';
import type { Masks, ModelGraph, Parameters, Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import type { ImportItem } from '../../../src-shared/domain/import-report.ts';
import type { ParamSpecs } from '../../../src-shared/domain/params/param-spec.ts';
import type { Algorithm } from '../algorithm.ts';
import type { RuntimeSession } from '../formats/format.ts';
import type { Engine } from '../tensor-library.ts';
import type { Answer } from './trace/head.ts';

/** Of one file of a network. */
export const MAX_FILE_BYTES = 2 ** 31;

/** A kind of file that networks come in. What it reads is hostile: sizes are checked before anything is allocated. */
export interface ModelReader<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /** Endings of the file that is opened, in lower case. */
  readonly matches: readonly string[];
  /** Whether it holds weights alone, for a structure that is given. */
  readonly needsStructure?: boolean;
  /** Throws `invalid-input` for damaged files, and for what has no counterpart here, naming all of it. */
  read(files: ModelFiles, wish: ReadWish): Promise<ReadModel>;
}

/** The file, and what lies beside it in its folder: names without folders that lead out of it. */
export interface ModelFiles {
  /** Of the file, without its folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Throws `invalid-input` for a name that isn't beside it. */
  beside(name: string): Promise<Uint8Array>;
  /** Where the file lies on this machine, for runtimes that open it themselves; null where that isn't known. */
  path(): Promise<string | null>;
}

export interface ReadWish {
  /** Of an item, channels last; null where it isn't known. */
  readonly inputShape: Shape | null;
  /** Names of the inputs, of several, in the order in which they stand in an item; the file's own where left out. */
  readonly inputs?: readonly string[] | undefined;
  /** Name of the output, of several, or of those whose numbers stand side by side. */
  readonly output: string | readonly string[] | null;
  /** The structure, for readers that need one. */
  readonly structure: ModelGraph | null;
}

/** A network out of a file, with logits or values at its end. */
export interface ReadModel {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly masks: Masks;
  readonly answer: Answer;
  readonly items: readonly ImportItem[];
  readonly notes: readonly string[];
  /** What the file says of itself, if it came from this program. */
  readonly card: ModelCard | null;
  /** How far the file's own runtime may round away from what its numbers say, of answers up to 1; left out where it does not. */
  readonly rounding?: number | undefined;
  /** The file as it came, in its own runtime; null where there is none here. */
  readonly reference: ((engine: () => Promise<Engine>) => Promise<RuntimeSession>) | null;
}

export function defineModelReader<const S extends ParamSpecs>(reader: ModelReader<S>): ModelReader<S> {
  return reader;
}
