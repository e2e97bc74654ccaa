import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { declarationsOf } from './parameters.ts';
import { shapeText } from './shape-checks.ts';
import { resolvedNode, shapesOf, type ResolvedNode } from './shapes.ts';

/** What may take the place of a layer or block: its own input, or a path that does no more than change the shape. */
export type Replacement = 'identity' | 'projection';

/** A layer or a block that a model can do without. */
export interface Removable {
  /** The layer; of a block the addition that closes it. */
  readonly node: string;
  readonly kind: 'layer' | 'block';
  /** What goes: the layer with the normalisation and activation that serve it alone; all of a block but its shortcut. */
  readonly nodes: readonly string[];
  /** By what can take its place. */
  readonly ways: Readonly<Partial<Record<Replacement, Removal>>>;
}

export interface Removal {
  /** Whose value the readers of what goes read instead. */
  readonly instead: string;
  /** Of a layer that stays under its name with a window of one place. */
  readonly pointwise?: true;
}

export interface RemovalAnalysis {
  readonly removable: readonly Removable[];
  /** Layers with a kernel, and additions, that can't go, and why. */
  readonly left: readonly { readonly node: string; readonly reason: string }[];
}

/** What follows from a graph for all its nodes. */
interface Surroundings {
  readonly graph: ModelGraph;
  readonly nodes: ReadonlyMap<string, ResolvedNode>;
  readonly readers: ReadonlyMap<string, readonly string[]>;
}

/**
 * Layers with a kernel, and residual blocks, that can be taken out so that all shapes still fit, in the order of the graph.
 * A block is what lies between a split and the addition behind it, beside a shortcut that is the split itself (identity) or
 * has one kernel (projection). Idea: layers of residual networks are nearly exchangeable (Veit 2016, arXiv:1605.06431).
 */
export function removableLayers(graph: ModelGraph): RemovalAnalysis {
  const around = surroundingsOf(graph);
  const found = [...around.nodes.values()].flatMap(resolved => {
    if (ruleOf(resolved) === 'join') return [blockOf(resolved, around)];
    return kernelsOf(resolved) > 0 ? [layerOf(resolved, around)] : [];
  });
  return { removable: found.filter(one => 'ways' in one), left: found.filter(one => 'reason' in one) };
}

type Found = Removable | RemovalAnalysis['left'][number];

const ANSWERS = 'its outputs are the model’s answers';

function surroundingsOf(graph: ModelGraph): Surroundings {
  const readers = new Map<string, string[]>(graph.nodes.map(({ name }) => [name, []]));
  for (const { name, inputs } of graph.nodes) for (const input of new Set(inputs)) readers.get(input)?.push(name);
  return { graph, nodes: shapesOf(graph), readers };
}

function layerOf(resolved: ResolvedNode, around: Surroundings): Found {
  const { node, inputs, layer } = resolved;
  const nodes = unitOf(resolved, around);
  const end = nodes.at(-1) ?? node.name;
  if (around.graph.outputs.includes(end)) return { node: node.name, reason: ANSWERS };
  const [from, to] = [shapeText(inputs[0] ?? []), shapeText(resolvedNode(around.nodes, end).output)];
  const addition = from === to ? besideShortcut(node.inputs[0], end, around) : undefined;
  const ways = {
    ...(from === to && addition === undefined ? { identity: { instead: node.inputs[0] ?? '' } } : {}),
    ...(hasPoint(resolved) ? { projection: { instead: end, pointwise: true } as const } : {}),
  };
  if (Object.keys(ways).length > 0) return { node: node.name, kind: 'layer', nodes, ways };
  const reason =
    addition === undefined
      ? `it takes ${from} to ${to}, and ${layer.title.toLowerCase()} has no smaller form of that`
      : `it is all there is beside the shortcut of '${addition}': remove that block`;
  return { node: node.name, reason };
}

/** Whether a window of one place gives the same shape. */
function hasPoint({ layer, config, inputs, output }: ResolvedNode): boolean {
  const point = layer.pointwise?.(config) ?? null;
  return point !== null && shapeText(layer.outputShape(point, inputs)) === shapeText(output);
}

