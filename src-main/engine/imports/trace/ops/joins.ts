import { Unsupported, type ForeignTensor } from '../../foreign-graph.ts';
import { aligned, axisSize, placesIn, sameAtoms, sizesOf, type Axis, type Live } from '../axes.ts';
import { axisAt, constant, int, live, sameNumber, type OpCall, type OpTable } from '../call.ts';
import { nodeIn } from '../layouts.ts';
import { addActivation, addRescale, channelsLast, withoutBatch } from '../pieces.ts';
import type { Trace } from '../trace.ts';
import { maskedScores, scaledScores } from './attention.ts';
import { withRows } from './rows.ts';

/** Operators of two values, or of one and a constant. */
export const JOIN_OPS: OpTable = {
  Add(call) {
    if (call.inputs.some(input => input?.kind === 'scores')) return maskedScores(call);
    return withConstant(call, (value, number) => added(call.trace, value, number), summed);
  },
  Sum: call => call.inputs.map((_input, i) => live(call, i)).reduce((sum, value) => summed(call.trace, sum, value)),
  Sub(call) {
    const { trace, inputs } = call;
    if (inputs[1]?.kind === 'constant') return added(trace, live(call), negative(inputs[1].tensor));
    const turned = addRescale(trace, live(call, 1), { factor: [-1] });
    return inputs[0]?.kind === 'constant' ? added(trace, turned, inputs[0].tensor) : summed(trace, live(call), turned);
  },
  Mul(call) {
    if (call.inputs[0]?.kind === 'scores' || call.inputs[1]?.kind === 'scores') return scaledScores(call, false);
    return withConstant(call, (value, number) => rescaled(call.trace, value, number, 'factor'), multiplied);
  },
  Div(call) {
    if (call.inputs[0]?.kind === 'scores') return scaledScores(call, true);
    const divisor = constant(call, 1);
    return rescaled(call.trace, live(call), { ...divisor, values: divisor.values.map(value => 1 / value) }, 'factor');
  },
  Max: call => bounded(call, 'maximum'),
  Min: call => bounded(call, 'minimum'),
  Concat: concatenated,
};

type WithConstant = (value: Live, number: ForeignTensor) => Live;
type Joined = (trace: Trace, one: Live, other: Live) => Live;

function withConstant(call: OpCall, one: WithConstant, both: Joined): Live {
  const [first, second] = call.inputs;
  if (first?.kind === 'constant') return one(live(call, 1), first.tensor);
  return second?.kind === 'constant' ? one(live(call), second.tensor) : both(call.trace, live(call), live(call, 1));
}

function negative({ shape, values }: ForeignTensor): ForeignTensor {
  return { shape, values: values.map(value => -value) };
}

function added(trace: Trace, value: Live, number: ForeignTensor): Live {
  const found = perStep(trace, value, number);
  if (found === null) return rescaled(trace, value, number, 'offset');
  const { placed, values, shape } = found;
  const node = trace.add({
    layer: 'positional-embedding',
    config: {},
    inputs: [placed.node],
    parameters: { positions: { shape, values } },
    wish: 'positions',
  });
  return { ...placed, node };
}

/** The constant as a row for every step of a series; null where it is no such. */
function perStep(trace: Trace, value: Live, number: ForeignTensor) {
  if (value.layout.length !== 2 || sameNumber(number) !== null) return null;
  const covered = coveredBy(value, number);
  if (covered === null || !sameAtoms(covered.atoms, value.layout.flat())) return null;
  const values = Float32Array.from(placesIn(covered.atoms, value.layout.flat()), place => covered.values[place]!);
  return { placed: value, values, shape: trace.shapeOf(value.node) };
}

interface Covered {
  /** The axes along which the constant differs, in its order. */
  readonly atoms: Axis;
  readonly values: ForeignTensor['values'];
}

/** Null where the constant has axes that the value has not. */
function coveredBy(value: Live, { shape, values }: ForeignTensor): Covered | null {
  const sizes = [...shape];
  while (sizes.length > value.axes.length && sizes[0] === 1) sizes.shift();
  if (sizes.length > value.axes.length) return null;
  const axes = value.axes.slice(value.axes.length - sizes.length);
  if (sizes.some((size, i) => size !== 1 && size !== axisSize(axes[i]!))) return null;
  return { atoms: axes.filter((_axis, i) => sizes[i] !== 1).flat(), values };
}

/** A number for all values, for each channel, or for each value. */
function rescaled(trace: Trace, value: Live, number: ForeignTensor, as: 'factor' | 'offset'): Live {
  const all = sameNumber(number);
  if (all !== null && coveredBy(value, number) !== null) return addRescale(trace, value, { [as]: [all] });
  const covered = coveredBy(value, number);
  if (covered === null || covered.atoms.includes(trace.batch))
    throw new Unsupported(
      `a constant that fits [${sizesOf(value.axes.slice(1)).join(', ')}] is required, got [${number.shape.join(', ')}]`,
    );
  const placed = channelsLast(trace, value, covered.atoms);
  const last = placed.layout.at(-1) ?? [];
  const ordered = placesIn(covered.atoms, last).map(place => covered.values[place]!);
  return addRescale(trace, placed, { [as]: ordered });
}

/** A bound is moved to 0 and back, which takes digits from small values. */
const FARTHEST = 1000;

