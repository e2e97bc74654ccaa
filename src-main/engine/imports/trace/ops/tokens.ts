import { Unsupported } from '../../foreign-graph.ts';
import { axisOf, axisSize, type Live } from '../axes.ts';
import { constant, int, live, type OpCall, type OpTable } from '../call.ts';
import { nodeIn, reshapedNode } from '../layouts.ts';
import { parameterOf, wishOf, withoutBatch } from '../pieces.ts';

/** Rows of a table by the numbers of tokens: [items, time] → [items, time, units]. */
export function embedding(call: OpCall): Live {
  const { trace, node } = call;
  const table = constant(call, 0);
  const [tokens, units] = table.shape;
  if (table.shape.length !== 2 || int(call, 'axis', 0) !== 0 || tokens === undefined || units === undefined)
    throw new Unsupported(`rows of a table with two axes are looked up, got [${table.shape.join(', ')}]`);
  const ids = live(call, 1);
  const time = withoutBatch(trace, ids.axes).flat();
  const made = trace.add({
    layer: 'embedding',
    config: { tokens, units },
    inputs: [nodeIn(trace, ids, [time])],
    parameters: { kernel: parameterOf(table) },
    wish: wishOf(node.inputs[0], node.name),
  });
  const channels = axisOf(units);
  return { kind: 'live', node: made, layout: [time, channels], axes: [...ids.axes, channels] };
}

export const TOKEN_OPS: OpTable = {
  /** See `patterns.ts`: a series and its mask. */
  MaskedMean(call) {
    const { trace } = call;
    const [series, mask] = [live(call), live(call, 1)];
    const [items, time, channels] = series.axes;
    if (series.axes.length !== 3 || items === undefined || time === undefined || channels === undefined)
      throw new Unsupported('a series with a mask is required');
    const inputs = [nodeIn(trace, series, [time, channels]), reshapedNode(trace, mask.node, [axisSize(time), 1])];
    const node = trace.add({ layer: 'global-average-pool', config: {}, inputs });
    return { kind: 'live', node, layout: [channels], axes: [items, channels] };
  },

  /** See `patterns.ts`: numbers of tokens, raised by what lets the first step count. */
  TokenMask(call) {
    const { trace } = call;
    const [ids, raise] = call.inputs[0]?.kind === 'live' ? [live(call), constant(call, 1)] : [live(call, 1), constant(call, 0)];
    if (raise.values.some((value, i) => value !== (i === 0 ? 1 : 0))) throw new Unsupported('a mask whose first step counts is required');
    const time = withoutBatch(trace, ids.axes).flat();
    const node = trace.add({ layer: 'mask', config: {}, inputs: [nodeIn(trace, ids, [time])] });
    return { kind: 'live', node, layout: [time, []], axes: [...ids.axes, []] };
  },
};
