import type { Model, ModelCard } from '../../../src-shared/domain/graph/model-card.ts';
import type { GraphNode, Masks, ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { checkGraph } from '../graph/check-graph.ts';
import { assertJoinable, assertOneTask, type FusionMember } from './member-checks.ts';

/**
 * Models side by side under one input, before anything reads their answers. Every member's nodes stand under a prefix of
 * its own (`m1-fc1`), so that equal names, statistics and masks stay apart, and a fused model can be a member again.
 */
export interface ComposedMembers {
  /** The shared input, then each member's nodes; in topological order. */
  readonly nodes: readonly GraphNode[];
  /** Name of the shared input. */
  readonly input: string;
  /** Of each member, the node that gives its answers (logits, or values). */
  readonly ends: readonly string[];
  readonly parameters: Parameters;
  readonly masks: Masks;
  /** The first member's. */
  readonly card: ModelCard;
}

/** What stands behind the members. */
export interface FusionTail {
  /** In topological order; read `ends`, the input and each other. Their names must not begin with `m` and a number. */
  readonly nodes: readonly GraphNode[];
  readonly output: string;
  /** Of nodes of the tail that have any, by `node/parameter`. */
  readonly parameters?: Parameters;
  /** Where it isn't the first member's: other classes, another name. */
  readonly card?: ModelCard;
}

const INPUT = 'input';

/** What a member's nodes are called: `m1-…` for the first. Members' own names are no part of what is computed. */
export function memberPrefix(index: number): string {
  return `m${index + 1}-`;
}

/**
 * The members under one input, whatever they answer. Throws `invalid-input` for members that take other inputs, or other
 * preprocessing, and for models with several inputs or outputs.
 */
export function joinMembers(members: readonly FusionMember[]): ComposedMembers {
  assertJoinable(members);
  const { card } = members[0]!.model;
  const input: GraphNode = { name: INPUT, layer: 'input', config: { shape: card.inputShape }, inputs: [] };
  const parts = members.map(({ model }, i) => prefixed(model, memberPrefix(i)));
  return {
    nodes: [input, ...parts.flatMap(part => part.nodes)],
    input: INPUT,
    ends: parts.map(part => part.end),
    parameters: Object.assign({}, ...parts.map(part => part.parameters)) as Parameters,
    masks: Object.assign({}, ...parts.map(part => part.masks)) as Masks,
    card,
  };
}

/**
 * As `joinMembers`, for members that answer the same question: one task, the same classes (values: as many). Where a
 * member has them in another order than asked for (the first member's), a node behind it brings them into that.
 */
export function composeMembers(members: readonly FusionMember[], classes?: readonly string[]): ComposedMembers {
  const joined = joinMembers(members);
  assertOneTask(members);
  const card = { ...joined.card, classes: classes ?? joined.card.classes };
  const turned = members.map(({ model }, i) => orderNode(model.card, card, { index: i, end: joined.ends[i]! }));
  return {
    ...joined,
    card,
    nodes: [...joined.nodes, ...turned.flatMap(node => node ?? [])],
    ends: turned.map((node, i) => node?.name ?? joined.ends[i]!),
  };
}

/**
 * The whole model. Of the members it has what the tail reads, and what leads there: one without weight is neither computed
 * nor stored. Checked like a graph from a file: shapes, names, that every node leads to the output.
 */
export function finishFusion(composed: ComposedMembers, tail: FusionTail): Model {
  const needed = leadingTo(tail.output, [...composed.nodes, ...tail.nodes]);
  const nodes = composed.nodes.filter(({ name }) => needed.has(name));
  const raw: ModelGraph = { version: 1, nodes: [...nodes, ...tail.nodes], inputs: [composed.input], outputs: [tail.output] };
  const ofNeeded = <T>(arrays: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(arrays).filter(([name]) => needed.has(name.slice(0, name.indexOf('/')))));
  return {
    graph: checkGraph(raw),
    parameters: { ...ofNeeded(composed.parameters), ...tail.parameters },
    masks: ofNeeded(composed.masks),
    card: tail.card ?? composed.card,
  };
}

function leadingTo(output: string, nodes: readonly GraphNode[]): ReadonlySet<string> {
  const needed = new Set([output]);
  for (const { name, inputs } of nodes.toReversed()) if (needed.has(name)) inputs.forEach(input => needed.add(input));
  return needed;
}

interface PrefixedMember {
  readonly nodes: readonly GraphNode[];
  readonly end: string;
  readonly parameters: Parameters;
  readonly masks: Masks;
}

function prefixed({ graph, parameters, masks }: Model, prefix: string): PrefixedMember {
  const own = graph.inputs[0]!;
  const renamed = (name: string): string => (name === own ? INPUT : prefix + name);
  const nodes = graph.nodes
    .filter(({ name }) => name !== own)
    .map(node => ({ ...node, name: prefix + node.name, inputs: node.inputs.map(renamed) }));
  return { nodes, end: renamed(graph.outputs[0]!), parameters: underPrefix(parameters, prefix), masks: underPrefix(masks, prefix) };
}

function underPrefix<T>(arrays: Readonly<Record<string, T>>, prefix: string): Record<string, T> {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [prefix + name, array]));
}

/** Null where the classes already stand in the order asked for. Two classes of one logit change places by its sign. */
function orderNode(
  { classes, task }: ModelCard,
  wanted: ModelCard,
  { index, end }: { readonly index: number; readonly end: string },
): GraphNode | null {
  const order = wanted.classes.map(name => classes.indexOf(name));
  if (order.every((from, to) => from === to)) return null;
  const name = `${memberPrefix(index)}in-order`;
  if (task === 'binary') return { name, layer: 'rescale', config: { factor: [-1], offset: [0] }, inputs: [end] };
  return { name, layer: 'select-channels', config: { channels: order }, inputs: [end] };
}
