import { joinedAlong } from '../trace/arrays.ts';
import {
  add,
  constantAt,
  flag,
  input,
  int,
  ints,
  numbersAt,
  part,
  require,
  result,
  type,
  whole,
  type TranslationCall,
  type Translator,
  type TranslatorTable,
} from './translation.ts';

/** Operations that move values about, or gather them along axes. */

const over =
  (op: string): Translator =>
  call =>
    void add(call, op, {
      inputs: [input(call, 0)],
      attributes: { axes: numbersAt(call, 1), keepdims: flag(call, 'keep_dims') ? 1 : 0 },
    });

/** ONNX's numbers of types. */
const TYPES: Readonly<Record<number, number>> = { 1: 1, 2: 11, 3: 6, 9: 7, 10: 9, 19: 10, 14: 16 };

const gather: Translator = call => {
  require(int(call, 'batch_dims', 0) === 0, 'one look-up for all items is required');
  const axis = call.node.op === 'ResourceGather' || call.node.op === 'Gather' ? 0 : numbersAt(call, 2)[0];
  add(call, 'Gather', { inputs: [input(call, 0), input(call, 1)], attributes: { axis: axis ?? 0 } });
};

const pad: Translator = call => {
  const pairs = numbersAt(call, 1);
  const ends = (side: number): readonly number[] => pairs.filter((_pad, i) => i % 2 === side);
  const pads = whole(call, 'pads', [...ends(0), ...ends(1)]);
  add(call, 'Pad', {
    inputs: [input(call, 0), pads, ...(call.node.op === 'PadV2' ? [input(call, 2)] : [])],
    attributes: { mode: 'constant' },
  });
};

/** What a file claims is believed up to so many. */
const MOST_PARTS = 10_000;

function resultsOf(call: TranslationCall, count: number): readonly string[] {
  require(count >= 0 && count <= MOST_PARTS, `up to ${MOST_PARTS} parts are possible, got ${count}`);
  return Array.from({ length: count }, (_, i) => result(call, i));
}

function split(call: TranslationCall, { value, axis, count }: { value: number; axis: number; count: number }): void {
  const outputs = resultsOf(call, count);
  const sizes = call.node.op === 'SplitV' ? [whole(call, 'sizes', numbersAt(call, 1))] : [];
  add(call, 'Split', { inputs: [input(call, value), ...sizes], attributes: { axis: numbersAt(call, axis)[0] ?? 0 }, outputs });
}

/** A part of each of the first axes; of those that are to go, one place. */
function strided(call: TranslationCall): void {
  require(int(call, 'ellipsis_mask', 0) === 0 && int(call, 'new_axis_mask', 0) === 0, 'axes are neither left out nor added in a cut');
  const [begins, ends, steps] = [numbersAt(call, 1), numbersAt(call, 2), numbersAt(call, 3)];
  const has = (mask: string, axis: number): boolean => ((int(call, mask, 0) >> axis) & 1) === 1;
  const gone = begins.flatMap((_begin, axis) => (has('shrink_axis_mask', axis) ? [axis] : []));
  const axes = begins.map((_begin, axis) => axis);
  const far = 2 ** 31 - 1;
  const starts = axes.map(axis => (has('begin_mask', axis) && !gone.includes(axis) ? (steps[axis]! < 0 ? far : 0) : begins[axis]!));
  const stops = axes.map(axis => {
    if (gone.includes(axis)) return begins[axis] === -1 ? far : begins[axis]! + 1;
    return has('end_mask', axis) ? (steps[axis]! < 0 ? -far : far) : ends[axis]!;
  });
  const strides = axes.map(axis => (gone.includes(axis) ? 1 : steps[axis]!));
  const bounds = [whole(call, 'starts', starts), whole(call, 'ends', stops), whole(call, 'axes', axes), whole(call, 'steps', strides)];
  const inputs = [input(call, 0), ...bounds];
  if (gone.length === 0) add(call, 'Slice', { inputs });
  else add(call, 'Squeeze', { inputs: [part(call, 'cut', 'Slice', { inputs })], attributes: { axes: gone } });
}

