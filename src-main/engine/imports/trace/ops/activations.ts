import { Unsupported, type ForeignTensor } from '../../foreign-graph.ts';
import { axisSize, placesIn, sameAtoms, type Live } from '../axes.ts';
import { axisAt, constant, int, live, optionalConstant, sameNumber, text, type Op, type OpCall, type OpTable } from '../call.ts';
import { addActivation, addRescale, addUnary, channelsLast, sameAxes, withoutBatch } from '../pieces.ts';
import type { Trace } from '../trace.ts';
import { isSoftmax, softenedScores } from './attention.ts';
import { multiplied, summed } from './joins.ts';

const plain =
  (name: string): Op =>
  call =>
    addActivation(call.trace, live(call), name);

/** Functions of one value, composed where there is none of that name. */
export const ACTIVATION_OPS: OpTable = {
  Relu: plain('relu'),
  Sigmoid: plain('sigmoid'),
  Tanh: plain('tanh'),
  Elu(call) {
    const alpha = int(call, 'alpha', 1);
    return alpha === 1 ? addActivation(call.trace, live(call), 'elu') : scaledElu(call.trace, live(call), alpha, 1);
  },
  /** Klambauer 2017, arXiv:1706.02515. */
  Selu: call => scaledElu(call.trace, live(call), int(call, 'alpha', 1.6732632), int(call, 'gamma', 1.050701)),
  LeakyRelu: call => leaky(call.trace, live(call), int(call, 'alpha', 0.01)),
  PRelu: call => parametric(call),
  Swish: plain('swish'),
  Gelu: call =>
    text(call, 'approximate', 'none') === 'tanh' ? tanhGelu(call.trace, live(call)) : addActivation(call.trace, live(call), 'gelu'),
  HardSigmoid: call => hardSigmoid(call.trace, live(call), int(call, 'alpha', 0.2), int(call, 'beta', 0.5)),
  HardSwish: call => multiplied(call.trace, live(call), hardSigmoid(call.trace, live(call), 1 / 6, 0.5)),
  Clip: call => clipped(call.trace, live(call), bound(call, 1, 'min'), bound(call, 2, 'max')),
  Neg: call => addRescale(call.trace, live(call), { factor: [-1] }),
  Abs: call =>
    summed(
      call.trace,
      addActivation(call.trace, live(call), 'relu'),
      addActivation(call.trace, addRescale(call.trace, live(call), { factor: [-1] }), 'relu'),
    ),
  Pow: call => power(call),
  Softmax: call => (isSoftmax(call) ? softenedScores(call) : mixing(call, channels => addActivation(call.trace, channels, 'softmax'))),
  LogSoftmax: call => mixing(call, channels => addUnary(call.trace, channels, 'log-softmax', {})),
  Identity: live,
  CastLike: live,
  Cast: live,
  Dropout(call) {
    const rate = optionalConstant(call, 1)?.values[0] ?? int(call, 'ratio', 0.5);
    return rate > 0 && rate <= 0.95 ? addUnary(call.trace, live(call), 'dropout', { rate }) : live(call);
  },
};

function bound(call: OpCall, place: number, name: string): number | null {
  const value = call.inputs[place];
  if (value?.kind === 'constant') return value.tensor.values[0] ?? null;
  const attribute = call.node.attributes[name];
  return typeof attribute === 'number' ? attribute : null;
}

/** Over the channels, which must be the last axis of the node. */
function mixing(call: OpCall, add: (value: Live) => Live): Live {
  const value = live(call);
  const axis = axisAt(int(call, 'axis', call.trace.graph.opset < 13 ? 1 : -1), value.axes.length);
  const channels = value.axes[axis]!;
  if (call.trace.graph.opset < 13 && withoutBatch(call.trace, value.axes.slice(axis + 1)).flat().length > 0)
    throw new Unsupported('a softmax over several axes is not read');
  const placed = channelsLast(call.trace, value, channels);
  if (!sameAtoms(placed.layout.at(-1) ?? [], channels)) throw new Unsupported('a softmax over one axis is required');
  return add(placed);
}

