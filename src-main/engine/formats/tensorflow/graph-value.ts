import type { Parameter, Shape, WeightPrecision } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { Padding } from '../../graph/window.ts';

/** A tensor of TensorFlow's operations, channels last. */
export interface GraphValue {
  readonly name: string;
  /** Whole, with the axis of the items first, as -1; of a constant without it. */
  readonly shape: Shape;
  readonly type: 'float32' | 'int32' | 'bool';
}

/** Numbers, texts and lists as TensorFlow names them; types of values follow from the values. */
export type GraphAttributes = Readonly<Record<string, number | boolean | string | readonly number[] | { readonly float: number }>>;

/** An operation by TensorFlow's name, with TensorFlow's inputs. */
export interface GraphOperation {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly GraphValue[];
  readonly attributes?: GraphAttributes;
}

/** What a window does along height and width. */
export interface GraphWindow {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
}

/** An operation with a kernel, for which formats have orders of axes of their own; the kernel comes in TensorFlow's. */
export interface WeightedOperation {
  readonly op: 'MatMul' | 'Conv2D' | 'DepthwiseConv2dNative' | 'Conv2DBackpropInput';
  readonly name: string;
  readonly input: GraphValue;
  readonly kernel: Parameter;
  readonly bias: Parameter | undefined;
  /** How the kernel is stored, for formats that can; else it is the numbers that this makes. */
  readonly precision?: WeightPrecision | undefined;
  /** Of all but `MatMul`. */
  readonly window: GraphWindow;
  readonly shape: Shape;
}

export type ConstantValues = Float32Array | Int32Array;

/** Where the operations of a network are written to, one behind the other: a graph of TensorFlow's, or one of TensorFlow Lite's. */
export interface GraphEmitter {
  constant(name: string, shape: Shape, values: ConstantValues): GraphValue;
  /** The first result is called by the name; the others have numbers. */
  emit(operation: GraphOperation, outputs: readonly Pick<GraphValue, 'shape' | 'type'>[]): readonly GraphValue[];
  weighted(operation: WeightedOperation): GraphValue;
}
