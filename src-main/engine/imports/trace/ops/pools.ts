import { Unsupported } from '../../foreign-graph.ts';
import { sameAtoms, type Axis, type Live } from '../axes.ts';
import { axisAt, int, ints, live, numbers, type OpCall, type OpTable } from '../call.ts';
import { addRescale, channelsLast, withoutBatch } from '../pieces.ts';
import type { Trace } from '../trace.ts';
import { padded, padNode, perAxis, placesOf, slid, windowIn, type Window } from './windows.ts';

/** Below everything a network answers with; what pads a greatest value. */
const LEAST = -3.4e38;

export const POOL_OPS: OpTable = {
  MaxPool: call => pool(call, 'max-pool'),
  AveragePool: call => pool(call, 'average-pool'),
  GlobalAveragePool: call => overPlaces(call, 'global-average-pool', null),
  GlobalMaxPool: call => overPlaces(call, 'global-max-pool', null),
  ReduceMean: call => overPlaces(call, 'global-average-pool', numbers(call, 1, 'axes')),
  ReduceMax: call => overPlaces(call, 'global-max-pool', numbers(call, 1, 'axes')),
  ReduceSum(call) {
    const axes = numbers(call, 1, 'axes') ?? [];
    const before = live(call).axes;
    const count = axes.reduce((product, axis) => product * sizeAt(before, axis), 1);
    return addRescale(call.trace, overPlaces(call, 'global-average-pool', axes), { factor: [count] });
  },
};

function sizeAt(axes: readonly Axis[], axis: number): number {
  return axes[axisAt(axis, axes.length)]!.reduce((product, { size }) => product * size, 1);
}

function pool(call: OpCall, layer: 'max-pool' | 'average-pool'): Live {
  const { trace, node } = call;
  const places = placesOf(trace, live(call));
  const window = windowIn(call, places.sizes, ints(call, 'kernel_shape') ?? []);
  if (window.dilation.some(step => step !== 1)) throw new Unsupported('a window without dilation is required');
  if (node.outputs.length > 1 && node.outputs[1] !== '') throw new Unsupported('the places of greatest values are not read');
  const { node: input, padding } =
    layer === 'max-pool' ? padded(trace, places, window, isPositive(trace, places.node) ? 0 : LEAST) : averaged(call, window, places);
  const isSeries = window.kernel.length === 1;
  const made = trace.add({
    layer: isSeries ? `${layer}1d` : layer,
    config: { size: perAxis(window.kernel), stride: perAxis(window.stride), padding },
    inputs: [input],
    wish: 'pool',
  });
  return slid(trace, made, places, places.axes[1]!);
}

/** Padding counts only where the file says so; ours never does, so that it is padded in front. */
function averaged(
  call: OpCall,
  window: Window,
  places: { readonly node: string; readonly sizes: readonly number[] },
): { node: string; padding: 'valid' | 'same' } {
  const { trace } = call;
  const padsAny = [...window.before, ...window.after].some(pad => pad > 0);
  if (int(call, 'count_include_pad', 0) === 0 || !padsAny) {
    const found = padded(trace, places, window);
    if (found.padding === 'valid' && padsAny)
      throw new Unsupported(
        `a mean without its padding is read where pads are as our own rule has them, got ${[...window.before, ...window.after].join(', ')}`,
      );
    return found;
  }
  if (int(call, 'ceil_mode', 0) === 1) throw new Unsupported('a mean over padding and over what is behind the end is not read');
  return { node: padNode(trace, places.node, { before: window.before, after: window.after, value: 0 }), padding: 'valid' };
}

const POSITIVE: ReadonlySet<unknown> = new Set(['relu', 'relu6', 'sigmoid', 'softmax']);
const PASSING: ReadonlySet<string> = new Set(['dropout', 'max-pool', 'average-pool', 'max-pool1d', 'average-pool1d', 'reshape', 'permute']);

/** Whether nothing below 0 can come out of a node, so that zeros never win. */
function isPositive(trace: Trace, name: string): boolean {
  const { layer, config, inputs } = trace.draft(name);
  if (PASSING.has(layer)) return isPositive(trace, inputs[0]!);
  return (layer === 'activation' && POSITIVE.has(config['function'])) || POSITIVE.has(config['activation']);
}

/** Over all places; `axes` null for all but items and channels. */
function overPlaces(call: OpCall, layer: string, axes: readonly number[] | null): Live {
  const { trace } = call;
  const value = live(call);
  const rank = value.axes.length;
  const gone = new Set((axes ?? value.axes.map((_axis, i) => i).slice(2)).map(axis => axisAt(axis, rank)));
  const keeps = axes === null || int(call, 'keepdims', 1) === 1;
  const [lost, left] = [value.axes.filter((_axis, i) => gone.has(i)).flat(), value.axes.filter((_axis, i) => !gone.has(i))];
  const channels = withoutBatch(trace, left).flat();
  if (lost.includes(trace.batch)) throw new Unsupported('a value over all items is not read');
  const kept = value.axes.map((axis, i) => (gone.has(i) ? [] : axis)).filter((_axis, i) => keeps || !gone.has(i));
  if (lost.length === 0) return { ...value, axes: kept };
  const placed = channelsLast(trace, value, channels);
  const last = placed.layout.at(-1) ?? [];
  if (!sameAtoms(last, channels)) throw new Unsupported('all places of a channel are required');
  const node = trace.add({ layer, config: {}, inputs: [placed.node] });
  return { kind: 'live', node, layout: [last], axes: kept };
}
