import { LEAKY_SLOPE, type ActivationFunction } from '../../graph/activations.ts';
import { pairOf, type Padding, type Pair } from '../../graph/window.ts';
import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { ExportNode } from '../export-plan.ts';
import { tuple } from './names.ts';
import type { TorchLayout, TorchTensor, TorchValue, TorchWriter } from './torch-form.ts';

/** What several layers' forms are made of. */

interface Activation {
  readonly expression: string;
  readonly layout: TorchLayout;
  readonly slope?: number;
}

/** The function of an expression; the expression itself for `linear`. */
export function activated(name: ActivationFunction, { expression, layout, slope = LEAKY_SLOPE }: Activation): string {
  return FUNCTIONS[name](expression, { slope, channels: layout === 'first' ? 1 : -1 });
}

type Function = (x: string, how: { readonly slope: number; readonly channels: number }) => string;

const plain =
  (call: string): Function =>
  x =>
    `${call}(${x})`;

const FUNCTIONS: { readonly [F in ActivationFunction]: Function } = {
  relu: plain('F.relu'),
  relu6: plain('F.relu6'),
  'leaky-relu': (x, { slope }) => `F.leaky_relu(${x}, ${slope})`,
  elu: plain('F.elu'),
  gelu: plain('F.gelu'),
  sigmoid: plain('torch.sigmoid'),
  tanh: plain('torch.tanh'),
  softmax: (x, { channels }) => `F.softmax(${x}, dim=${channels})`,
  swish: plain('F.silu'),
  linear: x => x,
};

/** A parameter with its axes in this order. */
export function parameter(of: string, order: readonly number[] = [0]): TorchTensor {
  return { kind: 'parameter', of, order };
}

/** `weight`, and `bias` where the layer has one. */
export function weightAndBias({ parameters }: ExportNode, order: readonly number[]): Readonly<Record<string, TorchTensor>> {
  const weight = { weight: parameter('kernel', order) };
  return parameters['bias'] === undefined ? weight : { ...weight, bias: parameter('bias') };
}

export function biasOf({ parameters }: ExportNode): string {
  return `bias=${parameters['bias'] === undefined ? 'False' : 'True'}`;
}

/** Channels first when one of the values already is; so nothing is turned without need. */
export function layoutOf(values: readonly TorchValue[]): TorchLayout {
  return values.some(({ names }) => names.first !== undefined) ? 'first' : 'last';
}

/** A line under the node's name, in this layout. */
export function result(writer: TorchWriter, node: ExportNode, layout: TorchLayout, expression: string): TorchValue['names'] {
  return { [layout]: writer.line(node, expression) };
}

interface Window {
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Padding;
}

export interface TorchWindow {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  /** By axis. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** As much before as behind: the layers' own padding can do it. */
  readonly even: boolean;
}

/** TensorFlow's rule for 'same': what must be added is split in two, the odd one behind. Along the axes the places have. */
export function windowOf(places: Shape, { kernel, stride, padding }: Window): TorchWindow {
  const sizes = pairOf(kernel).slice(0, places.length);
  const steps = pairOf(stride).slice(0, places.length);
  const missing = sizes.map((size, axis) => {
    const [length, step] = [places[axis]!, steps[axis]!];
    return padding === 'valid' ? 0 : Math.max((Math.ceil(length / step) - 1) * step + size - length, 0);
  });
  const before = missing.map(total => Math.floor(total / 2));
  const after = missing.map((total, axis) => total - before[axis]!);
  return { kernel: sizes, stride: steps, before, after, even: before.every((size, axis) => size === after[axis]) };
}

/** `F.pad` of all places: PyTorch names the last axis first. */
export function padded(x: string, { before, after }: TorchWindow, value = '0'): string {
  const sides = before.map((size, axis) => [size, after[axis]!]).toReversed();
  return `F.pad(${x}, ${tuple(sides.flat())}${value === '0' ? '' : `, value=${value}`})`;
}
