import type { GraphNode, ModelGraph, Parameter, Parameters, Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import type { JsonObject } from '../../../src-shared/lib/json.ts';
import { channelGroups, type ChannelAnalysis, type ChannelGroup } from './channel-groups.ts';
import { checkGraph } from './check-graph.ts';
import { cutArray, type ParallelValues } from './cut-array.ts';
import { parameterDeclarations } from './parameters.ts';
import { shapeText } from './shape-checks.ts';
import { atNode, resolvedNode, shapesOf, type ResolvedNode } from './shapes.ts';

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

/**
 * The model without these channels of a group: smaller layers, and of every parameter (and parallel array) the entries
 * that are left, bit for bit. It computes what the old model computes with those channels set to 0 wherever they are
 * read. Its arguments are left alone.
 * Throws `invalid-input` for an unknown group, a channel that isn't there, or when a layer would lose its last output.
 */
export function removeChannels<C extends Cuttable>(model: C, groupId: string, channels: readonly number[]): C {
  return removeChannelsOf(model, new Map([[groupId, channels]]));
}

/** The same for several groups at once (by id, or by any of their layers), following the channels once. */
export function removeChannelsOf<C extends Cuttable>(model: C, removals: ReadonlyMap<string, readonly number[]>): C {
  const analysis = channelGroups(model.graph);
  const cuts = [...removals].map(([id, channels]): Removal => {
    const group = requireGroup(analysis, id);
    return { group, gone: requireChannels(group, channels) };
  });
  const graph = resizedGraph(model.graph, widthsLeft(cuts));
  const kept = keptByAxis(cuts);
  const parameters = cutParameters(model.parameters, kept);
  requireDeclared(graph, parameters);
  if (model.parallel === undefined) return { ...model, graph, parameters };
  const cutSet = (arrays: Readonly<Record<string, ParallelValues>>): Record<string, ParallelValues> =>
    Object.fromEntries(
      Object.entries(arrays).map(([name, values]) => [
        name,
        cutArray(values, shapeFor(values, name, model.parameters), kept.get(name) ?? NOTHING_CUT),
      ]),
    );
  const parallel = Object.fromEntries(Object.entries(model.parallel).map(([set, arrays]) => [set, cutSet(arrays)]));
  return { ...model, graph, parameters, parallel };
}

interface Removal {
  readonly group: ChannelGroup;
  readonly gone: ReadonlySet<number>;
}

const NOTHING_CUT: ReadonlyMap<number, readonly number[]> = new Map();

function requireGroup({ groups, fixed }: ChannelAnalysis, id: string): ChannelGroup {
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

/** Node → outputs that stay, for every layer that makes channels that go. */
function widthsLeft(removals: readonly Removal[]): ReadonlyMap<string, number> {
  const marks = new Map<string, Uint8Array>();
  for (const { group, gone } of removals) for (const { node, channelOf } of group.sources) mark(marks, node, { channelOf, gone });
  const widths = new Map([...marks].map(([node, marked]) => [node, keptEntries(marked).length]));
  const starved = [...widths].find(([, left]) => left === 0);
  if (starved === undefined) return widths;
  throw invalidInput(`at least one channel of every layer must stay, but '${starved[0]}' would lose all`, { path: starved[0] });
}

/** Parameter → axis → entries to keep. */
function keptByAxis(removals: readonly Removal[]): ReadonlyMap<string, ReadonlyMap<number, readonly number[]>> {
  const marks = new Map<string, Map<number, Uint8Array>>();
  for (const { group, gone } of removals) {
    for (const { parameter, axis, channelOf } of group.members) {
      const axes = marks.get(parameter) ?? new Map<number, Uint8Array>();
      marks.set(parameter, axes);
      mark(axes, axis, { channelOf, gone });
    }
  }
  return new Map([...marks].map(([name, axes]) => [name, new Map([...axes].map(([axis, marked]) => [axis, keptEntries(marked)]))]));
}

/** Notes which entries go, beside those that earlier groups take. */
function mark<K>(marks: Map<K, Uint8Array>, key: K, { channelOf, gone }: Pick<Removal, 'gone'> & { readonly channelOf: Int32Array }): void {
  const marked = marks.get(key) ?? new Uint8Array(channelOf.length);
  marks.set(key, marked);
  channelOf.forEach((channel, entry) => {
    if (channel >= 0 && gone.has(channel)) marked[entry] = 1;
  });
}

function keptEntries(marked: Uint8Array): number[] {
  return [...marked.keys()].filter(entry => marked[entry] === 0);
}

/**
 * The structure with these numbers of output channels, by node that makes channels; what lets them pass follows. Throws
 * `invalid-input` where the layers don't fit any more.
 */
export function resizedGraph(graph: ModelGraph, sizes: ReadonlyMap<string, number>): ModelGraph {
  const before = shapesOf(graph);
  const shapes = new Map<string, Shape>();
  const nodes = graph.nodes.map((node): GraphNode => {
    const resolved = resolvedNode(before, node.name);
    const inputs = node.inputs.map(name => shapes.get(name) ?? []);
    const width = sizes.get(node.name) ?? passedWidth(resolved, inputs[0]);
    const { layer, config } = resolved;
    const fitted = width === null || layer.resize === undefined ? config : layer.resize(config, width);
    shapes.set(
      node.name,
      atNode(node.name, () => layer.outputShape(fitted, inputs)),
    );
    return fitted === config ? node : { ...node, config: fitted as unknown as JsonObject };
  });
  return checkGraph({ ...graph, nodes });
}

/** Of a layer that lets channels pass, when its input has changed; null where nothing changes, or new ones are made. */
function passedWidth({ layer, config, inputs }: ResolvedNode, now: Shape | undefined): number | null {
  const [was, is] = [inputs[0]?.at(-1), now?.at(-1)];
  if (was === is || is === undefined) return null;
  const rule = layer.channels(config, inputs);
  if (rule.kind === 'pass') return is * (rule.repeat ?? 1);
  if (rule.kind === 'unfold') return is * rule.positions;
  return rule.kind === 'fold' ? is / rule.positions : null;
}

function cutParameters(parameters: Parameters, kept: ReadonlyMap<string, ReadonlyMap<number, readonly number[]>>): Parameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]): [string, Parameter] => {
      const axes = kept.get(name);
      if (axes === undefined) return [name, parameter];
      const shape = parameter.shape.map((size, axis) => axes.get(axis)?.length ?? size);
      return [name, { shape, values: cutArray(parameter.values, parameter.shape, axes) }];
    }),
  );
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
