import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { LEAKY_SLOPE, type ActivationFunction } from '../../graph/activations.ts';
import { pairOf, type Padding, type Pair } from '../../graph/window.ts';
import type { ExportNode } from '../export-plan.ts';
import { addActivation } from './activations.ts';
import type { Attributes, Layout, OnnxBuilder, OnnxValue } from './builder.ts';

/** What several layers' forms are made of. */

interface Finish {
  readonly builder: OnnxBuilder;
  readonly node: ExportNode;
  readonly layout: Layout;
  readonly activation: ActivationFunction;
}

/** The product under the node's name, with its activation behind it. */
export function finish({ builder, node, layout, activation }: Finish, addProduct: (output: string) => string): OnnxValue['names'] {
  if (activation === 'linear') return { [layout]: addProduct(node.name) };
  const input = addProduct(`${node.name}.product`);
  return { [layout]: addActivation(activation, layout, { builder, input, output: node.name, slope: LEAKY_SLOPE }) };
}

/** Those of the node's parameters that it has, as they are. */
export function constants(builder: OnnxBuilder, node: ExportNode, names: readonly string[]): readonly string[] {
  return names
    .filter(name => node.parameters[name] !== undefined)
    .map(name => builder.constant(`${node.name}/${name}`, node.parameters[name]!));
}

/** Channels first when one of the values already is; so nothing is turned without need. */
export function layoutOf(values: readonly OnnxValue[]): Layout {
  return values.some(value => value.names.first !== undefined) ? 'first' : 'last';
}

interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
}

export interface WindowAttributes extends Attributes {
  readonly kernel_shape: readonly number[];
  readonly strides: readonly number[];
  readonly pads: readonly number[];
}

export function poolWindow(
  image: Shape,
  { size, stride = size, padding }: { size: Pair; stride?: Pair | undefined; padding: Padding },
): Attributes {
  return windowOf(image, { kernel: size, stride, padding });
}

/** TensorFlow's rule for 'same': what must be added is split in two, the odd one behind. */
export function windowOf(image: Shape, { kernel, stride, padding }: Window): WindowAttributes {
  const sizes = pairOf(kernel);
  const steps = pairOf(stride);
  const missing = sizes.map((size, axis) => {
    const length = image[axis]!;
    const step = steps[axis]!;
    return padding === 'valid' ? 0 : Math.max((Math.ceil(length / step) - 1) * step + size - length, 0);
  });
  const before = missing.map(total => Math.floor(total / 2));
  return { kernel_shape: sizes, strides: steps, pads: [...before, ...missing.map((total, axis) => total - before[axis]!)] };
}
