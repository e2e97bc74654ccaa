import type { Masks, ModelGraph, Parameters, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { Unsupported, type ForeignGraph, type ForeignNode } from '../foreign-graph.ts';
import type { Atom, Live } from './axes.ts';
import type { OpCall, OpTable } from './call.ts';
import { finished } from './finish.ts';
import { FOLDINGS } from './fold.ts';
import { answerOf, sideBySide, type Answer } from './head.ts';
import { withoutIntegers } from './integers.ts';
import { OPS } from './ops/index.ts';
import { outputsOf } from './outputs.ts';
import { withDilation } from './dilation.ts';
import { withPatterns } from './patterns.ts';
import { refusal, type Problem } from './problems.ts';
import { seenInputs, type SeenInputs } from './seen-inputs.ts';
import { createTrace, type Trace, type Value } from './trace.ts';
import { withSeries } from './unrolled/unrolled.ts';

/** Foreign graph → ours. */
export interface ImportedGraph {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly masks: Masks;
  readonly answer: Answer;
  readonly input: SeenInputs;
  /** Names of the foreign values that were followed, in the order in which their numbers stand. */
  readonly outputs: readonly string[];
  /** How each foreign node that was needed came over. */
  readonly mapped: readonly MappedNode[];
  readonly notes: readonly string[];
}

export interface MappedNode {
  readonly name: string;
  readonly op: string;
  /** Layers it became; none where it is part of another one, or was worked out. */
  readonly layers: readonly string[];
  /** Whether it is kept as it is. */
  readonly isKept: boolean;
}

/** What an operator without a counterpart is kept as, for each of its outputs; undefined for one that nothing reads. Throws `Unsupported`. */
export type Keep = (call: OpCall) => readonly (Value | undefined)[];

export interface ImportWish {
  /** Of an item as the data has it; tells which axis has the channels. */
  readonly inputShape: Shape | null;
  /** In the order in which several stand in an item; the file's own where left out. */
  readonly inputs?: readonly string[] | undefined;
  /** Of the several a file may have: one, or those whose numbers stand side by side. */
  readonly output: string | readonly string[] | null;
  /** Left out where nothing could run such operators. */
  readonly keep?: Keep | undefined;
}

/** Bounds what constants may take together, beyond what the file has. */
const FREE_VALUES = 2 ** 24;
/** Tells the items' axis from others in what a file works out of sizes. */
const ITEMS = 997;

/** Throws `invalid-input` with every node that has no counterpart here. */
export function importGraph(foreign: ForeignGraph, wish: ImportWish): ImportedGraph {
  const graph = withPatterns(withDilation(withSeries(withoutIntegers(foreign))));
  const outputs = outputsOf(graph, wish.output);
  const [input] = graph.inputs;
  if (input === undefined) throw invalidInput('A model with an input is required, this one has none');
  const batch: Atom = { size: input.shape[0] ?? ITEMS };
  const trace = createTrace(graph, batch);
  for (const [name, tensor] of graph.constants) trace.values.set(name, { kind: 'constant', tensor });
  const inputs = seenInputs(trace, graph.inputs, wish);
  for (const { seen } of inputs.parts) trace.values.set(seen.foreign.name, seen.value);
  const order = inOrder(graph, outputs);
  const mapped = follow(trace, order, wish.keep);
  noteKept(trace, mapped);
  const { answer, node } = sideBySide(
    trace,
    outputs.map(name => ({ name, ...answerOf(trace, answeredBy(trace, name)) })),
  );
  return { ...finished(trace, node), answer, input: inputs, outputs, mapped, notes: [...trace.notes] };
}

function answeredBy(trace: Trace, output: string): Live {
  const answered = trace.values.get(output);
  if (answered?.kind === 'live') return answered;
  throw invalidInput(`'${output}' must be computed from the input, it is ${answered?.kind ?? 'missing'}`);
}

/** The nodes that lead to the outputs, each behind those it reads. Without recursion: files may nest as they like. */
function inOrder(graph: ForeignGraph, outputs: readonly string[]): readonly ForeignNode[] {
  const producers = new Map(graph.nodes.flatMap(node => node.outputs.map(name => [name, node] as const)));
  const order: ForeignNode[] = [];
  const state = new Map<ForeignNode, 'open' | 'done'>();
  const stack = outputs.map(output => producers.get(output));
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
function follow(trace: Trace, order: readonly ForeignNode[], keep: Keep | undefined): readonly MappedNode[] {
  const problems: Problem[] = [];
  const lost = new Set<string>();
  const mapped: MappedNode[] = [];
  const most = FREE_VALUES + 4 * [...trace.graph.constants.values()].reduce((sum, { values }) => sum + values.length, 0);
  let spent = 0;
  for (const node of order) {
    const count = trace.nodes.length;
    const isLost = node.inputs.some(input => lost.has(input));
    const { problem, isKept } = isLost ? READ : followOne(trace, node, keep);
    if (problem !== null) problems.push({ op: node.op, name: node.name, reason: problem });
    if (isLost || problem !== null) node.outputs.forEach(name => lost.add(name));
    spent += node.outputs.reduce((sum, name) => sum + constantSize(trace.values.get(name)), 0);
    if (spent > most) throw invalidInput(`Constants worked out of the file may have ${most} values together`, { path: node.name });
    // What was tried before it was kept leads nowhere.
    const added = trace.nodes.slice(count).filter(({ layer }) => !isKept || layer === 'opaque');
    mapped.push({ name: node.name, op: node.op, layers: added.map(({ layer }) => layer), isKept });
  }
  if (problems.length > 0) throw refusal(problems);
  return mapped;
}

function constantSize(value: Value | undefined): number {
  return value?.kind === 'constant' ? value.tensor.values.length : 0;
}

const TABLES: { readonly folding: typeof FOLDINGS; readonly ops: OpTable } = { folding: FOLDINGS, ops: OPS };

interface Followed {
  /** Why it could not be read; null where it could. */
  readonly problem: string | null;
  readonly isKept: boolean;
}

const READ: Followed = { problem: null, isKept: false };

function followOne(trace: Trace, node: ForeignNode, keep: Keep | undefined): Followed {
  const inputs = node.inputs.map(name => (name === '' ? null : (trace.values.get(name) ?? undefined)));
  const missing = node.inputs.find((_name, i) => inputs[i] === undefined);
  if (missing !== undefined) return { problem: `nothing gives its input '${missing}'`, isKept: false };
  const call = { trace, node, inputs: inputs as (Value | null)[] };
  const isConstant = call.inputs.every(input => input === null || input.kind === 'constant');
  const problem = problemOf(() => setValues(call, read(call, isConstant)));
  if (problem === null || isConstant || keep === undefined) return { problem, isKept: false };
  const refusal = problemOf(() => setValues(call, keep(call)));
  return refusal === null
    ? { problem: null, isKept: true }
    : { problem: `${problem}, and it can't be kept as it is: ${refusal}`, isKept: false };
}

function read(call: OpCall, isConstant: boolean): readonly (Value | undefined)[] {
  const { op: name } = call.node;
  const table = isConstant ? TABLES.folding : TABLES.ops;
  const op = Object.hasOwn(table, name) ? table[name] : undefined;
  if (op === undefined) throw new Unsupported(isConstant ? 'this operator of constants is unknown here' : 'this operator is unknown here');
  const results = [op(call)].flat() as (Value | { readonly shape: Shape; readonly values: Float32Array } | undefined)[];
  return results.map(one => (one === undefined || 'kind' in one ? one : { kind: 'constant', tensor: one }));
}

function setValues({ trace, node }: OpCall, values: readonly (Value | undefined)[]): void {
  node.outputs.forEach((name, i) => {
    const value = values[i];
    if (name !== '' && value !== undefined) trace.values.set(name, value);
  });
}

/** Null, or why not. */
function problemOf(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (thrown) {
    if (thrown instanceof Unsupported) return thrown.message;
    throw thrown;
  }
}

function noteKept({ notes }: Trace, mapped: readonly MappedNode[]): void {
  const kept = mapped.filter(({ isKept }) => isKept);
  if (kept.length === 0) return;
  const operators = [...new Set(kept.map(({ op }) => op))].join(', ');
  notes.add(`ONNX Runtime runs ${kept.length} operators as they are (${operators}): what leads into them is not trained`);
}
