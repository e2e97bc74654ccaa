import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { shapeText, sizeOf } from '../../graph/shape-checks.ts';
import type { ForeignInput } from '../foreign-graph.ts';
import { axisOf, type Axis, type Live } from './axes.ts';
import { reshapedNode } from './layouts.ts';
import type { Trace } from './trace.ts';

/** The input of a foreign graph, and how an item here becomes one there. */
export interface InputSeen {
  readonly value: Live;
  readonly foreign: ForeignInput;
  /** Of the foreign input without its items. */
  readonly sizes: Shape;
  /** Axis i there is axis `order[i]` of an item with channels last. */
  readonly order: readonly number[];
  readonly shape: Shape;
}

/**
 * Where the channels of the input are: as the data has its items, else by what first reads it, else by which axis is small.
 * Sizes left open are those of the data. `source` adds the node that gives it, of the shape it is told.
 */
export function inputOf(trace: Trace, foreign: ForeignInput, data: Shape | null, source: (shape: Shape) => string): InputSeen {
  const sizes = closedSizes(foreign, data);
  const order = orderOf(trace, foreign.name, sizes, data);
  const shape = [...sizes];
  order.forEach((ours, theirs) => (shape[ours] = sizes[theirs]!));
  const axes = shape.map(axisOf);
  const wanted = data !== null && sizeOf(data) === sizeOf(shape) ? data : shape;
  const node = reshapedNode(trace, source(wanted), shape);
  return {
    value: { kind: 'live', node, layout: axes, axes: [itemsAxis(trace), ...order.map((ours): Axis => axes[ours]!)] },
    foreign,
    sizes,
    order,
    shape: wanted,
  };
}

/** One item at a time has no axis to be told from others. */
function itemsAxis({ batch }: Trace): Axis {
  return batch.size === 1 ? [] : [batch];
}

/** Of an item; nothing that is worked out for each of them grows beyond it. */
const MOST_NUMBERS = 2 ** 26;

function closedSizes({ name, shape }: ForeignInput, data: Shape | null): Shape {
  const [, ...own] = shape;
  if (!(sizeOf(own.map(size => size ?? 1)) <= MOST_NUMBERS))
    throw invalidInput(`An input of at most ${MOST_NUMBERS} numbers is required, '${name}' has [${own.join(', ')}]`, { path: name });
  if (shape.length < 2 || shape.length > 5)
    throw invalidInput(`An input of items with 1 to 4 axes is required, '${name}' has ${shape.length - 1}`, { path: name });
  if (own.every(size => size !== null)) return own;
  const open = own.map(size => size ?? '?').join(', ');
  if (data === null)
    throw invalidInput(`An input with known sizes is required, '${name}' has [${open}]`, {
      path: name,
      hint: 'Import it together with the data it is for.',
    });
  const fits = (wanted: Shape): boolean => wanted.length === own.length && own.every((size, i) => size === null || size === wanted[i]);
  const found = [data, channelsFirst(data)].find(fits);
  if (found !== undefined) return found;
  throw invalidInput(`The data's items ${shapeText(data)} must fit the input '${name}' of [${open}]`, { path: name });
}

function channelsFirst(shape: Shape): Shape {
  return [...shape.slice(-1), ...shape.slice(0, -1)];
}

const LAST: Readonly<Record<number, readonly number[]>> = { 1: [0], 2: [0, 1], 3: [0, 1, 2], 4: [0, 1, 2, 3] };
const FIRST: Readonly<Record<number, readonly number[]>> = { 2: [1, 0], 3: [2, 0, 1], 4: [3, 0, 1, 2] };

function orderOf(trace: Trace, name: string, sizes: Shape, data: Shape | null): readonly number[] {
  const last = LAST[sizes.length]!;
  const first = FIRST[sizes.length] ?? last;
  if (sizes.length === 1) return last;
  const byData = data === null ? null : asData(sizes, data);
  const reads = byData ?? firstReader(trace, name);
  if (reads !== null) return reads === 'first' ? first : last;
  return sizes.length === 3 && sizes[0]! <= 4 && sizes[2]! > 4 ? first : last;
}

/** Null where the data's items have both orders, or neither. */
function asData(sizes: Shape, data: Shape): 'first' | 'last' | null {
  const isLast = data.join() === sizes.join();
  const isFirst = data.join() === [...sizes.slice(1), sizes[0]].join();
  return isLast === isFirst ? null : isFirst ? 'first' : 'last';
}

const CHANNELS_FIRST: ReadonlySet<string> = new Set([
  'Conv',
  'ConvTranspose',
  'MaxPool',
  'AveragePool',
  'GlobalAveragePool',
  'BatchNormalization',
  'InstanceNormalization',
  'Pad',
]);
const VALUE_BY_VALUE: ReadonlySet<string> = new Set(['Cast', 'Identity', 'Add', 'Sub', 'Mul', 'Div', 'Relu', 'Dropout', 'Clip']);

/** What the first operator that minds takes the input for. */
function firstReader({ graph }: Trace, input: string): 'first' | 'last' | null {
  let name = input;
  for (let steps = 0; steps < graph.nodes.length; steps++) {
    const reader = graph.nodes.find(node => node.inputs.includes(name));
    if (reader === undefined) return null;
    if (CHANNELS_FIRST.has(reader.op)) return 'first';
    if (reader.op === 'Transpose' || reader.op === 'MatMul' || reader.op === 'LSTM' || reader.op === 'GRU') return 'last';
    if (!VALUE_BY_VALUE.has(reader.op)) return null;
    name = reader.outputs[0] ?? '';
  }
  return null;
}

/** Items with channels last → as the file has them. */
export function itemsForFile({ order, sizes, shape }: Pick<InputSeen, 'order' | 'sizes' | 'shape'>, inputs: Float32Array): Float32Array {
  if (order.every((axis, i) => axis === i)) return inputs;
  const size = sizeOf(shape);
  const ours = [...sizes];
  order.forEach((to, from) => (ours[to] = sizes[from]!));
  const strides = ours.map((_one, axis) => sizeOf(ours.slice(axis + 1)));
  const result = new Float32Array(inputs.length);
  for (let item = 0; item < inputs.length; item += size) {
    for (let place = 0; place < size; place++) {
      let rest = place;
      let source = item;
      for (let axis = sizes.length - 1; axis >= 0; axis--) {
        source += (rest % sizes[axis]!) * strides[order[axis]!]!;
        rest = Math.floor(rest / sizes[axis]!);
      }
      result[item + place] = inputs[source]!;
    }
  }
  return result;
}
