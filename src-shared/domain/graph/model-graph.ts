import type { JsonObject } from '../../lib/json.ts';

/** Sizes without the batch axis: `[28, 28, 1]` is height, width, channels (channels last everywhere). */
export type Shape = readonly number[];

/**
 * A model's structure as data: it can be stored, diffed, sent to the renderer, cut. Parameters are not in it; they are
 * named `node/parameter` (e.g. `fc1/kernel`) and kept beside it.
 */
export interface ModelGraph {
  readonly version: 1;
  /** In topological order: a node reads only nodes before it. */
  readonly nodes: readonly GraphNode[];
  /** Names of `input` nodes, in the order values are passed. */
  readonly inputs: readonly string[];
  /** Names of the nodes whose values are the model's answers; for classification these are logits. */
  readonly outputs: readonly string[];
}

export interface GraphNode {
  /** Unique in the graph: letters, digits, `-` and `_`. */
  readonly name: string;
  /** Id of a registered layer. */
  readonly layer: string;
  /** All parameters of the layer's spec, defaults filled in. */
  readonly config: JsonObject;
  readonly inputs: readonly string[];
  /** How its kernels are stored and computed with; float32 where left out. */
  readonly precision?: WeightPrecision;
}

/**
 * `integer`: whole steps of one scale per output channel, as many to both sides of 0 (2 to 8 bits); the graph computes with what the
 * steps stand for. `codebook`: each kernel has at most 2^bits different values (4 or 8 bits). `float16` and `bfloat16`: its kernels hold
 * nothing but such numbers.
 */
export type WeightPrecision =
  | { readonly kind: 'integer'; readonly bits: number }
  | { readonly kind: 'codebook'; readonly bits: number }
  | { readonly kind: 'float16' }
  | { readonly kind: 'bfloat16' };

/**
 * What the numbers at a model's output mean. `classes`: softmax over logits; `binary`: one logit; `labels`: a logit a label, of which
 * any number may hold (none, too); `values`: regression.
 */
export type Task = 'classes' | 'binary' | 'labels' | 'values';

/** One learnt or counted array. Row-major float32. */
export interface Parameter {
  readonly shape: Shape;
  readonly values: Float32Array;
}

/** `node/parameter` → array. */
export type Parameters = Readonly<Record<string, Parameter>>;

/** `node/parameter` → 1 keeps, 0 is pruned for good; as long as the parameter. Only for pruned kernels. */
export type Masks = Readonly<Record<string, Uint8Array>>;
