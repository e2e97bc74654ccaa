import type { Parameter } from '../../../../../src-shared/domain/graph/model-graph.ts';
import { ORDER } from '../../../formats/onnx/recurrent-weights.ts';
import { CELLS, type CellKind } from '../../../graph/recurrent-layer.ts';
import { Unsupported, type ForeignTensor } from '../../foreign-graph.ts';
import { taken, turned } from '../arrays.ts';
import { axisOf, axisSize, sameAxis, type Live } from '../axes.ts';
import { constant, int, live, optionalConstant, text, type OpCall, type OpTable } from '../call.ts';
import { isZero } from '../fold.ts';
import { nodeIn } from '../layouts.ts';
import { isItems, parameterOf, wishOf } from '../pieces.ts';
import type { Trace } from '../trace.ts';

/** Gives all states [time, directions, items, units], then the last ones [directions, items, units]. */
export const RECURRENT_OPS: OpTable = { LSTM: call => recurrent(call, 'lstm'), GRU: call => recurrent(call, 'gru') };

function recurrent(call: OpCall, cell: CellKind): readonly Live[] {
  const { trace, node } = call;
  const { value, time, items, features } = seriesOf(call);
  assertPlain(call, cell);
  const input = nodeIn(trace, value, [time, features]);
  const { config, parameters } = weightsOf(call, cell);
  const both = text(call, 'direction', 'forward') === 'bidirectional';
  const add = (returnSequences: boolean): string =>
    trace.add({
      layer: both ? 'bidirectional' : cell,
      config: { ...config, ...(both ? { cell } : {}), returnSequences },
      inputs: [input],
      parameters,
      wish: wishOf(undefined, node.name),
    });
  const units = axisOf(config.units);
  const directions = axisOf(both ? 2 : 1);
  const channels = [...directions, ...units];
  const all = (): Live => ({ kind: 'live', node: add(true), layout: [time, channels], axes: [time, directions, items, units] });
  const last = (): Live => ({ kind: 'live', node: add(false), layout: [channels], axes: [directions, items, units] });
  if (!reads(call, 0)) return [last()].flatMap(one => [one, one]);
  const states = all();
  return [states, reads(call, 1) ? last() : states];
}

function seriesOf(call: OpCall) {
  const value = live(call);
  const [time, items, features] = value.axes;
  const fits = value.axes.length === 3 && int(call, 'layout', 0) === 0 && isItems(call.trace, items);
  if (!fits || time === undefined || items === undefined || features === undefined)
    throw new Unsupported('a series [time, items, features] is required');
  return { value, time, items, features };
}

function reads({ trace, node }: OpCall, output: number): boolean {
  const name = node.outputs[output] ?? '';
  return name !== '' && trace.readers(name) > 0;
}

/** Only what our cells compute: their functions, from zero states, over the whole series. */
function assertPlain(call: OpCall, cell: CellKind): void {
  const direction = text(call, 'direction', 'forward');
  const functions = String(call.node.attributes['activations'] ?? '').toLowerCase();
  const plain = cell === 'lstm' ? 'sigmoid,tanh,tanh' : 'sigmoid,tanh';
  const zero = (place: number): boolean => call.inputs[place]?.kind !== 'live' && isZero(optionalConstant(call, place));
  const required: readonly (readonly [boolean, string])[] = [
    [direction === 'forward' || direction === 'bidirectional', `direction must be forward or bidirectional, got ${direction}`],
    [['', plain, `${plain},${plain}`].includes(functions), `functions must be ${plain}, got ${functions}`],
    [int(call, 'clip', 0) === 0 && int(call, 'input_forget', 0) === 0, 'gates without clipping and coupling are required'],
    [isOfOneLength(call), 'series of one length are required, got a length for each item'],
    [zero(5) && (cell === 'gru' || zero(6)), 'states that begin at zero are required'],
    [cell === 'gru' || zero(7), 'an LSTM without peepholes is required'],
  ];
  const missed = required.find(([holds]) => !holds);
  if (missed !== undefined) throw new Unsupported(missed[1]);
}

