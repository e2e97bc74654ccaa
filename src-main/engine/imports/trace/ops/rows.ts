import { Unsupported, type ForeignTensor } from '../../foreign-graph.ts';
import { axisOf, axisSize, type Live } from '../axes.ts';
import { axisAt, constant, int, type OpCall } from '../call.ts';
import { nodeIn } from '../layouts.ts';
import { isItems, withoutBatch } from '../pieces.ts';
import { padNode } from './windows.ts';

/**
 * Constant rows in front of a series or behind it, as a vision transformer's class token: empty steps, to which their rows are added. They
 * are trained like any position.
 */
export function withRows(call: OpCall): Live {
  const { trace, inputs } = call;
  const place = inputs.findIndex(input => input?.kind === 'live');
  const value = inputs[place];
  if (value?.kind !== 'live' || inputs.some((input, i) => i !== place && input?.kind !== 'constant'))
    throw new Unsupported('one value that is computed from the input is required beside constants');
  const axis = axisAt(int(call, 'axis', 1), value.axes.length);
  const [items, ...others] = value.axes;
  const steps = value.axes[axis]!;
  const [channels, ...more] = others.filter(one => one !== steps && axisSize(one) > 1);
  const isSeries = axis > 0 && isItems(trace, items) && withoutBatch(trace, others).flat().length === others.flat().length;
  if (!isSeries || channels === undefined || more.length > 0)
    throw new Unsupported('constants are put beside the steps of a series only, [items, steps, channels]');
  const units = axisSize(channels);
  const tensors = inputs.map((_input, i) => (i === place ? null : constant(call, i)));
  const rows = tensors.map(tensor => (tensor === null ? null : rowsOf(tensor, { items: trace.batch.size, axis, units })));
  const before = rows.slice(0, place).flat() as (readonly number[])[];
  const after = rows.slice(place + 1).flat() as (readonly number[])[];
  const padded = padNode(trace, nodeIn(trace, value, [steps, channels]), { before: [before.length], after: [after.length], value: 0 });
  const empty = Array.from({ length: axisSize(steps) }, () => new Array<number>(units).fill(0));
  const all = [...before, ...empty, ...after];
  const values = Float32Array.from(all.flat());
  const node = trace.add({
    layer: 'positional-embedding',
    config: {},
    inputs: [padded],
    parameters: { positions: { shape: [all.length, units], values } },
    wish: 'tokens',
  });
  const time = axisOf(all.length);
  return { kind: 'live', node, layout: [time, channels], axes: value.axes.map((one, i) => (i === axis ? time : one)) };
}

interface Wanted {
  /** Of a batch; a constant may be there once for all of them. */
  readonly items: number;
  /** Of the steps. */
  readonly axis: number;
  readonly units: number;
}

/** A constant as rows of channels, one a step. Throws `Unsupported` where it is not the same for every item. */
function rowsOf({ shape, values }: ForeignTensor, { items, axis, units }: Wanted): readonly (readonly number[])[] {
  const size = values.length / (shape[0] ?? 1);
  const isSame = values.every((value, i) => value === values[i % size]);
  const isOne = shape[0] === items || shape[0] === 1;
  const count = shape[axis] ?? 0;
  // Steps stand in front of the channels, or behind them.
  const isTurned = shape.slice(axis + 1).every(one => one === 1) && axis > 1;
  if (!isOne || !isSame || count * units !== size) throw new Unsupported(`the same rows of ${units} numbers for every item are required`);
  return Array.from({ length: count }, (_, step) =>
    Array.from({ length: units }, (_zero, channel) => values[isTurned ? channel * count + step : step * units + channel]!),
  );
}
