import type { GraphNode, ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { IDEMPOTENT } from '../graph/activations.ts';
import type { IntegerRole } from '../graph/layer.ts';
import { activation } from '../graph/layers/activation.layer.ts';
import { fakeQuantiseLayer } from '../graph/layers/fake-quantise.layer.ts';
import { shapesOf, type ResolvedNode } from '../graph/shapes.ts';
import type { ValueRange } from './range-estimator.ts';

/** What runtimes of integers make of a node; null where they have no form for it. */
export function integerRole({ layer, config }: ResolvedNode): IntegerRole | null {
  return layer.integers?.(config) ?? null;
}

/**
 * The same network with the activations of products in nodes of their own, but for those that a range does along with its cut: what an
 * integer product gives is put on a grid before any other function reads it.
 */
export function splitActivations(graph: ModelGraph): ModelGraph {
  const taken = new Set(graph.nodes.map(({ name }) => name));
  const renamed = new Map<string, string>();
  const nodes = [...shapesOf(graph).values()].flatMap((resolved): GraphNode[] => {
    const node = { ...resolved.node, inputs: resolved.node.inputs.map(name => renamed.get(name) ?? name) };
    const ending = resolved.layer.endsWith?.(resolved.config) ?? 'linear';
    if (integerRole(resolved) !== 'multiplies' || IDEMPOTENT.has(ending)) return [node];
    const name = freeOf(`${node.name}-${ending}`, taken);
    renamed.set(node.name, name);
    const defaults = activation.params.slope.default;
    const split: GraphNode = { name, layer: activation.id, config: { function: ending, slope: defaults }, inputs: [node.name] };
    return [{ ...node, config: { ...node.config, activation: 'linear' } }, split];
  });
  return { ...graph, nodes, outputs: graph.outputs.map(name => renamed.get(name) ?? name) };
}

/** Values that get a grid when these products are computed with integers; each with the node whose grid it has, mostly its own. */
export type GridPlaces = ReadonlyMap<string, string>;

/**
 * Where values have to be whole steps: what the products read and, as whole steps have to come out of them, too, what they give; and what
 * stands in between, as far as runtimes have integer forms for it. A layer that selects keeps its input's grid.
 */
export function gridPlaces(graph: ModelGraph, products: ReadonlySet<string>): GridPlaces {
  const order = [...shapesOf(graph).values()];
  const wanted = new Set(productEnds(order, products).filter(name => !graph.outputs.includes(name)));
  for (const resolved of order.toReversed()) if (readsSteps(order, resolved, { products, wanted })) addAll(wanted, resolved.node.inputs);
  const places = new Map<string, string>();
  for (const resolved of order) {
    const { name, inputs } = resolved.node;
    if (!wanted.has(name)) continue;
    const inherited = integerRole(resolved) === 'selects' ? places.get(inputs[0] ?? '') : undefined;
    places.set(name, inherited ?? cutBehind(order, name, wanted) ?? name);
  }
  return places;
}

/** What has to come out of products in steps: products of matrices may as well give numbers, convolutions may not. */
function productEnds(order: readonly ResolvedNode[], products: ReadonlySet<string>): readonly string[] {
  const among = order.filter(({ node, output }) => products.has(node.name) && output.length > 1);
  return among.map(({ node }) => endOf(order, node.name));
}

interface Wanted {
  readonly products: ReadonlySet<string>;
  readonly wanted: ReadonlySet<string>;
}

function readsSteps(order: readonly ResolvedNode[], resolved: ResolvedNode, { products, wanted }: Wanted): boolean {
  const { name } = resolved.node;
  if (products.has(name)) return true;
  const role = integerRole(resolved);
  return (role === 'selects' || role === 'mixes') && (wanted.has(name) || wanted.has(endOf(order, name)));
}

function addAll(set: Set<string>, names: readonly string[]): void {
  for (const name of names) set.add(name);
}

/**
 * The function that cuts off what nothing but it reads, with nothing in between but what selects: whether first the greatest is chosen or
 * first cut off is the same, so the value needs no steps for what is cut off. Null where there is none.
 */
function cutBehind(order: readonly ResolvedNode[], name: string, wanted: ReadonlySet<string>): string | null {
  const readers = order.filter(({ node }) => node.inputs.includes(name));
  const [only] = readers;
  if (readers.length !== 1 || only === undefined || !wanted.has(only.node.name)) return null;
  const role = integerRole(only);
  if (role === 'clips') return only.node.name;
  return role === 'selects' ? cutBehind(order, only.node.name, wanted) : null;
}

/** Where a node's value is ready: behind the function that cuts it off, where nothing else reads what comes before. */
function endOf(nodes: readonly ResolvedNode[], name: string): string {
  const readers = nodes.filter(({ node }) => node.inputs.includes(name));
  const [only] = readers;
  return readers.length === 1 && only !== undefined && integerRole(only) === 'clips' ? only.node.name : name;
}

/** Steps of 8 bits. */
const MOST = 255;
const MIDDLE = 128;

/** A grid of 8 bits over a range. `symmetric`: 0 in the middle, steps alike to both sides. A range of nothing gets steps of 1/255. */
export function gridOver(
  range: ValueRange,
  activations: 'asymmetric' | 'symmetric',
): { readonly scale: number; readonly zeroPoint: number } {
  const [low, high] = [Math.min(range.low, 0), Math.max(range.high, 0)];
  const isEmpty = !(high - low > 1e-12);
  if (activations === 'symmetric') {
    return { scale: Math.fround(isEmpty ? 1 / MOST : Math.max(-low, high) / (MIDDLE - 1)), zeroPoint: MIDDLE };
  }
  const scale = Math.fround(isEmpty ? 1 / MOST : (high - low) / MOST);
  return { scale, zeroPoint: Math.max(0, Math.min(MOST, Math.round(-low / scale))) };
}

/** The config of a grid node; null for one of each item's own. */
type GridOf = (name: string) => { readonly scale: number; readonly zeroPoint: number } | null;

/** Grid nodes behind these values: whatever read the value reads the grid's. The graph's answers stay as they are. */
export function insertGrids(graph: ModelGraph, places: GridPlaces, gridOf: GridOf): ModelGraph {
  const taken = new Set(graph.nodes.map(({ name }) => name));
  const renamed = new Map<string, string>();
  const nodes = graph.nodes.flatMap((node): GraphNode[] => {
    const reading = { ...node, inputs: node.inputs.map(name => renamed.get(name) ?? name) };
    const owner = places.get(node.name);
    if (owner === undefined) return [reading];
    const name = freeOf(`${node.name}-grid`, taken);
    renamed.set(node.name, name);
    const grid = gridOf(owner);
    const config = grid === null ? { range: 'item', bits: 8, scale: 1, zeroPoint: 0 } : { range: 'fixed', bits: 8, ...grid };
    return [reading, { name, layer: fakeQuantiseLayer.id, config, inputs: [node.name] }];
  });
  return { ...graph, nodes };
}

function freeOf(wish: string, taken: Set<string>): string {
  const name = taken.has(wish) ? freeOf(`${wish}_`, taken) : wish;
  taken.add(name);
  return name;
}
