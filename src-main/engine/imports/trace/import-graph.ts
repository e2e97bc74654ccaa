import type { Masks, ModelGraph, Parameters, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { Unsupported, type ForeignGraph, type ForeignNode } from '../foreign-graph.ts';
import type { Atom } from './axes.ts';
import type { OpTable } from './call.ts';
import { finished } from './finish.ts';
import { FOLDINGS } from './fold.ts';
import { answerOf, type Answer } from './head.ts';
import { inputOf, type InputSeen } from './input-layout.ts';
import { OPS } from './ops/index.ts';
import { withPatterns } from './patterns.ts';
import { refusal, type Problem } from './problems.ts';
import { createTrace, type Trace, type Value } from './trace.ts';

/** Foreign graph → ours. */
export interface ImportedGraph {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly masks: Masks;
  readonly answer: Answer;
  readonly input: InputSeen;
  /** Name of the foreign value that was followed. */
  readonly output: string;
  /** How each foreign node that was needed came over. */
  readonly mapped: readonly MappedNode[];
  readonly notes: readonly string[];
}

export interface MappedNode {
  readonly name: string;
  readonly op: string;
  /** Layers it became; none where it is part of another one, or was worked out. */
  readonly layers: readonly string[];
}

export interface ImportWish {
  /** Of an item as the data has it; tells which axis has the channels. */
  readonly inputShape: Shape | null;
  /** Of the several a file may have. */
  readonly output: string | null;
}

/** Bounds what constants may take together, beyond what the file has. */
const FREE_VALUES = 2 ** 24;
/** Tells the items' axis from others in what a file works out of sizes. */
const ITEMS = 997;

/** Throws `invalid-input` with every node that has no counterpart here. */
export function importGraph(foreign: ForeignGraph, wish: ImportWish): ImportedGraph {
  const graph = withPatterns(foreign);
  const output = outputOf(graph, wish.output);
  const [input] = graph.inputs;
  if (input === undefined || graph.inputs.length !== 1)
    throw invalidInput(
      `A model with one input is required, this one has ${graph.inputs.length}: ${graph.inputs.map(({ name }) => name).join(', ')}`,
    );
  const batch: Atom = { size: input.shape[0] ?? ITEMS };
  const trace = createTrace(graph, batch);
  for (const [name, tensor] of graph.constants) trace.values.set(name, { kind: 'constant', tensor });
  const seen = inputOf(trace, input, wish.inputShape);
  trace.values.set(input.name, seen.value);
  const order = inOrder(graph, output);
  const mapped = follow(trace, order);
  const answered = trace.values.get(output);
  if (answered?.kind !== 'live') throw invalidInput(`'${output}' must be computed from the input, it is ${answered?.kind ?? 'missing'}`);
  const { answer, node } = answerOf(trace, answered);
  return { ...finished(trace, node), answer, input: seen, output, mapped, notes: [...trace.notes] };
}

function outputOf({ outputs }: ForeignGraph, wish: string | null): string {
  if (wish !== null) {
    if (outputs.includes(wish)) return wish;
    throw invalidInput(`The model has the outputs ${outputs.join(', ')}, not '${wish}'`, { path: 'output' });
  }
  const [first, ...others] = outputs;
  if (first === undefined) throw invalidInput('A model with an output is required, this one has none');
  if (others.length === 0) return first;
  const shares = outputs.filter(name => /prob/i.test(name));
  if (shares.length === 1) return shares[0]!;
  throw invalidInput(`A model with one output is required, this one has ${outputs.join(', ')}`, {
    path: 'output',
    hint: 'Say which one: output: NAME.',
  });
}

/** The nodes that lead to the output, each behind those it reads. Without recursion: files may nest as they like. */
function inOrder(graph: ForeignGraph, output: string): readonly ForeignNode[] {
  const producers = new Map(graph.nodes.flatMap(node => node.outputs.map(name => [name, node] as const)));
  const order: ForeignNode[] = [];
  const state = new Map<ForeignNode, 'open' | 'done'>();
  const stack = [producers.get(output)];
  while (stack.length > 0) {
    const node = stack.at(-1);
    if (node === undefined || state.get(node) === 'done') {
      stack.pop();
      continue;
    }
    if (state.get(node) === 'open') {
      stack.pop();
      state.set(node, 'done');
      order.push(node);
      continue;
    }
    state.set(node, 'open');
    for (const source of node.inputs.map(name => producers.get(name))) {
      if (source === undefined) continue;
      if (state.get(source) === 'open')
        throw invalidInput(`A graph without cycles is required; '${node.name}' leads back to itself`, { path: node.name });
      stack.push(source);
    }
  }
  return order;
}

/** Follows the nodes one by one, past those that can't be read, so that all of them can be named. */
function follow(trace: Trace, order: readonly ForeignNode[]): readonly MappedNode[] {
  const problems: Problem[] = [];
  const lost = new Set<string>();
  const mapped: MappedNode[] = [];
  const most = FREE_VALUES + 4 * [...trace.graph.constants.values()].reduce((sum, { values }) => sum + values.length, 0);
  let spent = 0;
  for (const node of order) {
    const count = trace.nodes.length;
    const isLost = node.inputs.some(input => lost.has(input));
    const problem = isLost ? null : followOne(trace, node);
    if (problem !== null) problems.push({ op: node.op, name: node.name, reason: problem });
    if (isLost || problem !== null) node.outputs.forEach(name => lost.add(name));
    spent += node.outputs.reduce((sum, name) => sum + constantSize(trace.values.get(name)), 0);
    if (spent > most) throw invalidInput(`Constants worked out of the file may have ${most} values together`, { path: node.name });
    mapped.push({ name: node.name, op: node.op, layers: trace.nodes.slice(count).map(({ layer }) => layer) });
  }
  if (problems.length > 0) throw refusal(problems);
  return mapped;
}

function constantSize(value: Value | undefined): number {
  return value?.kind === 'constant' ? value.tensor.values.length : 0;
}

const TABLES: { readonly folding: typeof FOLDINGS; readonly ops: OpTable } = { folding: FOLDINGS, ops: OPS };

/** Null, or why not. */
function followOne(trace: Trace, node: ForeignNode): string | null {
  const inputs = node.inputs.map(name => (name === '' ? null : (trace.values.get(name) ?? undefined)));
  const missing = node.inputs.find((_name, i) => inputs[i] === undefined);
  if (missing !== undefined) return `nothing gives its input '${missing}'`;
  const call = { trace, node, inputs: inputs as (Value | null)[] };
  const isConstant = call.inputs.every(input => input === null || input.kind === 'constant');
  const table = isConstant ? TABLES.folding : TABLES.ops;
  const op = Object.hasOwn(table, node.op) ? table[node.op] : undefined;
  if (op === undefined) return isConstant ? 'this operator of constants is unknown here' : 'this operator is unknown here';
  try {
    const results = [op(call)].flat() as (Value | { readonly shape: Shape; readonly values: Float32Array })[];
    const values = results.map((one): Value => ('kind' in one ? one : { kind: 'constant', tensor: one }));
    node.outputs.forEach((name, i) => {
      const value = values[i];
      if (name !== '' && value !== undefined) trace.values.set(name, value);
    });
    return null;
  } catch (thrown) {
    if (thrown instanceof Unsupported) return thrown.message;
    throw thrown;
  }
}
