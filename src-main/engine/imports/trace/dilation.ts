import type { ForeignGraph, ForeignNode } from '../foreign-graph.ts';

/**
 * A convolution with holes, as TensorFlow writes it: the places of the image by their remainders as items of their own, a plain
 * convolution over those, and the places back in their order. It becomes the convolution with a dilation that it is.
 */
export function withDilation(graph: ForeignGraph): ForeignGraph {
  const producers = new Map(graph.nodes.flatMap(node => node.outputs.map(output => [output, node] as const)));
  const changed = new Map<ForeignNode, ForeignNode>();
  for (const end of graph.nodes) {
    const path = end.op === 'BatchToSpace' ? pathTo(producers, end, graph) : null;
    for (const [node, other] of path === null ? [] : dilated(end, path)) changed.set(node, other);
  }
  return changed.size === 0 ? graph : { ...graph, nodes: graph.nodes.map(node => changed.get(node) ?? node) };
}

/** What may stand between: it does the same at every place, and for every item. */
const BY_PLACE: ReadonlySet<string> = new Set(['Add', 'Relu', 'Clip', 'Tanh', 'FakeQuantise', 'Identity']);
/** Channels first, and last again. */
const CHANNELS_MOVED: ReadonlySet<string> = new Set(['0,3,1,2', '0,2,3,1']);
const MOST_BETWEEN = 8;

interface Path {
  readonly begin: ForeignNode;
  readonly convolution: ForeignNode;
}

function pathTo(producers: ReadonlyMap<string, ForeignNode>, end: ForeignNode, { constants }: ForeignGraph): Path | null {
  let convolution: ForeignNode | null = null;
  let node = producers.get(end.inputs[0] ?? '');
  for (let steps = 0; node !== undefined && steps < MOST_BETWEEN; steps++) {
    if (node.op === 'SpaceToBatch') return convolution === null ? null : { begin: node, convolution };
    if (node.op === 'Conv' && convolution === null) convolution = node;
    else if (!isByPlace(node, constants)) return null;
    node = producers.get(node.inputs[0] ?? '');
  }
  return null;
}

function isByPlace({ op, inputs, attributes }: ForeignNode, constants: ForeignGraph['constants']): boolean {
  if (op === 'Transpose') return CHANNELS_MOVED.has([attributes['perm'] ?? []].flat().join());
  return BY_PLACE.has(op) && inputs.slice(1).every(input => (constants.get(input)?.shape.length ?? 2) <= 1);
}

/** The three nodes as what they are together; none where the convolution skips places, or what is cut off was not added before. */
function dilated(end: ForeignNode, { begin, convolution }: Path): readonly (readonly [ForeignNode, ForeignNode])[] {
  const [block, added, cut] = [numbers(begin, 'block'), numbers(begin, 'pads'), numbers(end, 'crops')];
  const { strides, auto_pad: padding } = convolution.attributes;
  const isPlain =
    block.length === 2 &&
    [strides].flat().every(step => step === 1) &&
    padding === 'VALID' &&
    block.join() === numbers(end, 'block').join();
  const pads = added.map((count, i) => count - (cut[i] ?? 0));
  if (!isPlain || pads.some(count => count < 0)) return [];
  const own = [convolution.attributes['dilations'] ?? [1, 1]].flat().map(Number);
  const dilations = own.map((step, i) => step * (block[i] ?? 1));
  const sides = (side: number): readonly number[] => [0, ...pads.filter((_pad, i) => i % 2 === side), 0];
  return [
    [begin, { ...begin, op: 'Pad', inputs: begin.inputs.slice(0, 1), attributes: { pads: [...sides(0), ...sides(1)] } }],
    [convolution, { ...convolution, attributes: { ...convolution.attributes, dilations } }],
    [end, { ...end, op: 'Identity', inputs: end.inputs.slice(0, 1), attributes: {} }],
  ];
}

function numbers({ attributes }: ForeignNode, name: string): readonly number[] {
  return [attributes[name] ?? []].flat().map(Number);
}
