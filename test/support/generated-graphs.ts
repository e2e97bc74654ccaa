import { checkGraph } from '../../src-main/engine/graph/check-graph.ts';
import { shapesOf } from '../../src-main/engine/graph/shapes.ts';
import type { GraphNode, ModelGraph, Shape } from '../../src-shared/domain/graph/model-graph.ts';
import { product } from './graphs.ts';
import { opaqueConfig } from './opaque-files.ts';

/** One thing added to a growing graph; the numbers choose where and how wide. */
export interface Move {
  readonly what: number;
  readonly where: number;
  readonly size: number;
}

/** Extra inputs beside the image. */
export type SecondInput = 'none' | 'image' | 'series' | 'vector';

const SECOND: { readonly [K in Exclude<SecondInput, 'none'>]: Shape } = { image: [4, 4, 3], series: [3, 2], vector: [5] };

interface Growing {
  readonly nodes: GraphNode[];
  readonly shapes: Map<string, Shape>;
  add(layer: string, config: Readonly<Record<string, unknown>>, ...inputs: string[]): string;
  /** A node of this number of axes, or null. */
  pick(rank: number | null, where: number): string | null;
  shape(name: string): Shape;
}

type Grow = (graph: Growing, move: Move) => void;

const even = (size: number) => 2 + (size % 3);
const ACTIVATIONS = ['tanh', 'sigmoid', 'relu', 'gelu'];

/** `layer` on a node of that rank, if there is one. */
function onto(rank: number | null, layer: string, config: (move: Move, shape: Shape) => Readonly<Record<string, unknown>> | null): Grow {
  return (graph, move) => {
    const from = graph.pick(rank, move.where);
    const chosen = from === null ? null : config(move, graph.shape(from));
    if (from !== null && chosen !== null) graph.add(layer, chosen, from);
  };
}

const conv = (size: number) => ({ filters: even(size), kernel: 1 + (size % 3), padding: 'same', activation: 'tanh', bias: size % 2 === 0 });

/** Of shares, as behind the members of a fusion. */
function logits(graph: Growing, { where }: Move): void {
  const from = graph.pick(null, where);
  if (from === null) return;
  graph.add('logits', { of: 'sigmoid' }, graph.add('activation', { function: 'sigmoid' }, from));
}

function residual(graph: Growing, { where, size }: Move): void {
  const from = graph.pick(3, where);
  if (from === null) return;
  const first = graph.add('conv2d', conv(size), from);
  const norm = graph.add('batch-norm', {}, first);
  const second = graph.add('conv2d', { ...conv(size), filters: graph.shape(from).at(-1) }, norm);
  graph.add('add', {}, second, from);
}

/** A gate on the channels, or on the places. */
function gate(graph: Growing, { where, size }: Move): void {
  const from = graph.pick(3, where);
  if (from === null) return;
  const channels = graph.shape(from).at(-1) ?? 1;
  if (size % 2 === 0) {
    const squeezed = graph.add('global-average-pool', {}, from);
    graph.add('multiply', {}, from, graph.add('dense', { units: channels, activation: 'sigmoid' }, squeezed));
  } else {
    graph.add('multiply', {}, graph.add('conv2d', { filters: 1, kernel: 1, activation: 'sigmoid' }, from), from);
  }
}

/** A mean of the steps by weights of their own. */
function masked(layer: string): Grow {
  return (graph, { where }) => {
    const from = graph.pick(2, where);
    if (from === null) return;
    graph.add(layer, {}, from, graph.add('conv1d', { filters: 1, kernel: 1, activation: 'sigmoid' }, from));
  };
}

/** A memory that passes over some steps. */
function heldStates(graph: Growing, { where, size }: Move): void {
  const from = graph.pick(2, where);
  if (from === null) return;
  const counts = graph.add('conv1d', { filters: 1, kernel: 1, activation: 'sigmoid' }, from);
  const config = { units: even(size), returnSequences: size % 2 === 0 };
  const layer = (['lstm', 'gru', 'bidirectional'] as const)[size % 3]!;
  graph.add(layer, config, from, counts);
}

/** Heads over one or two series, under a mask or not. */
function attention(graph: Growing, { where, size }: Move): void {
  const from = graph.pick(2, where);
  const read = graph.pick(2, where + size);
  if (from === null || read === null) return;
  const project = (source: string): string => graph.add('conv1d', { filters: 2 * even(size), kernel: 1 }, source);
  const weights = size % 2 === 0 ? [] : [graph.add('conv1d', { filters: 1, kernel: 1, activation: 'sigmoid' }, read)];
  graph.add('attention', { headSize: 2 }, project(from), project(read), project(read), ...weights);
}

