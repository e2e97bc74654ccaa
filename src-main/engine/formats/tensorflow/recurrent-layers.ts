import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { CELLS, resetsAfter, type CellKind, type RecurrentConfig } from '../../graph/recurrent-layer.ts';
import { HOLD } from '../../ops/held-steps.ts';
import { UnsupportedConfig, type LayerTable } from '../export-plan.ts';
import { NO_WINDOW, type GraphCall } from './graph-call.ts';
import type { GraphOps } from './graph-ops.ts';
import type { GraphValue } from './graph-value.ts';
import { heldState, holdOf, zeroOrOne, type Hold } from './held-steps.ts';

/** Layers that read a series step by step, each step's operations one behind the other. */
export const GRAPH_RECURRENT_LAYERS: LayerTable<GraphCall, GraphValue> = {
  lstm: call => ended(call, call.node.name, run('lstm', call, { name: `${call.node.name}/states`, direction: '', inputs: call.inputs })),
  gru: call => ended(call, call.node.name, run('gru', call, { name: `${call.node.name}/states`, direction: '', inputs: call.inputs })),

  bidirectional(call) {
    const { ops, node, inputs, config } = call;
    const [ahead, back] = [`${node.name}/forward`, `${node.name}/backward`];
    const turned = inputs.map((input, i) => ops.reverse(`${back}/turned${i === 0 ? '' : '-mask'}`, input));
    const states = [
      run(config.cell, call, { name: ahead, direction: 'forward-', inputs }),
      run(config.cell, call, { name: back, direction: 'backward-', inputs: turned }),
    ] as const;
    const forward = ended(call, `${ahead}/all`, states[0]);
    const backward = ended(call, `${back}/all`, states[1]);
    const sides: readonly [GraphValue, GraphValue] = [forward, config.returnSequences ? ops.reverse(`${back}/ahead`, backward) : backward];
    const [, mask] = inputs;
    if (mask === undefined || !config.returnSequences) return ops.concat(node.name, sides);
    return ops.binary('Mul', node.name, ops.concat(`${node.name}/both`, sides), zeroOrOne(ops, `${node.name}/counts`, mask));
  },
};

/** Steps that are written out. */
const MOST_STEPS = 1024;

type RecurrentCall = GraphCall & { readonly config: RecurrentConfig };

interface Run {
  readonly name: string;
  readonly direction: string;
  /** The series, and a mask of its steps where there is one. */
  readonly inputs: readonly GraphValue[];
}

function ended({ ops, config }: RecurrentCall, name: string, states: readonly GraphValue[]): GraphValue {
  return config.returnSequences ? ops.stack(name, states as readonly [GraphValue, ...GraphValue[]]) : (states.at(-1) as GraphValue);
}

/** The states, from zeros on. */
function run(cell: CellKind, call: RecurrentCall, { name, direction, inputs }: Run): readonly GraphValue[] {
  const { ops, node, config } = call;
  const [x, mask] = inputs as readonly [GraphValue, GraphValue?];
  const [, time = 0, features = 0] = x.shape;
  if (time > MOST_STEPS) throw new UnsupportedConfig(`its steps are written one by one, at most ${MOST_STEPS}, and it has ${time}`);
  const columns = CELLS[cell].gates * config.units;
  const kernel = node.parameters[`${direction}kernel`]!;
  const after = resetsAfter(cell, config);
  const { given: bias, seen } = biasOf(node.parameters[`${direction}bias`], after);
  const rows = ops.reshape(`${name}/rows`, x, [features]);
  const product = ops.emitter.weighted({
    op: 'MatMul',
    name: `${name}/given`,
    input: rows,
    kernel,
    bias,
    window: NO_WINDOW,
    shape: [-1, columns],
  });
  const given = ops.reshape(`${name}/series`, product, [time, columns]);
  const hold = mask === undefined ? null : holdOf(ops, { name, mask, given, pull: HOLD[cell] });
  const steps = ops.steps(`${name}/steps`, hold?.given ?? given);
  const series = { name, steps, recurrent: node.parameters[`${direction}recurrent`]!, units: config.units, hold };
  return after ? gruStepsResetAfter(ops, series, seen) : STEPS[cell](ops, series);
}

