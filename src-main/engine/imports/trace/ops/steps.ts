import { Unsupported, type ForeignNode } from '../../foreign-graph.ts';
import { constant, int, live, optionalConstant, sameNumber, type OpCall, type OpTable } from '../call.ts';
import { addUnary } from '../pieces.ts';

/**
 * Values in whole steps and back, as quantisers write them around operators. A value is seen as the numbers its steps stand for: what makes
 * steps of it is a layer of fake quantisation, what makes numbers of them nothing.
 */
export const STEP_OPS: OpTable = {
  QuantizeLinear(call) {
    const grid = gridOf(call);
    if (isAnswer(call)) return live(call);
    noteRounding(call);
    return addUnary(call.trace, live(call), 'fake-quantise', grid);
  },
  DequantizeLinear(call) {
    const steps = live(call);
    const maker = call.trace.producer(call.node.inputs[0] ?? '');
    if (maker?.op === 'QuantizeLinear' && !isSameGrid(call.node, maker)) throw new Unsupported('steps of one grid are read by another');
    return steps;
  },
  /** A value in whole steps, as TensorFlow Lite's files say it (`tf-lite/read.ts`). */
  FakeQuantise: call =>
    addUnary(call.trace, live(call), 'fake-quantise', { scale: int(call, 'scale', 1), zeroPoint: int(call, 'zeroPoint', 0) }),
  /** On a grid of each item's own range (`integers.ts`). */
  DynamicSteps(call) {
    noteRounding(call);
    return addUnary(call.trace, live(call), 'fake-quantise', { range: 'item' });
  },
};

function noteRounding({ trace }: OpCall): void {
  trace.notes.add('Values in whole steps are rounded alike here, by layers of fake quantisation.');
}

/** What a file ends with, and a task has for itself: its answers are no values between layers. */
const ANSWERS: ReadonlySet<string> = new Set(['Softmax', 'LogSoftmax', 'Sigmoid']);

/** Whether they are steps of what the file answers. */
function isAnswer({ trace, node }: OpCall): boolean {
  const maker = trace.producer(node.inputs[0] ?? '');
  if (maker === undefined || !ANSWERS.has(maker.op)) return false;
  const readers = trace.graph.nodes.filter(one => one.inputs.includes(node.outputs[0] ?? ''));
  return readers.flatMap(({ outputs }) => outputs).every(name => trace.graph.outputs.includes(name));
}

/** What unsigned steps are moved by, by the type of the steps. */
const MOVED: Readonly<Record<string, number>> = { uint8: 0, int8: 128 };

/** Of all its values alike, in eight bits. */
function gridOf(call: OpCall): { readonly scale: number; readonly zeroPoint: number } {
  const scale = sameNumber(constant(call, 1));
  const zero = optionalConstant(call, 2);
  const moved = MOVED[zero?.type ?? 'uint8'];
  const zeroPoint = zero === null ? 0 : sameNumber(zero);
  if (scale === null || zeroPoint === null) throw new Unsupported('one scale for all values is required');
  if (moved === undefined) throw new Unsupported(`steps of 8 bits are required, got ${zero?.type ?? ''}`);
  return { scale, zeroPoint: zeroPoint + moved };
}

/** By name: whoever writes both lets them read the same constants. */
function isSameGrid(one: ForeignNode, other: ForeignNode): boolean {
  return one.inputs.slice(1).join() === other.inputs.slice(1).join();
}