/** As many filters and channels as two groups need. */
function grouped(graph: Growing, { where, size }: Move): void {
  const from = graph.pick(3, where);
  if (from === null || (graph.shape(from).at(-1) ?? 1) % 2 !== 0) return;
  graph.add('conv2d', { ...conv(size), filters: 2 * even(size), groups: 2 }, from);
}

/** Everything of the first one's shape (its positions, for concatenate), at most three. */
function join(layer: 'add' | 'multiply' | 'maximum' | 'concatenate'): Grow {
  return (graph, { where }) => {
    const first = graph.pick(null, where);
    if (first === null) return;
    const like = (shape: Shape): string => (layer === 'concatenate' ? shape.slice(0, -1) : shape).join();
    const rank = graph.shape(first).length;
    const fits = [...graph.shapes].filter(([, shape]) => shape.length === rank && like(shape) === like(graph.shape(first)));
    const start = (where * 7) % fits.length;
    const chosen = [...fits.slice(start), ...fits.slice(0, start)].slice(0, 3).map(([name]) => name);
    if (chosen.length > 1) graph.add(layer, {}, ...chosen);
  };
}

function foldable(n: number): number | null {
  return [2, 3].find(size => n % size === 0 && n > size) ?? null;
}

export const MOVES: readonly (readonly [name: string, grow: Grow])[] = [
  ['conv', onto(3, 'conv2d', ({ size }) => conv(size))],
  ['strided conv', onto(3, 'conv2d', ({ size }) => ({ ...conv(size), stride: 2 }))],
  ['grouped conv', grouped],
  ['transposed conv', onto(3, 'conv2d-transpose', ({ size }) => ({ ...conv(size), stride: 1 + (size % 2) }))],
  ['conv of a series', onto(2, 'conv1d', ({ size }) => conv(size))],
  ['upsampling', onto(3, 'upsampling', ({ size }) => ({ size: 1 + (size % 2), interpolation: size % 3 === 0 ? 'bilinear' : 'nearest' }))],
  ['padding', onto(3, 'pad', ({ size }) => ({ before: [size % 2, 1], after: [1, 0] }))],
  ['permutation', onto(3, 'permute', ({ size }) => ({ order: size % 2 === 0 ? [2, 1, 3] : [3, 1, 2] }))],
  ['gate', gate],
  ['depthwise', onto(3, 'depthwise-conv2d', ({ size }) => ({ kernel: 2, padding: 'same', multiplier: 1 + (size % 2) }))],
  ['batch norm', onto(null, 'batch-norm', () => ({}))],
  ['activation', onto(null, 'activation', ({ size }) => ({ function: ACTIVATIONS[size % ACTIVATIONS.length] }))],
  ['softmax', onto(null, 'activation', () => ({ function: 'softmax' }))],
  ['max pool', onto(3, 'max-pool', () => ({ size: 2, padding: 'same' }))],
  ['average pool', onto(3, 'average-pool', () => ({ size: 2, stride: 1, padding: 'same' }))],
  ['max pool of a series', onto(2, 'max-pool1d', () => ({ size: 2, padding: 'same' }))],
  ['average pool of a series', onto(2, 'average-pool1d', () => ({ size: 2, stride: 1, padding: 'same' }))],
  ['global average of a series', onto(2, 'global-average-pool', () => ({}))],
  ['global max', onto(3, 'global-max-pool', () => ({}))],
  ['global average', onto(3, 'global-average-pool', () => ({}))],
  ['flatten', onto(3, 'flatten', () => ({}))],
  ['dropout', onto(null, 'dropout', () => ({ rate: 0.2 }))],
  ['dense', onto(1, 'dense', ({ size }) => ({ units: 2 * even(size), activation: 'tanh' }))],
  ['image to rows', onto(3, 'reshape', (_, [h = 1, w = 1, c = 1]) => ({ shape: [h, w * c] }))],
  ['image to positions', onto(3, 'reshape', (_, [h = 1, w = 1, c = 1]) => ({ shape: [h * w, c] }))],
  ['row to image', onto(1, 'reshape', (_, [n = 1]) => ({ shape: [1, 1, n] }))],
  ['repeat', onto(1, 'repeat', ({ size }) => ({ times: 1 + (size % 3) }))],
  ['row to channels', onto(1, 'reshape', (_, [n = 1]) => (foldable(n) === null ? null : { shape: [n / (foldable(n) ?? 1), foldable(n)] }))],
  ['states', onto(2, 'lstm', ({ size }) => ({ units: even(size), returnSequences: true }))],
  ['last state', onto(2, 'lstm', ({ size }) => ({ units: even(size), bias: size % 2 === 0 }))],
  ['gated states', onto(2, 'gru', ({ size }) => ({ units: even(size), returnSequences: true, resetAfter: size % 2 === 0 }))],
  ['last gated state', onto(2, 'gru', ({ size }) => ({ units: even(size), bias: size % 2 === 0 }))],
  ['states of both directions', onto(2, 'bidirectional', ({ size }) => ({ units: even(size), returnSequences: true }))],
  ['last states of both', onto(2, 'bidirectional', ({ size }) => ({ cell: 'gru', units: even(size), bias: size % 2 === 0 }))],
  ['tokens', onto(1, 'embedding', ({ size }) => ({ tokens: 3, units: even(size) }))],
  ['mask', onto(1, 'mask', () => ({}))],
  ['positions', onto(2, 'positional-embedding', () => ({}))],
  ['layer norm', onto(null, 'layer-norm', () => ({}))],
  ['group norm', onto(null, 'group-norm', (_, shape) => ((shape.at(-1) ?? 1) % 2 === 0 ? { groups: 2 } : null))],
  ['operator of another runtime', onto(null, 'opaque', (_, shape) => opaqueConfig('Softplus', shape))],
  ['attention', attention],
  ['states under a mask', heldStates],
  ['masked average', masked('global-average-pool')],
  ['rescale', onto(null, 'rescale', () => ({ factor: [1.5], offset: [-0.1] }))],
  ['logits', logits],
  ['residual block', residual],
  ['add', join('add')],
  ['multiply', join('multiply')],
  ['maximum', join('maximum')],
  ['concatenate', join('concatenate')],
];

