/** A back end's way to run a graph of TensorFlow's own, as a file has it. */
export interface GraphRunner {
  /** `graph`: a serialised `GraphDef`; `ends`: names of its nodes. Throws `invalid-input` with what TensorFlow says against it. */
  open(graph: Uint8Array, ends: GraphEnds): OpenGraph;
}

export interface GraphEnds {
  readonly input: string;
  readonly output: string;
}

export interface OpenGraph {
  /** `TensorFlow 2.21.0`. */
  readonly runtime: string;
  /** float32 in, float32 out; any number of items. */
  run(inputs: Float32Array, shape: readonly number[]): Float32Array;
  close(): void;
}
