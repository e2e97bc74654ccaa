import type { ModelGraph } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { ChannelRule, ParameterAxis } from './layer.ts';
import { shapesOf, type ResolvedNode } from './shapes.ts';

/**
 * Follows every channel through the graph by the layers' channel rules. Each channel a layer makes is an *atom*;
 * a node's labels say which atom stands at each entry of its last axis. Additions unite the atoms of their inputs.
 */
export interface ChannelLabels {
  /** Layers that make channels, with the atoms of each output. */
  readonly sources: readonly { readonly node: string; readonly atoms: Int32Array }[];
  /** Every parameter axis that belongs to channels, with the atom of each of its entries. */
  readonly uses: readonly AxisUse[];
  /** How many atoms there are: 0 to `count` − 1. */
  readonly count: number;
  /** Representative of the atoms that were united with this one; the least of them. */
  find(atom: number): number;
  /** Why the channel must stay; undefined when it may go. */
  fixedReason(atom: number): string | undefined;
  /** Per node: the atom of each entry of the last axis. */
  readonly byNode: ReadonlyMap<string, Int32Array>;
}

export interface AxisUse {
  readonly node: string;
  /** Full name. */
  readonly parameter: string;
  readonly axis: number;
  /** `output`: the entries make the channel; `input`: they read it; `pass`: they act on it on its way. */
  readonly role: 'output' | 'input' | 'pass';
  readonly atoms: Int32Array;
}

/** Entries of one layer's last axis; wider layers can't be followed. */
const MAX_CHANNELS = 2 ** 26;

export function channelLabels(graph: ModelGraph): ChannelLabels {
  const state = createState();
  for (const resolved of shapesOf(graph).values()) follow(resolved, state);
  for (const name of graph.outputs) state.fix(labelsOf(state, name), 'its outputs are the model’s answers');
  const { sources, uses, byNode, find, fixedReason } = state;
  return { sources, uses, byNode, count: state.made(), find, fixedReason };
}

type State = ReturnType<typeof createState>;

function createState() {
  const parents: number[] = [];
  const reasons = new Map<number, string>();
  function find(atom: number): number {
    let root = atom;
    while (parents[root]! !== root) root = parents[root]!;
    for (let at = atom; at !== root;) {
      const next = parents[at]!;
      parents[at] = root;
      at = next;
    }
    return root;
  }
  return {
    sources: [] as { node: string; atoms: Int32Array }[],
    uses: [] as AxisUse[],
    byNode: new Map<string, Int32Array>(),
    find,
    made: () => parents.length,
    fresh(count: number): Int32Array {
      return Int32Array.from({ length: count }, () => parents.push(parents.length) - 1);
    },
    /** The earlier atom stays the representative, whatever the order of a layer's inputs. */
    unite(a: number, b: number): void {
      const [one, other] = [find(a), find(b)];
      if (one === other) return;
      const [low, high] = one < other ? [one, other] : [other, one];
      parents[high] = low;
      const reason = reasons.get(high);
      if (reason !== undefined && !reasons.has(low)) reasons.set(low, reason);
    },
    fix(atoms: Int32Array, reason: string): void {
      for (const atom of atoms) if (!reasons.has(find(atom))) reasons.set(find(atom), reason);
    },
    fixedReason: (atom: number): string | undefined => reasons.get(find(atom)),
  };
}

function follow({ node, layer, config, inputs, output }: ResolvedNode, state: State): void {
  const rule = layer.channels(config, inputs);
  const width = output.at(-1) ?? 0;
  if (width > MAX_CHANNELS) {
    throw invalidInput(`at most ${MAX_CHANNELS} channels can be followed, got ${width}`, { path: node.name });
  }
  const incoming = node.inputs.map(name => labelsOf(state, name));
  recordUses(node.name, rule, incoming[0] ?? new Int32Array(), state);
  const labels = outgoing(rule, incoming, width, state);
  state.byNode.set(node.name, labels);
  if (rule.kind === 'source') {
    state.sources.push({ node: node.name, atoms: labels });
    const own = rule.tied === undefined ? labels : labels.slice(0, width / rule.tied);
    for (const axis of rule.outputs) state.uses.push(use(node.name, axis, 'output', own));
    for (const axis of rule.feedback ?? []) state.uses.push(use(node.name, axis, 'input', own));
    if (rule.fixed !== undefined) state.fix(labels, rule.fixed);
  }
}