/**
 * A graph of these moves; a move that finds no place is left out. What nothing reads is brought into a row and read by the
 * answers, which are one or two dense layers.
 */
export function generatedGraph(moves: readonly Move[], second: SecondInput, heads: 1 | 2): ModelGraph {
  const graph = grown(moves, second);
  const read = new Set(graph.nodes.flatMap(node => node.inputs));
  const rows = graph.nodes
    .filter(node => !read.has(node.name))
    .map(({ name }) => (graph.shape(name).length === 1 ? name : graph.add('flatten', {}, name)));
  const all = rows.length === 1 ? rows[0]! : graph.add('concatenate', {}, ...rows);
  const outputs = Array.from({ length: heads }, (_, i) => graph.add('dense', { units: 2 + i }, all));
  const inputs = graph.nodes.filter(node => node.inputs.length === 0).map(node => node.name);
  return checkGraph({ version: 1, nodes: graph.nodes, inputs, outputs });
}

/** The graph before it is closed. */
export function grown(moves: readonly Move[], second: SecondInput): Pick<Growing, 'nodes' | 'shape' | 'add'> {
  const graph = growing();
  graph.add('input', { shape: [4, 4, 2] });
  if (second !== 'none') graph.add('input', { shape: SECOND[second] });
  for (const move of moves) MOVES[move.what % MOVES.length]?.[1](graph, move);
  return graph;
}

function growing(): Growing {
  const nodes: GraphNode[] = [];
  const shapes = new Map<string, Shape>();
  return {
    nodes,
    shapes,
    add(layer, config, ...inputs) {
      const name = `${layer}-${nodes.length}`;
      nodes.push({ name, layer, config: config as GraphNode['config'], inputs });
      const sources = nodes.filter(node => node.inputs.length === 0).map(node => node.name);
      const read = new Set(nodes.flatMap(node => node.inputs));
      const ends = nodes.filter(node => !read.has(node.name)).map(node => node.name);
      // Checked as it grows: the defaults are filled in, and the shape is the engine's own.
      const checked = checkGraph({ version: 1, nodes, inputs: sources, outputs: ends });
      nodes.splice(0, nodes.length, ...checked.nodes);
      shapes.set(name, shapesOf(checked).get(name)?.output ?? []);
      return name;
    },
    pick(rank, where) {
      const fits = [...shapes].filter(([, shape]) => (rank === null || shape.length === rank) && product(shape) <= 400);
      return fits[where % Math.max(1, fits.length)]?.[0] ?? null;
    },
    shape: name => shapes.get(name) ?? [],
  };
}