/** What is added to each step's input, and what to the state's product of a GRU that resets after it. */
function biasOf(own: Parameter | undefined, after: boolean): { readonly given: Parameter | undefined; readonly seen?: Float32Array } {
  return after && own !== undefined ? biasesOf(own) : { given: own };
}

interface Series {
  readonly name: string;
  /** What each step is given: the product of its input, [N, gates·units]. */
  readonly steps: readonly GraphValue[];
  readonly recurrent: Parameter;
  readonly units: number;
  /** Where not all steps count. */
  readonly hold: Hold | null;
}

const STEPS: { readonly [C in CellKind]: (ops: GraphOps, series: Series) => readonly GraphValue[] } = { lstm: lstmSteps, gru: gruSteps };

/** i, f, o = σ(·), g = tanh(·); c ← f·c + i·g; h = o·tanh c. */
function lstmSteps(ops: GraphOps, { name, steps, recurrent, hold }: Series): readonly GraphValue[] {
  const states: GraphValue[] = [];
  let cell: GraphValue | null = null;
  for (const [i, given] of steps.entries()) {
    const part = (word: string): string => `${name}/${i}/${word}`;
    const before = states.at(-1);
    const sum = before === undefined ? given : ops.binary('AddV2', part('sum'), given, times(ops, part('product'), before, recurrent));
    const [input, forget, candidate, output] = ops.split(part('gates'), sum, 4) as [GraphValue, GraphValue, GraphValue, GraphValue];
    const added = ops.binary(
      'Mul',
      part('added'),
      ops.unary('Sigmoid', part('input'), input),
      ops.unary('Tanh', part('candidate'), candidate),
    );
    const kept: GraphValue | null =
      cell === null ? null : ops.binary('Mul', part('kept'), ops.unary('Sigmoid', part('forget'), forget), cell);
    cell = kept === null ? added : ops.binary('AddV2', part('cell'), kept, added);
    const fresh = ops.binary('Mul', part('state'), ops.unary('Sigmoid', part('output'), output), ops.unary('Tanh', part('seen'), cell));
    states.push(hold === null ? fresh : heldState(ops, part, { fresh, before, counts: hold.counts[i]!, skipped: hold.skipped[i]! }));
  }
  return states;
}

/** z, r = σ(·); g = tanh(x + (r·h)·R); h ← z·h + (1 − z)·g. */
function gruSteps(ops: GraphOps, { name, steps, recurrent, units, hold }: Series): readonly GraphValue[] {
  const [ofGates, ofCandidate] = columnsOf(recurrent, 2 * units);
  const states: GraphValue[] = [];
  for (const [i, given] of steps.entries()) {
    const part = (word: string): string => `${name}/${i}/${word}`;
    const before = states.at(-1);
    const [forGates, forCandidate] = ops.parts(part('given'), given, [2 * units, units]) as [GraphValue, GraphValue];
    const sum = before === undefined ? forGates : ops.binary('AddV2', part('sum'), forGates, times(ops, part('product'), before, ofGates));
    const [update, reset] = ops.split(part('gates'), ops.unary('Sigmoid', part('shares'), sum), 2) as [GraphValue, GraphValue];
    if (before === undefined) {
      states.push(
        mixed(ops, part, { exact: hold !== null, before, update, candidate: ops.unary('Tanh', part('candidate'), forCandidate) }),
      );
      continue;
    }
    const seen = times(ops, part('seen'), ops.binary('Mul', part('reset'), reset, before), ofCandidate);
    const candidate = ops.unary('Tanh', part('candidate'), ops.binary('AddV2', part('candidate-sum'), forCandidate, seen));
    states.push(mixed(ops, part, { exact: hold !== null, before, update, candidate }));
  }
  return states;
}