/** What reads both the input and the end of a layer, and would read one value twice without it. */
function besideShortcut(input: string | undefined, end: string, { nodes, readers }: Surroundings): string | undefined {
  return readers.get(end)?.find(reader => input !== undefined && resolvedNode(nodes, reader).node.inputs.includes(input));
}

/** The layer, and what follows it alone without a kernel of its own and without changing the shape. */
function unitOf({ node, output }: ResolvedNode, { graph, nodes, readers }: Surroundings): readonly string[] {
  const unit = [node.name];
  for (;;) {
    const end = unit.at(-1) ?? node.name;
    const [next, ...others] = readers.get(end) ?? [];
    if (next === undefined || others.length > 0 || graph.outputs.includes(end) || graph.outputs.includes(next)) return unit;
    const follower = resolvedNode(nodes, next);
    const serves = follower.node.inputs.length === 1 && kernelsOf(follower) === 0 && shapeText(follower.output) === shapeText(output);
    if (!serves) return unit;
    unit.push(next);
  }
}

interface Branch {
  /** What the addition reads. */
  readonly end: string;
  /** Nodes that lead to the addition by this branch only. */
  readonly nodes: readonly string[];
  /** Nodes outside that the branch reads. */
  readonly from: ReadonlySet<string>;
  readonly kernels: number;
}

function blockOf({ node, output }: ResolvedNode, around: Surroundings): Found {
  if (around.graph.outputs.includes(node.name)) return { node: node.name, reason: ANSWERS };
  if (new Set(node.inputs).size < node.inputs.length) return { node: node.name, reason: 'it adds a value to itself' };
  const [shortcut, ...others] = branchesOf(node.name, around).sort((a, b) => a.kernels - b.kernels);
  const splits = new Set([shortcut, ...others].flatMap(branch => [...(branch?.from ?? [])]));
  if (shortcut === undefined || splits.size !== 1) return { node: node.name, reason: 'its branches do not begin at one place' };
  if (shortcut.kernels > 1 || others.some(({ kernels }) => kernels <= shortcut.kernels)) {
    return { node: node.name, reason: 'none of its branches is a shortcut beside the others' };
  }
  if (shapeText(resolvedNode(around.nodes, shortcut.end).output) !== shapeText(output)) {
    return { node: node.name, reason: 'its shortcut is spread over the places of its other branch' };
  }
  const way: Replacement = shortcut.nodes.length === 0 ? 'identity' : 'projection';
  const nodes = [...others.flatMap(branch => branch.nodes), node.name];
  return { node: node.name, kind: 'block', nodes, ways: { [way]: { instead: shortcut.end } } };
}

function branchesOf(addition: string, around: Surroundings): Branch[] {
  const { graph } = around;
  const { inputs } = resolvedNode(around.nodes, addition).node;
  const before = graph.nodes.slice(
    0,
    graph.nodes.findIndex(({ name }) => name === addition),
  );
  return inputs.map(end => {
    const own = new Set<string>();
    for (const { name, inputs: read } of before.toReversed()) {
      const readers = around.readers.get(name) ?? [];
      const isOwn = readers.every(reader => own.has(reader) || (reader === addition && name === end));
      if (isOwn && read.length > 0 && !graph.outputs.includes(name)) own.add(name);
    }
    const nodes = before.filter(({ name }) => own.has(name));
    const from = nodes.flatMap(node => node.inputs).filter(name => !own.has(name));
    const kernels = nodes.reduce((sum, { name }) => sum + kernelsOf(resolvedNode(around.nodes, name)), 0);
    return { end, nodes: nodes.map(({ name }) => name), from: new Set(nodes.length === 0 ? [end] : from), kernels };
  });
}

function kernelsOf(resolved: ResolvedNode): number {
  return declarationsOf(resolved).filter(({ role }) => role === 'kernel').length;
}

function ruleOf({ layer, config, inputs }: ResolvedNode): string {
  return layer.channels(config, inputs).kind;
}
