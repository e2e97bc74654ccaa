import type { ModelGraph, Parameter, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { transpose } from '../../formats/lib/transpose.ts';
import { declarationsOf } from '../../graph/parameters.ts';
import { resolvedNode, shapesOf, type ResolvedNode } from '../../graph/shapes.ts';

/** Tensors under one prefix. */
export interface TensorModule {
  readonly name: string;
  readonly tensors: ReadonlyMap<string, Parameter>;
}

type Arrays = Readonly<Record<string, Parameter>>;

/** What a node's parameters may be called: here and in Keras, then in PyTorch. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  kernel: ['kernel', 'weight', 'depthwise_kernel', 'embeddings'],
  bias: ['bias'],
  scale: ['scale', 'gamma', 'weight'],
  offset: ['offset', 'beta', 'bias'],
  mean: ['mean', 'moving_mean', 'running_mean'],
  variance: ['variance', 'moving_variance', 'running_var'],
  positions: ['positions', 'weight'],
  recurrent: ['recurrent', 'recurrent_kernel'],
};

/** The node's parameters out of a module's tensors, in our layouts; null where they don't fit, all of them. */
export function converted(node: ResolvedNode, { tensors }: TensorModule, graph: ModelGraph): Arrays | null {
  const direction = ['lstm', 'gru', 'bidirectional'].includes(node.layer.id) ? recurrent(node, tensors) : null;
  if (direction !== null) return direction;
  const found: Record<string, Parameter> = {};
  for (const { name, shape } of declarationsOf(node)) {
    const key = (NAMES[name] ?? [name]).find(candidate => tensors.has(candidate));
    const tensor = tensors.get(key ?? '');
    const parameter = tensor === undefined ? null : laidOut(node, { tensor, shape, isOurs: key !== 'weight', name }, graph);
    if (parameter === null) return null;
    found[name] = parameter;
  }
  // A bias that the structure has no place for would be lost without a word.
  return tensors.has('bias') && found['bias'] === undefined && found['offset'] === undefined ? null : found;
}

interface Candidate {
  readonly tensor: Parameter;
  /** As the structure declares it. */
  readonly shape: Shape;
  /** Named as here or in Keras, and so laid out like here. */
  readonly isOurs: boolean;
  readonly name: string;
}

function laidOut(node: ResolvedNode, { tensor, shape, isOurs, name }: Candidate, graph: ModelGraph): Parameter | null {
  if (isOurs || name !== 'kernel') return same(tensor.shape, shape) ? tensor : null;
  const turn = Object.hasOwn(FROM_TORCH, node.layer.id) ? FROM_TORCH[node.layer.id] : undefined;
  const turned = turn === undefined ? tensor : turn(tensor, shape);
  if (turned === null || !same(turned.shape, shape)) return null;
  return node.layer.id === 'dense' ? rowsAsHere(node, turned, graph) : turned;
}

function same(one: Shape, other: Shape): boolean {
  return one.join() === other.join();
}

type Turn = (tensor: Parameter, shape: Shape) => Parameter | null;

const turnedBy =
  (order: readonly number[]): Turn =>
  tensor =>
    tensor.shape.length === order.length ? transpose(tensor, order) : null;

/** PyTorch has outputs first, then inputs, then the window. */
const FROM_TORCH: Readonly<Record<string, Turn>> = {
  dense: turnedBy([1, 0]),
  conv1d: (tensor, shape) => (tensor.shape.length === 2 && shape[0] === 1 ? pointwise(tensor) : turnedBy([2, 1, 0])(tensor, shape)),
  conv2d: turnedBy([2, 3, 1, 0]),
  'conv2d-transpose': turnedBy([2, 3, 1, 0]),
  'depthwise-conv2d'(tensor, [, , channels = 1, multiplier = 1]) {
    if (tensor.shape.length !== 4 || tensor.shape[0] !== channels * multiplier) return null;
    const { shape, values } = transpose(tensor, [2, 3, 0, 1]);
    return { shape: [shape[0]!, shape[1]!, channels, multiplier], values };
  },
};

/** A dense layer at every step. */
function pointwise(tensor: Parameter): Parameter {
  const { shape, values } = transpose(tensor, [1, 0]);
  return { shape: [1, ...shape], values };
}

const PASSING: ReadonlySet<string> = new Set(['dropout', 'activation']);

/** Behind a flattened image PyTorch has the rows channel by channel, here they are place by place. */
function rowsAsHere(node: ResolvedNode, kernel: Parameter, graph: ModelGraph): Parameter {
  const nodes = shapesOf(graph);
  let before = resolvedNode(nodes, node.node.inputs[0]!);
  while (PASSING.has(before.layer.id)) before = resolvedNode(nodes, before.node.inputs[0]!);
  const [inner] = before.inputs;
  if (before.layer.id !== 'flatten' || inner === undefined || inner.length < 2) return kernel;
  const [places, channels, units] = [inner.slice(0, -1), inner.at(-1) ?? 1, kernel.shape[1] ?? 1];
  const apart = transpose({ shape: [channels, ...places, units], values: kernel.values }, [
    ...places.map((_size, i) => i + 1),
    0,
    places.length + 1,
  ]);
  return { shape: kernel.shape, values: apart.values };
}

/**
 * Of PyTorch. An LSTM's gates stand in the same order, and of its two biases both are added; a GRU has reset and update the other way
 * round, and resets after its product: one that resets in front of it can't be made of its weights.
 */
function recurrent({ layer, config, inputs }: ResolvedNode, tensors: ReadonlyMap<string, Parameter>): Arrays | null {
  if (!tensors.has('weight_ih_l0')) return null;
  const isGru = layer.id === 'gru' || config['cell'] === 'gru';
  if (isGru && config['resetAfter'] !== true) return null;
  const found: Record<string, Parameter> = {};
  const directions = layer.id === 'bidirectional' ? (['forward-', 'backward-'] as const) : ([''] as const);
  for (const direction of directions) Object.assign(found, ofDirection(tensors, direction, isGru));
  const declared = layer.parameters(config, inputs);
  // A bias that the structure has no place for would be lost without a word.
  return Object.keys(found).length === declared.length && declared.every(({ name, shape }) => same(found[name]?.shape ?? [], shape))
    ? found
    : null;
}

function ofDirection(tensors: ReadonlyMap<string, Parameter>, direction: string, isGru: boolean): Arrays {
  const of = (name: string): Parameter | undefined => {
    const tensor = tensors.get(direction === 'backward-' ? `${name}_reverse` : name);
    return isGru && tensor !== undefined ? inGruOrder(tensor) : tensor;
  };
  const [kernel, state, own, other] = [of('weight_ih_l0'), of('weight_hh_l0'), of('bias_ih_l0'), of('bias_hh_l0')];
  if (kernel?.shape.length !== 2 || state?.shape.length !== 2) return {};
  const bias = own === undefined ? {} : { [`${direction}bias`]: isGru ? stacked(own, other) : summed(own, other) };
  return { [`${direction}kernel`]: transpose(kernel, [1, 0]), [`${direction}recurrent`]: transpose(state, [1, 0]), ...bias };
}

function summed(own: Parameter, other: Parameter | undefined): Parameter {
  return { shape: own.shape, values: own.values.map((value, i) => value + (other?.values[i] ?? 0)) };
}

function stacked(own: Parameter, other: Parameter | undefined): Parameter {
  const values = new Float32Array(2 * own.values.length);
  values.set(own.values);
  if (other?.values.length === own.values.length) values.set(other.values, own.values.length);
  return { shape: [2, ...own.shape], values };
}

/** Reset, update, candidate along the first axis → update, reset, candidate. */
function inGruOrder({ shape, values }: Parameter): Parameter {
  const size = Math.floor(values.length / 3);
  const ordered = Float32Array.from(values);
  ordered.set(values.subarray(size, 2 * size), 0);
  ordered.set(values.subarray(0, size), size);
  return { shape, values: ordered };
}
