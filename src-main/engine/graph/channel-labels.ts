import type { ModelGraph, Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { ChannelRule, ParameterAxis } from './layer.ts';
import { sizeOf } from './shape-checks.ts';
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
  /** Representative of the atoms that were united with this one. */
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
  return { sources: state.sources, uses: state.uses, find: state.find, fixedReason: state.fixedReason, byNode: state.byNode };
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
    fresh(count: number): Int32Array {
      return Int32Array.from({ length: count }, () => parents.push(parents.length) - 1);
    },
    /** The earlier atom stays the representative, whatever the order of a layer's inputs. */
    unite(a: number, b: number): void {
      const [low, high] = [find(a), find(b)].sort((x, y) => x - y) as [number, number];
      if (low === high) return;
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
  const labels = outgoing(rule, incoming, output, state);
  state.byNode.set(node.name, labels);
  if (rule.kind === 'source') {
    state.sources.push({ node: node.name, atoms: labels });
    for (const axis of rule.outputs) state.uses.push(use(node.name, axis, 'output', labels));
    if (rule.fixed !== undefined) state.fix(labels, rule.fixed);
  }
}

function recordUses(node: string, rule: ChannelRule, incoming: Int32Array, state: State): void {
  if (rule.kind === 'source') state.uses.push(...rule.inputs.map(axis => use(node, axis, 'input', incoming)));
  if (rule.kind === 'pass') state.uses.push(...rule.parameters.map(axis => use(node, axis, 'pass', incoming)));
}

function use(node: string, { parameter, axis, repeat = 1 }: ParameterAxis, role: AxisUse['role'], labels: Int32Array): AxisUse {
  return { node, parameter: `${node}/${parameter}`, axis, role, atoms: repeated(labels, repeat) };
}

function outgoing(rule: ChannelRule, incoming: readonly Int32Array[], output: Shape, state: State): Int32Array {
  const first = incoming[0] ?? new Int32Array();
  switch (rule.kind) {
    case 'source':
      return state.fresh(output.at(-1) ?? 0);
    case 'pass':
      return repeated(first, rule.repeat ?? 1);
    case 'join':
      for (const other of incoming.slice(1)) other.forEach((atom, i) => state.unite(first[i]!, atom));
      return first;
    case 'concatenate':
      return Int32Array.from(incoming.flatMap(labels => [...labels]));
    case 'unfold':
      return Int32Array.from({ length: sizeOf(output) }, (_, i) => first[i % first.length]!);
    case 'fixed':
      return allFixed(rule.reason, incoming, state.fresh(output.at(-1) ?? 0), state);
  }
}

function allFixed(reason: string, incoming: readonly Int32Array[], made: Int32Array, state: State): Int32Array {
  for (const labels of [...incoming, made]) state.fix(labels, reason);
  return made;
}

function repeated(labels: Int32Array, repeat: number): Int32Array {
  if (repeat === 1) return labels;
  return Int32Array.from({ length: labels.length * repeat }, (_, i) => labels[Math.floor(i / repeat)]!);
}

function labelsOf(state: State, name: string): Int32Array {
  const labels = state.byNode.get(name);
  if (labels === undefined) throw new Error(`Node '${name}' has no channels yet`);
  return labels;
}