/** a of the input, s = h·R + b; z, r = σ(a + s); g = tanh(a + r·s); h ← z·h + (1 − z)·g. What `s` adds to the gates is in `a`. */
function gruStepsResetAfter(ops: GraphOps, { name, steps, recurrent, units, hold }: Series, ofSeen: Float32Array | undefined) {
  const sizes = [2 * units, units];
  const added = ofSeen === undefined ? null : ops.constant(`${name}/seen-bias`, [units], ofSeen);
  const states: GraphValue[] = [];
  for (const [i, given] of steps.entries()) {
    const part = (word: string): string => `${name}/${i}/${word}`;
    const before = states.at(-1);
    const [forGates, forCandidate] = ops.parts(part('given'), given, sizes) as [GraphValue, GraphValue];
    const [toGates, toSeen] = before === undefined ? [] : ops.parts(part('known'), times(ops, part('product'), before, recurrent), sizes);
    const sum = toGates === undefined ? forGates : ops.binary('AddV2', part('sum'), forGates, toGates);
    const [update, reset] = ops.split(part('gates'), ops.unary('Sigmoid', part('shares'), sum), 2) as [GraphValue, GraphValue];
    const seen = toSeen === undefined || added === null ? (toSeen ?? added) : ops.binary('AddV2', part('seen'), toSeen, added);
    const left = seen === null ? null : ops.binary('Mul', part('reset'), reset, seen);
    const whole = left === null ? forCandidate : ops.binary('AddV2', part('candidate-sum'), forCandidate, left);
    states.push(mixed(ops, part, { exact: hold !== null, before, update, candidate: ops.unary('Tanh', part('candidate'), whole) }));
  }
  return states;
}

interface Mixed {
  /** An update of 1 leaves the state as it is, to the last bit. */
  readonly exact: boolean;
  readonly before: GraphValue | undefined;
  readonly update: GraphValue;
  readonly candidate: GraphValue;
}

/** z·h + (1 − z)·g. */
function mixed(ops: GraphOps, part: (word: string) => string, { exact, before, update, candidate }: Mixed): GraphValue {
  if (before === undefined) return ops.binary('Sub', part('state'), candidate, ops.binary('Mul', part('kept'), update, candidate));
  if (exact) {
    const left = ops.binary('Sub', part('left'), ops.number(part('one'), 1), update);
    const own = ops.binary('Mul', part('own'), left, candidate);
    return ops.binary('AddV2', part('state'), ops.binary('Mul', part('kept'), update, before), own);
  }
  const change = ops.binary('Mul', part('change'), update, ops.binary('Sub', part('difference'), before, candidate));
  return ops.binary('AddV2', part('state'), candidate, change);
}

/** Of [2, 3·units]: what is added to each step's input, and what to the state's product for the candidate. */
function biasesOf({ shape, values }: Parameter): { readonly given: Parameter; readonly seen: Float32Array } {
  const columns = shape[1]!;
  const gates = (2 * columns) / 3;
  const given = Float32Array.from(values.subarray(0, columns), (value, i) => (i < gates ? value + values[columns + i]! : value));
  return { given: { shape: [columns], values: given }, seen: values.slice(columns + gates) };
}

/** The first columns and the others. */
function columnsOf({ shape, values }: Parameter, count: number): readonly [Parameter, Parameter] {
  const [rows = 0, columns = 0] = shape;
  const part = (start: number, end: number): Parameter => {
    const width = end - start;
    const own = Float32Array.from({ length: rows * width }, (_, i) => values[Math.floor(i / width) * columns + start + (i % width)]!);
    return { shape: [rows, width], values: own };
  };
  return [part(0, count), part(count, columns)];
}

function times(ops: GraphOps, name: string, input: GraphValue, kernel: Parameter): GraphValue {
  return ops.emitter.weighted({ op: 'MatMul', name, input, kernel, bias: undefined, window: NO_WINDOW, shape: [-1, kernel.shape[1]!] });
}
