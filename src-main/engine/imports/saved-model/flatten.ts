import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { AttributeMessage, FunctionMessage, GraphMessage, NodeMessage } from './schema.ts';

/** A node of TensorFlow's with nothing called any more. */
export interface FlatNode {
  /** Of no other node. */
  readonly name: string;
  readonly op: string;
  /** `NODE:i`, the i-th result of a node. */
  readonly inputs: readonly string[];
  readonly attr: Readonly<Record<string, AttributeMessage>>;
}

export interface FlatGraph {
  /** Each behind those it reads. */
  readonly nodes: readonly FlatNode[];
  /** What the ends asked for are called. */
  readonly ends: readonly string[];
}

const MOST_NODES = 100_000;
const DEEPEST = 64;
const CALLS: ReadonlySet<string> = new Set(['PartitionedCall', 'StatefulPartitionedCall']);

/** The body of one call, or the graph itself. */
interface Scope {
  readonly nodes: readonly NodeMessage[];
  /** By the names within. */
  readonly names: ReadonlyMap<string, string>;
  /** What the arguments of a function are outside; null for the graph, whose values are named in another way. */
  readonly given: ReadonlyMap<string, string> | null;
  readonly depth: number;
}

/** The nodes that lead to the ends, functions written out. Throws `invalid-input` for cycles and for what nests too deep. */
export function flatten(graph: GraphMessage, ends: readonly string[]): FlatGraph {
  const functions = new Map((graph.library?.function ?? []).map(one => [one.signature?.name ?? '', one] as const));
  const flat = new Map<string, FlatNode>();
  const alias = new Map<string, string>();
  const taken = new Set<string>();
  const scopes: Scope[] = [scopeOf(needed(graph, ends), taken, null, 0)];
  const [whole] = scopes as [Scope];
  let count = 0;
  for (let scope = scopes.pop(); scope !== undefined; scope = scopes.pop()) {
    count += scope.nodes.length;
    if (count > MOST_NODES) throw invalidInput(`A graph of at most ${MOST_NODES} nodes, functions written out, is required`);
    for (const node of scope.nodes) {
      const name = scope.names.get(node.name) ?? node.name;
      const inputs = node.input.filter(input => !input.startsWith('^')).map(input => valueIn(scope, input));
      const body = bodyOf(functions, node);
      if (body === undefined) flat.set(name, { name, op: node.op, inputs, attr: node.attr });
      else scopes.push(called(body, { node, name, inputs, depth: scope.depth + 1 }, { alias, taken }));
    }
  }
  const meant = (value: string): string => behind(alias, value);
  const nodes = [...flat.values()].map(node => ({ ...node, inputs: node.inputs.map(meant) }));
  const found = ends.map(end => meant(valueIn(whole, end)));
  return { nodes: inOrder(nodes, found), ends: found };
}

/** Of the outermost graph: a saved model has functions of its own to save and to restore it. */
function needed({ node: all }: GraphMessage, ends: readonly string[]): readonly NodeMessage[] {
  const byName = new Map(all.map(node => [node.name, node]));
  const reached = new Set<NodeMessage>();
  const waiting = [...ends];
  for (let end = waiting.pop(); end !== undefined; end = waiting.pop()) {
    const node = byName.get(end.split(':')[0] ?? '');
    if (node === undefined || reached.has(node)) continue;
    reached.add(node);
    waiting.push(...node.input.filter(input => !input.startsWith('^')));
  }
  return [...reached];
}

function scopeOf(nodes: readonly NodeMessage[], taken: Set<string>, given: Scope['given'], depth: number): Scope {
  const names = new Map<string, string>();
  for (const { name } of nodes) {
    let free = name;
    for (let i = 1; taken.has(free); i++) free = `${name}_${depth}_${i}`;
    taken.add(free);
    names.set(name, free);
  }
  return { nodes, names, given, depth };
}

function bodyOf(functions: ReadonlyMap<string, FunctionMessage>, { name, op, attr }: NodeMessage): FunctionMessage | undefined {
  if (!CALLS.has(op)) return functions.get(op);
  const found = functions.get(attr['f']?.func?.name ?? '');
  if (found === undefined) throw invalidInput(`The function '${attr['f']?.func?.name ?? ''}' must be in the file`, { path: name });
  return found;
}

interface Call {
  readonly node: NodeMessage;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly depth: number;
}

function called(
  body: FunctionMessage,
  { node, name, inputs, depth }: Call,
  state: { alias: Map<string, string>; taken: Set<string> },
): Scope {
  if (depth > DEEPEST) throw invalidInput(`Functions that call each other at most ${DEEPEST} deep are required`, { path: node.name });
  const given = new Map((body.signature?.inputArg ?? []).map((argument, i) => [argument.name, inputs[i] ?? ''] as const));
  const scope = scopeOf(body.nodeDef, state.taken, given, depth);
  body.signature?.outputArg.forEach((result, i) => {
    const value = Object.hasOwn(body.ret, result.name) ? body.ret[result.name] : undefined;
    if (value !== undefined) state.alias.set(`${name}:${i}`, valueIn(scope, value));
  });
  return scope;
}

/** Results behind the first of operations that name each of theirs. */
const LATER: ReadonlySet<string> = new Set([
  'batch_mean',
  'batch_variance',
  'reserve_space_1',
  'reserve_space_2',
  'reserve_space_3',
  'indices',
]);

/** `NODE`, `NODE:i`; within a function `NODE:RESULT:i` and the names of its arguments. */
function valueIn({ given, names }: Scope, value: string): string {
  const [node = '', second, third] = value.split(':');
  if (given !== null && second === undefined) return given.get(node) ?? '';
  const name = names.get(node) ?? node;
  if (given === null) return `${name}:${second ?? 0}`;
  return `${name}:${LATER.has(second ?? '') ? second : (third ?? 0)}`;
}

function behind(alias: ReadonlyMap<string, string>, value: string): string {
  let found = value;
  for (let i = 0; i <= alias.size; i++) {
    const next = alias.get(found);
    if (next === undefined) return found;
    found = next;
  }
  throw invalidInput(`A graph without cycles is required; '${value}' leads back to itself`);
}

/** Without recursion: files may nest as they like. */
function inOrder(nodes: readonly FlatNode[], ends: readonly string[]): readonly FlatNode[] {
  const byName = new Map(nodes.map(node => [node.name, node]));
  const producer = (value: string): FlatNode | undefined => byName.get(value.slice(0, value.lastIndexOf(':')));
  const order: FlatNode[] = [];
  const state = new Map<FlatNode, 'open' | 'done'>();
  const stack = ends.map(producer);
  while (stack.length > 0) {
    const node = stack.at(-1);
    if (node === undefined || state.get(node) !== undefined) {
      stack.pop();
      if (node !== undefined && state.get(node) === 'open') {
        state.set(node, 'done');
        order.push(node);
      }
      continue;
    }
    state.set(node, 'open');
    for (const source of node.inputs.map(producer)) {
      if (source !== undefined && state.get(source) === 'open')
        throw invalidInput(`A graph without cycles is required; '${node.name}' leads back to itself`, { path: node.name });
      if (source !== undefined && state.get(source) === undefined) stack.push(source);
    }
  }
  return order;
}
