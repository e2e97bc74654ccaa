import type { Parameter } from '../../../../../src-shared/domain/graph/model-graph.ts';
import { Unsupported } from '../../foreign-graph.ts';
import { axisSize, placesIn, sameAtoms, sameAxis, type Axis, type Live } from '../axes.ts';
import { axisAt, constant, int, ints, live, numbers, optionalConstant, type OpCall, type OpTable } from '../call.ts';
import { addRescale, channelsLast, sameAxes, vectorOf, wishOf, withoutBatch } from '../pieces.ts';

export const NORM_OPS: OpTable = {
  BatchNormalization(call) {
    const { trace, node } = call;
    const value = live(call);
    const channels = value.axes[1] ?? [];
    const placed = channelsLast(trace, value, channels);
    const order = placesIn(channels, placed.layout.at(-1) ?? []);
    const at = (place: number): Parameter => inOrder(call, place, order);
    const made = trace.add({
      layer: 'batch-norm',
      config: { epsilon: epsilonOf(call), momentum: Math.min(Math.max(int(call, 'momentum', 0.9), 0), 0.9999) },
      inputs: [placed.node],
      parameters: { scale: at(1), offset: at(2), mean: at(3), variance: at(4) },
      wish: wishOf(node.inputs[1], node.name),
    });
    return sameAxes(placed, made);
  },

  LayerNormalization(call) {
    const value = live(call);
    const axis = axisAt(int(call, 'axis', -1), value.axes.length);
    return overChannels(call, value.axes.slice(axis).flat());
  },

  /** See `patterns.ts`: along the axes of the mean it was made of. */
  CentredNormalization(call) {
    const value = live(call);
    const axes = numbers(call, 1, 'axes') ?? value.axes.map((_axis, i) => i).slice(1);
    const channels = axes.map(axis => axisAt(axis, value.axes.length)).flatMap(axis => value.axes[axis]!);
    return overChannels({ ...call, inputs: [value] }, channels);
  },

  InstanceNormalization: call => grouped(call, live(call).axes[1] ?? [], axisSize(live(call).axes[1] ?? [])),

  GroupNormalization: call => grouped(call, live(call).axes[1] ?? [], int(call, 'num_groups', 1)),

  /** Of scikit-learn's pipelines. */
  Scaler(call) {
    const value = live(call);
    const [scale, offset] = [ints(call, 'scale'), ints(call, 'offset')];
    if (scale === null || offset === null) throw new Unsupported('a scale and an offset are required');
    return addRescale(call.trace, value, { factor: scale, offset: offset.map((from, i) => -from * (scale[i % scale.length] ?? 1)) });
  },
};

/** Layers take 1e-8 at least, some files write 0. */
function epsilonOf(call: OpCall): number {
  return Math.min(Math.max(int(call, 'epsilon', 1e-5), 1e-8), 1);
}

function inOrder(call: OpCall, place: number, order: readonly number[]): Parameter {
  const { values } = constant(call, place);
  if (values.length !== order.length)
    throw new Unsupported(`${order.length} numbers are required, one for each channel, got ${values.length}`);
  return { shape: [order.length], values: Float32Array.from(order, one => values[one]!) };
}

function overChannels(call: OpCall, channels: Axis): Live {
  const { trace, node } = call;
  const placed = channelsLast(trace, live(call), channels);
  const last = placed.layout.at(-1) ?? [];
  if (!sameAtoms(last, channels)) throw new Unsupported('a normalisation over the channels alone is required');
  const order = placesIn(channels, last);
  const ones = { shape: [order.length], values: new Float32Array(order.length).fill(1) };
  const made = trace.add({
    layer: 'layer-norm',
    config: { epsilon: epsilonOf(call) },
    inputs: [placed.node],
    parameters: {
      scale: call.inputs[1] === undefined || call.inputs[1] === null ? ones : inOrder(call, 1, order),
      offset:
        optionalConstant(call, 2) === null ? vectorOf({ shape: [], values: new Float32Array(order.length) }) : inOrder(call, 2, order),
    },
    wish: wishOf(node.inputs[1], node.name),
  });
  return sameAxes(placed, made);
}

/**
 * Over all places and neighbouring channels, in `groups` parts. The axis of the groups may be the outer part of the channels
 * alone, where the file has cut them apart before.
 */
function grouped(call: OpCall, axis: Axis, groups: number): Live {
  const { trace, node } = call;
  const value = live(call);
  const channels = value.layout.at(-1) ?? [];
  const isOuter = axis.length <= channels.length && sameAxis(axis, channels.slice(0, axis.length));
  const all = withoutBatch(trace, value.axes.slice(1)).flat();
  if (!isOuter || all.length !== value.layout.flat().length)
    throw new Unsupported('groups of neighbouring channels, over all places, are required');
  const width = axisSize(channels);
  const vector = (place: number) => {
    const { values } = constant(call, place);
    return { shape: [width], values: Float32Array.from({ length: width }, (_, i) => values[Math.floor((i * values.length) / width)]!) };
  };
  const made = trace.add({
    layer: 'group-norm',
    config: { groups, epsilon: epsilonOf(call) },
    inputs: [value.node],
    parameters: { scale: vector(1), offset: vector(2) },
    wish: wishOf(node.inputs[1], node.name),
  });
  return sameAxes(value, made);
}