function leaky(trace: Trace, value: Live, slope: number): Live {
  if (slope >= 0 && slope <= 1) return addActivation(trace, value, 'leaky-relu', { slope });
  throw new Unsupported(`a slope from 0 to 1 is required, got ${slope}`);
}

/** max(x, 0) − a·max(−x, 0), with a number of each channel's own. */
function parametric(call: OpCall): Live {
  const { trace } = call;
  const value = live(call);
  const slope = constant(call, 1);
  const number = sameNumber(slope);
  if (number !== null && number >= 0 && number <= 1) return leaky(trace, value, number);
  const factors = perChannel(trace, value, slope);
  const below = addActivation(trace, addRescale(trace, value, { factor: [-1] }), 'relu');
  return summed(trace, addActivation(trace, value, 'relu'), addRescale(trace, below, { factor: factors.map(factor => -factor) }));
}

function perChannel(_trace: Trace, { axes, layout }: Live, { shape, values }: ForeignTensor): readonly number[] {
  const last = layout.at(-1) ?? [];
  const channels = axes.at(-shape.length) ?? axes[1] ?? [];
  if (!sameAtoms(channels, last) || values.length !== axisSize(last)) throw new Unsupported('a number for each channel is required');
  return placesIn(channels, last).map(place => values[place]!);
}

/** γ times x where it is positive, else α(e^x − 1). */
function scaledElu(trace: Trace, value: Live, alpha: number, gamma: number): Live {
  const above = addRescale(trace, addActivation(trace, value, 'relu'), { factor: [gamma * (1 - alpha)] });
  return summed(trace, above, addRescale(trace, addActivation(trace, value, 'elu'), { factor: [gamma * alpha] }));
}

/** min(max(αx + β, 0), 1) by ReLU6. */
function hardSigmoid(trace: Trace, value: Live, alpha: number, beta: number): Live {
  const six = addActivation(trace, addRescale(trace, value, { factor: [6 * alpha], offset: [6 * beta] }), 'relu6');
  return addRescale(trace, six, { factor: [1 / 6] });
}

/** By ReLU and ReLU6. */
function clipped(trace: Trace, value: Live, low: number | null, high: number | null): Live {
  const [least, most] = [low ?? -Infinity, high ?? Infinity].map(one => (Math.abs(one) >= 3e38 ? Math.sign(one) * Infinity : one)) as [
    number,
    number,
  ];
  if (least === -Infinity && most === Infinity) return value;
  if (least === 0 && most === 6) return addActivation(trace, value, 'relu6');
  const moved = (from: Live, factor: number, offset: number): Live =>
    factor === 1 && offset === 0 ? from : addRescale(trace, from, { factor: [factor], offset: [offset] });
  if (most === Infinity) return moved(addActivation(trace, moved(value, 1, -least), 'relu'), 1, least);
  if (least === -Infinity) return moved(addActivation(trace, moved(value, -1, most), 'relu'), -1, most);
  if (!(most > least)) throw new Unsupported(`a greatest value above the least is required, got ${least} and ${most}`);
  const factor = 6 / (most - least);
  return moved(addActivation(trace, moved(value, factor, -least * factor), 'relu6'), 1 / factor, least);
}

function power(call: OpCall): Live {
  const { trace } = call;
  const exponent = sameNumber(constant(call, 1));
  const value = live(call);
  if (exponent === 1) return value;
  if (exponent !== 2 && exponent !== 3) throw new Unsupported(`a power of 1, 2 or 3 is required, got ${exponent ?? 'several'}`);
  const square = multiplied(trace, value, value);
  return exponent === 2 ? square : multiplied(trace, square, value);
}

/** ½x(1 + tanh(√(2/π)(x + 0.044715x³))). Source: Hendrycks & Gimpel 2016, arXiv:1606.08415, the approximation. */
function tanhGelu(trace: Trace, value: Live): Live {
  const cube = multiplied(trace, multiplied(trace, value, value), value);
  const inner = summed(trace, value, addRescale(trace, cube, { factor: [0.044715] }));
  const gate = addActivation(trace, addRescale(trace, inner, { factor: [Math.sqrt(2 / Math.PI)] }), 'tanh');
  return sameAxes(value, multiplied(trace, value, addRescale(trace, gate, { factor: [0.5], offset: [0.5] })).node);
}