function recordUses(node: string, rule: ChannelRule, incoming: Int32Array, state: State): void {
  if (rule.kind === 'source') {
    const read = folded(incoming, incoming.length / (rule.tiedInputs ?? 1), state);
    state.uses.push(...rule.inputs.map(axis => use(node, axis, 'input', read)));
    if (rule.whole !== undefined) state.fix(incoming, rule.whole);
  }
  if (rule.kind === 'pass') state.uses.push(...rule.parameters.map(axis => use(node, axis, 'pass', incoming)));
}

function use(node: string, { parameter, axis, repeat, blocks }: ParameterAxis, role: AxisUse['role'], labels: Int32Array): AxisUse {
  return { node, parameter: `${node}/${parameter}`, axis, role, atoms: tiled(repeated(labels, repeat), blocks) };
}

function outgoing(rule: ChannelRule, incoming: readonly Int32Array[], width: number, state: State): Int32Array {
  const first = incoming[0] ?? new Int32Array();
  switch (rule.kind) {
    case 'source':
      return tiled(state.fresh(width / (rule.tied ?? 1)), rule.tied);
    case 'pass':
      return repeated(first, rule.repeat);
    case 'join':
      return united(incoming, width, state);
    case 'concatenate':
      return joined(incoming);
    case 'unfold':
      return tiled(first, rule.positions);
    case 'fold':
      return folded(first, width, state);
    case 'heads':
      return byHeads(incoming, rule.size, state);
    case 'fixed':
      return allFixed(rule.reason, incoming, state.fresh(width), state);
  }
}

function allFixed(reason: string, incoming: readonly Int32Array[], made: Int32Array, state: State): Int32Array {
  for (const labels of [...incoming, made]) state.fix(labels, reason);
  return made;
}

function united(incoming: readonly Int32Array[], channels: number, state: State): Int32Array {
  const [first = new Int32Array(), ...others] = incoming.filter(labels => labels.length === channels);
  for (const other of others) other.forEach((atom, i) => state.unite(first[i]!, atom));
  for (const single of incoming) if (single.length < channels) state.fix(single, 'all channels of another value meet it');
  return first;
}

function byHeads(
  [queries = new Int32Array(), keys = queries, values = queries]: readonly Int32Array[],
  size: number,
  state: State,
): Int32Array {
  for (const labels of [queries, keys, values]) {
    labels.forEach((atom, i) => state.unite(values[i - (i % size)]!, atom));
  }
  return values;
}

function repeated(labels: Int32Array, repeat = 1): Int32Array {
  if (repeat === 1) return labels;
  return Int32Array.from({ length: labels.length * repeat }, (_, i) => labels[Math.floor(i / repeat)]!);
}

function tiled(labels: Int32Array, blocks = 1): Int32Array {
  return blocks === 1 ? labels : joined(Array.from({ length: blocks }, () => labels));
}

function joined(parts: readonly Int32Array[]): Int32Array {
  const whole = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}

function folded(labels: Int32Array, channels: number, state: State): Int32Array {
  if (channels === labels.length) return labels;
  for (let i = channels; i < labels.length; i++) state.unite(labels[i % channels]!, labels[i]!);
  return labels.slice(0, channels);
}

function labelsOf(state: State, name: string): Int32Array {
  const labels = state.byNode.get(name);
  if (labels === undefined) throw new Error(`Node '${name}' has no channels yet`);
  return labels;
}
