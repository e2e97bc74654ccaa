import type { Parameter, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { JsonObject } from '../../../../src-shared/lib/json.ts';
import type { ExportNode } from '../export-plan.ts';

/**
 * The three readers of Keras configs. They name a few things differently: Keras 3 in a `.keras` file, Keras 2 and 3 in a
 * `.h5` file, TensorFlow.js.
 */
export type KerasDialect = 'keras-3' | 'keras-2' | 'tfjs';

export interface KerasCall {
  readonly node: ExportNode;
  readonly dialect: KerasDialect;
}

/** A Keras layer without its name and place. */
export interface KerasForm {
  readonly className: string;
  readonly config: JsonObject;
  /** By Keras's names, in Keras's order. */
  readonly weights?: Readonly<Record<string, Parameter>>;
  /** Of what it gives, where that is neither the layer's own shape nor a row as wide as its kernel. */
  readonly shape?: Shape;
  /** By input: layers of their own in front of this one, one behind the other. */
  readonly before?: Readonly<Record<number, KerasForm>>;
  /** A layer of its own behind this one, for an activation that has no name all readers know. */
  readonly then?: KerasForm;
  /** Of a layer behind: which of the node's inputs it reads beside the layer before it. */
  readonly also?: readonly number[];
  /** Layers of its own in front that don't stand in a row, each behind those it reads. */
  readonly within?: readonly InnerLayer[];
  /** What it reads, where that is not the node's inputs in their order. */
  readonly reads?: readonly Source[];
  /** Of a layer that is called with several arguments and not with a list: their names, of which Keras takes the first three by place. */
  readonly argumentNames?: readonly string[];
}

/** An input of the node by its number, or a layer within by its place. */
export type Source = number | string;

export interface InnerLayer {
  /** Of the names that the node's layers have behind its own. */
  readonly place: string;
  readonly form: KerasForm;
  readonly reads: readonly Source[];
}