/** A greatest or least value beside a constant, or the greatest of two. */
function bounded(call: OpCall, kind: 'maximum' | 'minimum'): Live {
  const { trace, inputs } = call;
  const place = inputs.findIndex(input => input?.kind === 'constant');
  if (place === -1 && kind === 'maximum')
    return inputs.slice(1).reduce<Live>((most, _input, i) => joined(trace, 'maximum', most, live(call, i + 1)), live(call));
  const number = place === -1 ? null : sameNumber(constant(call, place));
  if (number === null) throw new Unsupported(`a ${kind} with one number is required`);
  if (Math.abs(number) > FARTHEST) throw new Unsupported(`a ${kind} with a number up to ${FARTHEST} is required, got ${number}`);
  const value = live(call, 1 - place);
  const [factor, offset] = kind === 'maximum' ? [1, -number] : [-1, number];
  const raised = factor === 1 && number === 0 ? value : addRescale(trace, value, { factor: [factor], offset: [offset] });
  const above = addActivation(trace, raised, 'relu');
  return factor === 1 && number === 0 ? above : addRescale(trace, above, { factor: [factor], offset: [number] });
}

export function summed(trace: Trace, one: Live, other: Live): Live {
  return joined(trace, 'add', one, other);
}

/** x·σ(x) has a name of its own. */
export function multiplied(trace: Trace, one: Live, other: Live): Live {
  const gate = [one, other].find((value, i) => {
    const { layer, config, inputs } = trace.draft(value.node);
    return layer === 'activation' && config['function'] === 'sigmoid' && inputs[0] === [other, one][i]!.node;
  });
  if (gate !== undefined) return addActivation(trace, gate === one ? other : one, 'swish');
  return joined(trace, 'multiply', one, other);
}

/** Value by value; where one of them lacks an axis, its number meets all places there. */
function joined(trace: Trace, layer: string, one: Live, other: Live): Live {
  const pair = aligned(one, other);
  if (pair === null)
    throw new Unsupported(
      `values that fit each other are required, got [${sizesOf(one.axes).join(', ')}] and [${sizesOf(other.axes).join(', ')}]`,
    );
  const [x, y] = pair;
  const [large, small] = x.layout.flat().length >= y.layout.flat().length ? [x, y] : [y, x];
  const has = new Set(small.layout.flat());
  const all = large.layout.flat();
  if ([...has].some(atom => !all.includes(atom))) throw new Unsupported('two values that both lack an axis of the other are not joined');
  const partly = large.layout.map(axis => axis.filter(atom => has.has(atom)));
  if (partly.some((axis, i) => axis.length > 0 && axis.length < large.layout[i]!.length))
    throw new Unsupported('an axis is joined as a whole only');
  const isRow =
    partly.slice(0, -1).every((axis, i) => axis.length === 0 && large.layout[i]!.length > 0) && (partly.at(-1)?.length ?? 0) > 0;
  const input = nodeIn(trace, small, isRow ? partly.slice(-1) : partly);
  const inputs = large === x ? [x.node, input] : [input, y.node];
  const axes = x.axes.map((axis, i) => (axis.length >= (y.axes[i]?.length ?? 0) ? axis : y.axes[i]!));
  return { kind: 'live', node: trace.add({ layer, config: {}, inputs }), layout: large.layout, axes };
}

/** Along the channels: all other axes are the same. */
function concatenated(call: OpCall): Live {
  const { trace } = call;
  if (call.inputs.some(input => input?.kind === 'constant')) return withRows(call);
  const [first, ...others] = call.inputs.map((_input, i) => live(call, i)) as [Live, ...Live[]];
  const axis = axisAt(int(call, 'axis', 1), first.axes.length);
  if (others.length === 0) return first;
  const parts = [first, ...others.map(other => likeFirst(first, other, axis))];
  const places = withoutBatch(
    trace,
    first.axes.filter((_axis, i) => i !== axis),
  ).flat();
  const order = first.layout.flat().filter(atom => places.includes(atom));
  const layout = layoutOfPlaces(first, order, first.axes[axis]!);
  const nodes = parts.map(part => nodeIn(trace, part, [...layout, part.axes[axis]!]));
  const node = trace.add({ layer: 'concatenate', config: {}, inputs: nodes, wish: 'concat' });
  const channels: Axis = [{ size: parts.reduce((sum, part) => sum + axisSize(part.axes[axis]!), 0) }];
  return { kind: 'live', node, layout: [...layout, channels], axes: first.axes.map((one, i) => (i === axis ? channels : one)) };
}

/** The places as the first value has them, where its channels are last; else all in one axis. */
function layoutOfPlaces({ layout }: Live, order: Axis, channels: Axis): readonly Axis[] {
  if (sameAtoms(layout.at(-1) ?? [], channels)) return layout.slice(0, -1);
  return order.length === 0 ? [] : [order];
}

/** With the atoms of the first value along all axes but the one. */
function likeFirst(first: Live, other: Live, axis: number): Live {
  const open = (value: Live): Live => ({ ...value, axes: value.axes.map((one, i) => (i === axis ? [] : one)) });
  const pair = first.axes.length === other.axes.length ? aligned(open(first), open(other)) : null;
  const fits = pair !== null && first.axes.every((one, i) => i === axis || axisSize(one) === axisSize(other.axes[i]!));
  if (!fits) throw new Unsupported('values that differ along one axis only are required');
  const [left, right] = pair;
  if (!sameAtoms(left.layout.flat(), first.layout.flat())) throw new Unsupported('places that are cut alike are required');
  return { ...right, axes: right.axes.map((one, i) => (i === axis ? other.axes[axis]! : one)) };
}
