import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { OPSET } from '../../formats/onnx/builder.ts';
import { toBase64 } from '../../formats/lib/base64.ts';
import type { OnnxNode, OnnxTensor } from '../../formats/onnx/schema.ts';
import { Unsupported } from '../foreign-graph.ts';
import { sameAxis, sizesOf, type Live } from '../trace/axes.ts';
import type { OpCall } from '../trace/call.ts';
import type { Keep } from '../trace/import-graph.ts';
import { nodeIn } from '../trace/layouts.ts';
import { isItems, withoutBatch, wishOf } from '../trace/pieces.ts';
import type { KeptPart, Trace, Value } from '../trace/trace.ts';
import { keptFile, opsetOf, writtenNode, writtenTensor } from './kept-file.ts';
import { isAlike, probe, type Probed } from './probe.ts';
import { decodeOnnx, type ModelMessage, type NodeMessage, type TensorMessage } from './schema.ts';

/** Of an operator with its constants, in base64 a part of the graph. */
const MOST_BYTES = 4 * 2 ** 20;

interface Messages {
  readonly model: ModelMessage;
  /** By the names of their outputs. */
  readonly nodes: ReadonlyMap<string, NodeMessage>;
  readonly constants: ReadonlyMap<string, TensorMessage>;
}

/**
 * Keeps operators of this file that have no counterpart as layers that ONNX Runtime runs, if it does: for any number of items, each for
 * itself. Truth values and whole numbers between such operators stay within one layer.
 */
export function keepOperators(bytes: Uint8Array): Keep {
  const known: { messages?: Messages } = {};
  return call => {
    // When first asked for: hardly any file needs it.
    known.messages ??= messagesOf(decodeOnnx(bytes));
    return kept(call, known.messages);
  };
}

function messagesOf(model: ModelMessage): Messages {
  const { node = [], initializer = [] } = model.graph ?? {};
  return {
    model,
    nodes: new Map(node.flatMap(one => one.output.map(name => [name, one] as const))),
    constants: new Map(initializer.map(tensor => [tensor.name, tensor])),
  };
}

function kept(call: OpCall, messages: Messages): readonly (Value | undefined)[] {
  const { trace, node } = call;
  const message = messages.nodes.get(node.outputs.find(name => name !== '') ?? '');
  if (message === undefined || !node.op.endsWith(message.opType)) throw new Unsupported('it stands for several operators');
  const part = partOf(call, message, messages);
  return node.outputs.map(output =>
    output === '' || trace.readers(output) === 0 ? undefined : valueOf(call, { part, output, model: messages.model }),
  );
}

/** The operator, and those behind it whose values no layer gives. */
function partOf({ node, inputs }: OpCall, message: NodeMessage, messages: Messages): KeptPart {
  const nodes = new Set<OnnxNode>();
  const constants = new Map<string, OnnxTensor>();
  const lives = new Map<string, Live>();
  node.inputs.forEach((name, i) => {
    const value = inputs[i] ?? null;
    if (value === null) return;
    if (value.kind === 'scores') throw new Unsupported('it reads the middle of an attention');
    if (value.kind === 'live') lives.set(name, value);
    if (value.kind === 'constant') constants.set(name, writtenTensor(name, value.tensor, messages.constants.get(name)));
    if (value.kind !== 'hidden') return;
    value.part.nodes.forEach(one => nodes.add(one));
    for (const [key, tensor] of value.part.constants) constants.set(key, tensor);
    for (const [key, live] of value.part.inputs) lives.set(key, live);
  });
  return { nodes: [...nodes, writtenNode(message)], constants, inputs: lives };
}

interface Wanted {
  readonly part: KeptPart;
  readonly output: string;
  readonly model: ModelMessage;
}

function valueOf({ trace, node }: OpCall, wanted: Wanted): Value {
  const { part } = wanted;
  const lives = [...part.inputs.values()];
  const takes = lives.map(live => itemShape(trace, live));
  const { opset, found } = mostReadable(wanted, takes);
  if (found.type !== 'float32') return { kind: 'hidden', part };
  const operator = part.nodes.map(({ opType }) => opType).join(', ');
  const add = (inputs: readonly string[], shapes: Shapes): string => {
    const sizes = shapes.each ? [shapes.shape.map(() => null)] : shapes.takes;
    const file = written(keptFile(wanted, { opset, shapes: sizes }));
    return trace.add({ layer: 'opaque', config: { operator, file, ...shapes }, inputs, wish: wishOf(undefined, node.name) });
  };
  const [first] = lives;
  if (first === undefined || !found.each)
    return asItCame(trace, { lives, takes, found }, inputs => add(inputs, { takes, shape: found.shape, each: false }));
  const shape = trace.shapeOf(first.node);
  return { ...first, node: add([first.node], { takes: [shape], shape, each: true }) };
}

interface Shapes {
  readonly takes: readonly Shape[];
  readonly shape: Shape;
  readonly each: boolean;
}

/** In the operators that this program writes, where those do the same; else in the file's own. */
function mostReadable(wanted: Wanted, takes: readonly Shape[]): { readonly opset: number; readonly found: Probed } {
  const own = opsetOf(wanted.model);
  const found = probe(keptFile(wanted, { opset: own, shapes: takes }), takes);
  try {
    if (own !== OPSET && isAlike(found, probe(keptFile(wanted, { opset: OPSET, shapes: takes }), takes))) return { opset: OPSET, found };
  } catch (thrown) {
    if (!(thrown instanceof Unsupported)) throw thrown;
  }
  return { opset: own, found };
}

interface Kept {
  readonly lives: readonly Live[];
  readonly takes: readonly Shape[];
  readonly found: Probed;
}

/** By a node whose axes are those of the foreign value; of the same sizes as an input, they are taken for the same. */
function asItCame(trace: Trace, { lives, takes, found: { shape } }: Kept, add: (given: readonly string[]) => string): Live {
  const node = add(lives.map(live => nodeIn(trace, live, withoutBatch(trace, live.axes.slice(1)))));
  const alike = lives[takes.findIndex(one => one.join() === shape.join())];
  const axes = alike?.axes ?? [lives[0]!.axes[0]!, ...shape.map(size => (size === 1 ? [] : [{ size }]))];
  return { kind: 'live', node, layout: axes.slice(1), axes };
}

/** Of a value whose first axis is that of the items. */
function itemShape(trace: Trace, { axes }: Live): Shape {
  const [items, ...others] = axes;
  const isApart =
    items !== undefined && isItems(trace, items) && withoutBatch(trace, others).every((axis, i) => sameAxis(axis, others[i]!));
  if (isApart && others.length > 0) return sizesOf(others);
  throw new Unsupported('its items must stand on its first axis, and nowhere else');
}

function written(bytes: Uint8Array): string {
  if (bytes.length <= MOST_BYTES) return toBase64(bytes);
  throw new Unsupported(`with its constants it has ${bytes.length} bytes, more than ${MOST_BYTES}`);
}
