import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * A back end's way to make one native call of a pure function of tensors: the function is run twice with symbolic tensors,
 * what it asks for is recorded, and the recorded graph is what every later call runs. What stays from call to call lives in
 * variables on the device.
 */
export interface Compiler {
  variable(values: Float32Array, shape: readonly number[]): DeviceVariable;
  /** Values that never change, e.g. a whole data set; not to be written to. */
  array(values: HostArray, shape: readonly number[]): DeviceArray;
  /** Throws `NotTraceable` when the function depends on more than its inputs. */
  compile(request: CompileRequest): CompiledFunction;
  /** A data set that takes so many bytes may lie on the device; of a larger one, batches are handed over. */
  readonly residentBytes: number;
  /** What `array` takes for these values: none, where the device reads them where they lie. */
  bytesTaken(values: HostArray): number;
  /** Milliseconds inside native calls and the number of them, since the start: what is left of a step's time is ours. And the arrays held now. */
  nativeUse(): { readonly ms: number; readonly calls: number; readonly arrays: number };
}

export type HostArray = Float32Array | Int32Array | Uint8Array;

/** Float32, changed by compiled functions only, or replaced as a whole. */
export interface DeviceVariable {
  readonly shape: readonly number[];
  read(): Float32Array;
  write(values: Float32Array): void;
  dispose(): void;
}

export interface DeviceArray {
  readonly shape: readonly number[];
  dispose(): void;
}

export interface ArraySpec {
  /** Bytes are float32 within the function. */
  readonly dtype: 'float32' | 'int32' | 'uint8';
  readonly shape: readonly number[];
}

export interface CompileRequest {
  /** For messages. */
  readonly title: string;
  /** Handed over at every call. */
  readonly inputs: Readonly<Record<string, ArraySpec>>;
  readonly arrays: Readonly<Record<string, DeviceArray>>;
  readonly variables: Readonly<Record<string, DeviceVariable>>;
  /** What is computed, the results by name. Called twice, with symbolic tensors: reading a value throws `NotTraceable`. */
  body(scope: TraceScope): Readonly<Record<string, Tensor>>;
}

export interface TraceScope {
  input(name: string): Tensor;
  /** Values at the start of the call, whatever is assigned. */
  variable(name: string): Tensor;
  assign(name: string, value: Tensor): void;
  /** Changes variables in place by TensorFlow's own operation. */
  update(update: VariableUpdate): void;
  /** Rows of an array, as float32 or int32: `[positions, …]`. */
  rows(array: string, positions: Tensor): Tensor;
  /** Uniform [0, 1), float32: the stream's numbers for this call of `uniform` (see `philox.ts`). */
  uniform(shape: readonly number[]): Tensor;
}

export interface VariableUpdate {
  /** E.g. `ResourceApplyAdam`. */
  readonly operation: string;
  /** In the operation's order. */
  readonly inputs: readonly (Tensor | { readonly variable: string } | number)[];
  readonly flags: Readonly<Record<string, boolean>>;
}

/** What a call computed. A tensor is one, too; a compiled function's results are no tensors, whose book-keeping takes longer than a small step allows. */
export interface DeviceResult {
  readonly shape: readonly number[];
  data(): Promise<HostArray>;
  dispose(): void;
}

export interface CompiledFunction {
  /** `random`: position of the stream that `uniform` draws from. The results are the caller's to dispose of. */
  call(inputs: Readonly<Record<string, HostArray>>, random: StreamPosition | null): Readonly<Record<string, DeviceResult>>;
  /** Milliseconds of both recordings and the making of the function. */
  readonly buildMs: number;
  /** Operations recorded. */
  readonly operations: number;
  dispose(): void;
}

/** Where in a Philox stream a step's random numbers begin. */
export interface StreamPosition {
  readonly key: bigint;
  /** Low, high. */
  readonly counter: readonly [bigint, bigint];
}

/** The function can't be made one call, and why; running it operation by operation gives the same numbers. */
export class NotTraceable extends Error {
  override readonly name = 'NotTraceable';
}
