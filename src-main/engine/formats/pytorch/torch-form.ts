import type { Parameter, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ExportNode } from '../export-plan.ts';

/** Where the channel axis of a value with places stands: `first` as PyTorch's layers have it. */
export type TorchLayout = 'first' | 'last';

/** A value of the model, under the Python name it has in each layout so far. */
export interface TorchValue {
  /** Without the batch axis, channels last whatever the layout. */
  readonly shape: Shape;
  readonly names: { [L in TorchLayout]?: string };
}

/** A tensor of the module's state: one of the node's parameters with its axes in this order, or one that the model has not. */
export type TorchTensor = TorchParameter | { readonly kind: 'settled'; readonly tensor: Parameter };

export interface TorchParameter {
  readonly kind: 'parameter';
  readonly of: string;
  readonly order: readonly number[];
  readonly shape?: Shape;
  /** Only this entry along the parameter's first axis; `order` is that of the others. */
  readonly row?: number;
  /** Which of our equal parts along the tensor's first axis stands at each place. */
  readonly blocks?: readonly number[];
}

/** Python classes and functions that a module is written with where it needs them. */
export type TorchHelper = 'ResetBeforeGRU' | 'held_states' | 'surety';

/** Collects the lines of a module. */
export interface TorchWriter {
  /** `self.NAME = …`, with these tensors of its own in the state; gives `self.NAME`. `part`: for a node with several. */
  module(node: ExportNode, construct: string, tensors: Readonly<Record<string, TorchTensor>>, part?: string): string;
  /** `NAME = …` in `forward`; gives the name. */
  line(node: ExportNode, expression: string, part?: string): string;
  needs(helper: TorchHelper): void;
  /** The value's name in that layout; turned at most once, however many read it. */
  read(value: TorchValue, layout: TorchLayout): string;
}

/** What a layer's form is written from. */
export interface TorchCall {
  readonly writer: TorchWriter;
  readonly node: ExportNode;
  readonly x: TorchValue;
  readonly inputs: readonly TorchValue[];
}
