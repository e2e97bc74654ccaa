import type { GraphNode, ModelGraph, Parameter, Parameters, Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import type { JsonObject } from '../../../src-shared/lib/json.ts';
import { channelGroups, type ChannelGroup } from './channel-groups.ts';
import { checkGraph } from './check-graph.ts';
import { parameterDeclarations } from './parameters.ts';
import { shapeText, sizeOf } from './shape-checks.ts';
import { resolvedNode, shapesOf } from './shapes.ts';

/** What is cut together. */
export interface Cuttable {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  /**
   * Arrays that run parallel to parameters and are cut like them: set name (`masks`, an optimizer slot) → full parameter
   * name → values. A set need not cover every parameter.
   */
  readonly parallel?: Readonly<Record<string, Readonly<Record<string, ParallelValues>>>>;
}

export type ParallelValues = Float32Array | Uint8Array;

/**
 * The model without these channels of a group: smaller layers, and of every parameter (and parallel array) the entries
 * that are left, bit for bit. It computes what the old model computes with those channels set to 0 wherever they are
 * read. Its arguments are left alone.
 * Throws `invalid-input` for an unknown group, a channel that isn't there, or when a layer would lose its last output.
 */
export function removeChannels<C extends Cuttable>(model: C, groupId: string, channels: readonly number[]): C {
  const group = requireGroup(model.graph, groupId);
  const removed = requireChannels(group, channels);
  const sizes = new Map(group.sources.map(({ node, channelOf }) => [node, keptEntries(channelOf, removed).length]));
  const starved = [...sizes].find(([, left]) => left === 0);
  if (starved !== undefined) {
    throw invalidInput(`at least one channel of every layer must stay, but '${starved[0]}' would lose all`, { path: starved[0] });
  }
  const graph = resizedGraph(model.graph, sizes);
  const cuts = cutsOf(group, removed);
  const parameters = cutParameters(model, cuts);
  requireDeclared(graph, parameters);
  if (model.parallel === undefined) return { ...model, graph, parameters };
  const parallel = Object.fromEntries(
    Object.entries(model.parallel).map(([set, arrays]) => [
      set,
      Object.fromEntries(
        Object.entries(arrays).map(([name, values]) => [name, cut(values, shapeFor(values, name, model.parameters), cuts.get(name) ?? [])]),
      ),
    ]),
  );
  return { ...model, graph, parameters, parallel };
}

/** Entries to keep along one axis. */
interface AxisCut {
  readonly axis: number;
  readonly kept: readonly number[];
}

function requireGroup(graph: ModelGraph, id: string): ChannelGroup {
  const { groups, fixed } = channelGroups(graph);
  const group = groups.find(one => one.id === id || one.sources.some(source => source.node === id));
  if (group !== undefined) return group;
  const reason = fixed.find(one => one.node === id)?.reason;
  if (reason !== undefined)
    throw invalidInput(`a layer whose channels can be cut is required, but '${id}' must stay: ${reason}`, { path: id });
  const ids = groups.map(one => one.id);
  const near = closest(id, ids);
  const hint = near === null ? `Groups: ${ids.join(', ') || 'none'}.` : `Did you mean '${near}'?`;
  throw invalidInput(`the id of a channel group is required, got '${id}'`, { hint });
}

function requireChannels(group: ChannelGroup, channels: readonly number[]): ReadonlySet<number> {
  const odd = channels.find(channel => !Number.isInteger(channel) || channel < 0 || channel >= group.channels);
  if (odd === undefined) return new Set(channels);
  throw invalidInput(`channels 0 to ${group.channels - 1} can be cut, got ${odd}`, { path: group.id });
}

function keptEntries(channelOf: Int32Array, removed: ReadonlySet<number>): number[] {
  const kept: number[] = [];
  channelOf.forEach((channel, entry) => {
    if (channel < 0 || !removed.has(channel)) kept.push(entry);
  });
  return kept;
}

/** The structure with these numbers of output channels, by node. */
export function resizedGraph(graph: ModelGraph, sizes: ReadonlyMap<string, number>): ModelGraph {
  const resolved = shapesOf(graph);
  const nodes = graph.nodes.map((node): GraphNode => {
    const size = sizes.get(node.name);
    if (size === undefined) return node;
    const { layer, config } = resolvedNode(resolved, node.name);
    if (layer.resize === undefined) throw new Error(`Layer '${layer.id}' makes channels, but can't be resized`);
    return { ...node, config: layer.resize(config, size) as unknown as JsonObject };
  });
  return checkGraph({ ...graph, nodes });
}

function cutsOf(group: ChannelGroup, removed: ReadonlySet<number>): ReadonlyMap<string, readonly AxisCut[]> {
  const cuts = new Map<string, AxisCut[]>();
  for (const { parameter, axis, channelOf } of group.members) {
    cuts.set(parameter, [...(cuts.get(parameter) ?? []), { axis, kept: keptEntries(channelOf, removed) }]);
  }
  return cuts;
}

function cutParameters({ parameters }: Cuttable, cuts: ReadonlyMap<string, readonly AxisCut[]>): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]): [string, Parameter] => {
      const axes = cuts.get(name);
      if (axes === undefined) return [name, parameter];
      const shape = parameter.shape.map((size, axis) => axes.find(one => one.axis === axis)?.kept.length ?? size);
      return [name, { shape, values: cut(parameter.values, parameter.shape, axes) }];
    }),
  );
}

function cut<V extends ParallelValues>(values: V, shape: Shape, axes: readonly AxisCut[]): V {
  let result = values;
  let current = [...shape];
  for (const { axis, kept } of axes) {
    result = gather(result, current, axis, kept);
    current = current.map((size, i) => (i === axis ? kept.length : size));
  }
  return result;
}

/** The entries of one axis, in order, of a row-major array. */
function gather<V extends ParallelValues>(values: V, shape: Shape, axis: number, kept: readonly number[]): V {
  const outer = sizeOf(shape.slice(0, axis));
  const size = shape[axis] ?? 0;
  const inner = sizeOf(shape.slice(axis + 1));
  const result = values.slice(0, outer * kept.length * inner) as V;
  let position = 0;
  for (let o = 0; o < outer; o++) {
    for (const entry of kept) {
      const start = (o * size + entry) * inner;
      result.set(values.subarray(start, start + inner), position);
      position += inner;
    }
  }
  return result;
}

function shapeFor(values: ParallelValues, name: string, parameters: Parameters): Shape {
  const parameter = parameters[name];
  if (parameter?.values.length === values.length) return parameter.shape;
  const came = parameter === undefined ? 'no such parameter' : `a parameter of ${parameter.values.length} values`;
  throw invalidInput(`a parallel array must be as long as its parameter: ${values.length} values for '${name}', got ${came}`, {
    path: name,
  });
}

function requireDeclared(graph: ModelGraph, parameters: Parameters): void {
  for (const { fullName, shape } of parameterDeclarations(graph)) {
    const came = parameters[fullName];
    if (came !== undefined && shapeText(came.shape) === shapeText(shape)) continue;
    const text = came === undefined ? 'none' : shapeText(came.shape);
    throw invalidInput(`parameter '${fullName}' of shape ${shapeText(shape)} is required, got ${text}`, { path: fullName });
  }
}