export const SHAPE_OPERATORS: TranslatorTable = {
  Mean: over('ReduceMean'),
  Max: over('ReduceMax'),
  Min: over('ReduceMin'),
  Sum: over('ReduceSum'),
  Prod: over('ReduceProd'),

  Reshape: call => void add(call, 'Reshape', { inputs: [input(call, 0), input(call, 1)] }),
  Transpose: call => void add(call, 'Transpose', { inputs: [input(call, 0)], attributes: { perm: numbersAt(call, 1) } }),
  ExpandDims: call => void add(call, 'Unsqueeze', { inputs: [input(call, 0)], attributes: { axes: numbersAt(call, 1) } }),
  Squeeze(call) {
    const axes = [...ints(call, 'squeeze_dims'), ...ints(call, 'axis')];
    add(call, 'Squeeze', { inputs: [input(call, 0)], attributes: axes.length === 0 ? {} : { axes } });
  },
  Shape: call => void add(call, 'Shape', { inputs: [input(call, 0)] }),
  StridedSlice: strided,
  Slice(call) {
    const [begins, sizes] = [numbersAt(call, 1), numbersAt(call, 2)];
    const ends = begins.map((begin, axis) => (sizes[axis] === -1 ? 2 ** 31 - 1 : begin + sizes[axis]!));
    const axes = begins.map((_begin, axis) => axis);
    add(call, 'Slice', { inputs: [input(call, 0), whole(call, 'starts', begins), whole(call, 'ends', ends), whole(call, 'axes', axes)] });
  },

  Pack(call) {
    const axis = int(call, 'axis', 0);
    const parts = call.node.inputs.map((_input, i) =>
      part(call, `part-${i}`, 'Unsqueeze', { inputs: [input(call, i)], attributes: { axes: [axis] } }),
    );
    add(call, 'Concat', { inputs: parts, attributes: { axis } });
  },
  Unpack(call) {
    const outputs = resultsOf(call, int(call, 'num', 1));
    add(call, 'Unstack', { inputs: [input(call, 0)], attributes: { axis: int(call, 'axis', 0) }, outputs });
  },
  ReverseV2(call) {
    const axes = numbersAt(call, 1);
    require(axes.length === 1 && axes[0] === 1, `the steps of a series are read backwards, not axis ${axes.join(', ')}`);
    add(call, 'Reverse', { inputs: [input(call, 0)] });
  },
  ConcatV2(call) {
    const last = call.node.inputs.length - 1;
    const inputs = call.node.inputs.slice(0, -1).map((_input, i) => input(call, i));
    const parts = inputs.map(name => call.to.constants.get(name));
    // An order of axes that a product over several axes puts together: what is turned by it must know it.
    if (parts.every(one => one !== undefined)) {
      const [axis = 0] = numbersAt(call, last);
      call.to.constants.set(result(call), joinedAlong(parts, axis < 0 ? axis + (parts[0]?.shape.length ?? 0) : axis));
      return;
    }
    add(call, 'Concat', { inputs, attributes: { axis: numbersAt(call, last)[0] ?? 0 } });
  },
  Split: call => split(call, { value: 1, axis: 0, count: int(call, 'num_split', 1) }),
  SplitV: call => split(call, { value: 0, axis: 2, count: constantAt(call, 1).values.length }),

  Gather: gather,
  GatherV2: gather,
  ResourceGather: gather,

  Pad: pad,
  PadV2: pad,

  Tile: call => void add(call, 'Tile', { inputs: [input(call, 0), input(call, 1)] }),

  Fill: call => void add(call, 'Expand', { inputs: [input(call, 1), input(call, 0)] }),
  Range: call => void add(call, 'Range', { inputs: [0, 1, 2].map(place => input(call, place)) }),
  Cast(call) {
    const to = TYPES[type(call, 'DstT')];
    require(to !== undefined, 'numbers are cast to numbers alone');
    add(call, 'Cast', { inputs: [input(call, 0)], attributes: { to: to ?? 1 } });
  },
};
