import type { Shape } from '../../../src-shared/domain/graph/model-graph.ts';

/**
 * A network as another program wrote it, in ONNX's operators whatever the file: its values have a batch axis, its images
 * channels first. Nothing in it is checked beyond its form.
 */
export interface ForeignGraph {
  /** Those that are no constants. */
  readonly inputs: readonly ForeignInput[];
  readonly outputs: readonly string[];
  /** In any order. */
  readonly nodes: readonly ForeignNode[];
  readonly constants: ReadonlyMap<string, ForeignTensor>;
  /** Version of ONNX's operators; older ones have arguments in other places. */
  readonly opset: number;
}

export interface ForeignInput {
  readonly name: string;
  /** With the batch axis; null for a size that is left open. */
  readonly shape: readonly (number | null)[];
  /** Of its values, in the words of ONNX's runtime. */
  readonly type: 'float32' | 'float64' | 'int32' | 'int64';
}

export interface ForeignNode {
  readonly name: string;
  readonly op: string;
  /** Names of values; an empty one for an argument that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, ForeignAttribute>>;
}

export type ForeignAttribute = number | string | readonly number[] | ForeignTensor;

/** Row-major. Whole numbers and truth values are in double precision, so that sizes stay exact. */
export interface ForeignTensor {
  readonly shape: Shape;
  /** Of its numbers in the file, in the words of `ElementType`; left out where that isn't known. */
  readonly type?: string;
  readonly values: Float32Array | Float64Array;
}

/** Thrown where a node, as it is, has no counterpart here: what is required, what came. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}
