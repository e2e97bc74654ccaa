import type { Model } from '../../../src-shared/domain/graph/model-card.ts';
import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { QuantisationScheme } from '../../../src-shared/domain/quantisation.ts';
import type { Algorithm } from '../algorithm.ts';
import type { Engine } from '../tensor-library.ts';
import type { HandOver } from './hand-over.ts';

/**
 * A format others read. Every exported model takes the preprocessed tensor ([N, ...inputShape], channels last) and
 * answers with probabilities (softmax over the classes; one sigmoid for `binary`) or with the plain values of a
 * regression; the product's own graphs answer with logits. The card (classes, preprocessing, label) travels inside.
 */
export interface ExportFormat<S extends ParamSpecs = ParamSpecs> extends Algorithm<S> {
  /** With the dot: `.onnx`. */
  readonly extension: string;
  /** Names of the files an export called `name` consists of; the first is the one to open. No folders. */
  fileNames(name: string): readonly string[];
  /**
   * Whose work it is to run its files, for the latency lab: a runtime that `open` brings itself, TensorFlow.js on WASM, or TensorFlow's own
   * library. Left out where other programs run them, and `open` only reads.
   */
  readonly runsIn?: 'itself' | 'wasm' | 'tensorflow';
  /** Takes more than the model with it: `write` is given a hand-over. */
  readonly handsOver?: boolean;
  /** Allowed absolute difference of a probability between the model and the file read back. */
  readonly tolerance: number;
  /** How a model of this graph is quantised before it is written; null, or left out, for as it is. */
  quantisation?(params: ParamValues<S>, graph: ModelGraph): QuantisationScheme | null;
  /** Same model, same bytes. Throws `invalid-input` naming the layer that the format has no form for. */
  write(model: Model, request: ExportRequest<ParamValues<S>>): Promise<readonly WrittenFile[]>;
  /** Loads what was written, from its bytes alone. Throws `invalid-input` for a damaged or foreign file. */
  open(files: FileSource, engine: () => Promise<Engine>, options?: RuntimeOptions): Promise<RuntimeSession>;
}

export interface ExportRequest<Params = Readonly<Record<string, unknown>>> {
  /** Of the files, without an ending. */
  readonly name: string;
  readonly params: Params;
  /** For a format that `handsOver`, where there is one to give. */
  readonly handOver?: HandOver;
}

export interface WrittenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The files of one export, e.g. of a folder. */
export interface FileSource {
  /** In the order of `fileNames`. */
  readonly names: readonly string[];
  read(name: string): Promise<Uint8Array>;
}

/** For runtimes that can be told. */
export interface RuntimeOptions {
  /** All of the machine's when left out. */
  readonly threads?: number;
}

/** A loaded file, ready to answer. */
export interface RuntimeSession {
  /** What runs it, with its version: `onnxruntime 1.30.0`. */
  readonly runtime: string;
  /** What it was told, or always uses; absent where that is the engine's. */
  readonly threads?: number;
  /** `inputs` [items, ...inputShape]; gives [items, outputs]. */
  predict(inputs: Float32Array, items: number): Promise<Float32Array>;
  close(): Promise<void>;
}

export function defineFormat<const S extends ParamSpecs>(format: ExportFormat<S>): ExportFormat<S> {
  return format;
}

/** Files that were just written, as a source to open them from. */
export function sourceOfFiles(files: readonly WrittenFile[]): FileSource {
  const byName = new Map(files.map(file => [file.name, file.bytes]));
  return {
    names: files.map(file => file.name),
    read(name) {
      const bytes = byName.get(name);
      return bytes === undefined ? Promise.reject(new Error(`There is no file '${name}'`)) : Promise.resolve(bytes);
    },
  };
}