/** Whether no item of the series ends before the others. */
function isOfOneLength(call: OpCall): boolean {
  if (call.inputs[4]?.kind === 'live') return false;
  const time = axisSize(live(call).axes[0]!);
  return optionalConstant(call, 4)?.values.every(length => length === time) ?? true;
}

function weightsOf(call: OpCall, cell: CellKind) {
  const [kernel, recurrentKernel, bias] = [constant(call, 1), constant(call, 2), optionalConstant(call, 3)];
  const directions = kernel.shape[0] === 2 ? ['forward-', 'backward-'] : [''];
  const units = recurrentKernel.shape[2] ?? 1;
  const resetAfter = cell === 'gru' && int(call, 'linear_before_reset', 0) !== 0;
  const parameters: Record<string, Parameter> = {};
  directions.forEach((direction, i) => {
    const part = (tensor: ForeignTensor): ForeignTensor => ({ ...taken(tensor, 0, [i]), shape: tensor.shape.slice(1) });
    parameters[`${direction}kernel`] = parameterOf(turned(inOurOrder(cell, part(kernel), units), [1, 0]));
    parameters[`${direction}recurrent`] = parameterOf(turned(inOurOrder(cell, part(recurrentKernel), units), [1, 0]));
    if (bias !== null) Object.assign(parameters, biasesOf(part(bias), { cell, units, resetAfter, direction }));
  });
  return { config: { units, bias: bias !== null, ...(cell === 'gru' ? { resetAfter } : {}) }, parameters };
}

interface Biases {
  readonly cell: CellKind;
  readonly units: number;
  readonly resetAfter: boolean;
  readonly direction: string;
}

/** One of the input and one of the state, which only count together but where a GRU resets after its product. */
function biasesOf(bias: ForeignTensor, { cell, units, resetAfter, direction }: Biases): Readonly<Record<string, Parameter>> {
  const columns = CELLS[cell].gates * units;
  const ofInput = bias.values.subarray(0, columns);
  const ofState = bias.values.subarray(columns);
  const ordered = (values: Float32Array): Float32Array =>
    parameterOf(inOurOrder(cell, { shape: [columns], values }, units)).values as Float32Array;
  if (!resetAfter) {
    const summed = Float32Array.from(ofInput, (value, i) => value + (ofState[i] ?? 0));
    return { [`${direction}bias`]: { shape: [columns], values: ordered(summed) } };
  }
  const both = new Float32Array(2 * columns);
  both.set(ordered(Float32Array.from(ofInput)));
  both.set(ordered(Float32Array.from(ofState)), columns);
  return { [`${direction}bias`]: { shape: [2, columns], values: both } };
}

/** Gates along the first axis, from ONNX's order. */
function inOurOrder(cell: CellKind, tensor: ForeignTensor, units: number): ForeignTensor {
  const order = ORDER[cell];
  if (tensor.shape[0] !== order.length * units)
    throw new Unsupported(`${order.length} gates of ${units} units are required, got ${tensor.shape[0] ?? 0} rows`);
  const places = order
    .map((_gate, ours) => order.indexOf(ours))
    .flatMap(theirs => Array.from({ length: units }, (_, i) => theirs * units + i));
  return taken(tensor, 0, places);
}

/** Of all states of a layer in one direction, those of the last step: the same layer that gives no others. Null for anything else. */
export function lastStep(
  { trace }: { readonly trace: Trace },
  { value, axis, place }: { readonly value: Live; readonly axis: number; readonly place: number },
): Live | null {
  const draft = trace.draft(value.node);
  const [time, channels] = value.layout;
  const steps = value.axes[axis]!;
  const isOne = (draft.layer === 'lstm' || draft.layer === 'gru') && value.layout.length === 2 && channels !== undefined;
  if (!isOne || !sameAxis(steps, time ?? []) || place !== axisSize(steps) - 1) return null;
  const { layer, config, inputs, parameters, name } = draft;
  const node = trace.add({ layer, config: { ...config, returnSequences: false }, inputs, parameters, wish: name });
  return { kind: 'live', node, layout: [channels], axes: value.axes.map((one, i) => (i === axis ? [] : one)) };
}
