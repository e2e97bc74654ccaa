import type { Parameter } from '../../../../../src-shared/domain/graph/model-graph.ts';
import { Unsupported } from '../../foreign-graph.ts';
import { axisOf, reshaped } from '../axes.ts';
import { constant, int, live, optionalConstant, text, type OpCall, type OpTable } from '../call.ts';
import { nodeIn, reshapedNode } from '../layouts.ts';
import { parameterOf, wishOf } from '../pieces.ts';

/** Weights of a direction among the arguments: its kernel, that of its state, its bias. */
const PER_DIRECTION = 3;

export const SERIES_OPS: OpTable = {
  /** See `unrolled/unrolled.ts`: a series, its mask, and the weights of each direction, as our layers have them. */
  SeriesCell(call) {
    const { trace, node } = call;
    const time = int(call, 'time', 1);
    const both = call.inputs.length > 2 + PER_DIRECTION;
    const [[features = 1], [units = 1]] = [constant(call, 2).shape, constant(call, 3).shape];
    const series = reshaped(live(call), [trace.batch.size, time, features], trace.batch);
    if (series === null) throw new Unsupported(`a series of ${time} steps with ${features} numbers each is required`);
    const [items = [], steps = [], channels = []] = series.axes;
    const { returnSequences, ...cell } = configOf(call, both);
    const made = trace.add({
      ...{ layer: both ? 'bidirectional' : text(call, 'cell', 'lstm'), config: { units, returnSequences, ...cell } },
      inputs: [nodeIn(trace, series, [steps, channels]), ...maskOf(call, time)],
      parameters: both ? { ...weightsAt(call, 2, 'forward-'), ...weightsAt(call, 2 + PER_DIRECTION, 'backward-') } : weightsAt(call, 2, ''),
      wish: wishOf(undefined, node.name),
    });
    const states = axisOf(both ? 2 * units : units);
    if (!returnSequences) return { kind: 'live', node: made, layout: [states], axes: [items, states] };
    return { kind: 'live', node: made, layout: [steps, states], axes: [items, steps, states] };
  },
};

/** All but its units. */
function configOf(call: OpCall, both: boolean) {
  const cell = text(call, 'cell', 'lstm');
  return {
    returnSequences: text(call, 'wanted', 'last') === 'all',
    bias: call.inputs[4] !== null,
    ...(both ? { cell } : {}),
    ...(cell === 'gru' ? { resetAfter: int(call, 'resetAfter', 0) === 1 } : {}),
  };
}

function maskOf(call: OpCall, time: number): readonly string[] {
  if (call.inputs[1] === null) return [];
  return [reshapedNode(call.trace, live(call, 1).node, [time, 1])];
}

function weightsAt(call: OpCall, place: number, direction: string): Readonly<Record<string, Parameter>> {
  const bias = optionalConstant(call, place + 2);
  return {
    [`${direction}kernel`]: parameterOf(constant(call, place)),
    [`${direction}recurrent`]: parameterOf(constant(call, place + 1)),
    ...(bias === null ? {} : { [`${direction}bias`]: parameterOf(bias) }),
  };
}
