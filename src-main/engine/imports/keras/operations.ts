import { Unsupported } from '../foreign-graph.ts';
import type { Trace } from '../trace/trace.ts';
import type { KerasCall } from './flatten-config.ts';
import { composedOf } from './functions.ts';

interface OperationCall {
  readonly trace: Trace;
  readonly call: KerasCall;
  readonly inputs: readonly string[];
}

type Operation = (call: OperationCall) => string;

/** Functions of `keras.ops` by their names there, and what they are called here. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  Relu: 'relu',
  Relu6: 'relu6',
  Sigmoid: 'sigmoid',
  Tanh: 'tanh',
  Silu: 'swish',
  Elu: 'elu',
  Softmax: 'softmax',
};
const COMPOSED: Readonly<Record<string, string>> = { HardSigmoid: 'hard_sigmoid', HardSilu: 'hard_silu', Selu: 'selu' };

/** What a model calls of Keras's own operations between its layers (`x * 2 + y`). */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  Add: call => withNumber(call, (factor, number) => [factor, number]) ?? joined(call, 'add'),
  Subtract: call => {
    const { trace, inputs } = call;
    const known = withNumber(call, (_one, number, isFirst) => (isFirst ? [-1, number] : [1, -number]));
    if (known !== null) return known;
    const turned = trace.add({ layer: 'rescale', config: { factor: [-1], offset: [0] }, inputs: inputs.slice(1) });
    return trace.add({ layer: 'add', config: {}, inputs: [inputs[0]!, turned], wish: call.call.name });
  },
  Multiply: call => withNumber(call, (_one, number) => [number, 0]) ?? joined(call, 'multiply'),
  TrueDivide: call => divided(call),
  Divide: call => divided(call),
  Mean: call => pooled(call, 'global-average-pool'),
  Max: call => pooled(call, 'global-max-pool'),
  Negative: ({ trace, inputs, call }) => trace.add({ layer: 'rescale', config: { factor: [-1], offset: [0] }, inputs, wish: call.name }),
};

/** Adds the nodes of an operation; null for a call of something else. Throws `Unsupported` for what has no counterpart here. */
export function addOperation(call: OperationCall): string | null {
  const { className, module, config } = call.call;
  if (!/^keras(\.src)?\.ops\b/.test(module)) return null;
  const operation = Object.hasOwn(OPERATIONS, className) ? OPERATIONS[className] : undefined;
  if (operation !== undefined) return operation(call);
  const compose = composedOf(COMPOSED[className], true);
  if (compose !== undefined) return compose(call.trace, call.inputs[0]!);
  const name = FUNCTIONS[className];
  if (name !== undefined && (config['axis'] ?? -1) === -1)
    return call.trace.add({ layer: 'activation', config: { function: name }, inputs: call.inputs, wish: call.call.name });
  throw new Unsupported(
    `Of keras.ops ${[...Object.keys(OPERATIONS), ...Object.keys(FUNCTIONS), ...Object.keys(COMPOSED)].join(', ')} are read`,
  );
}

/** factor and offset of a value beside one number; null where there is no number. */
function withNumber(
  { trace, call, inputs }: OperationCall,
  rescaling: (one: number, number: number, isFirst: boolean) => readonly [factor: number, offset: number],
): string | null {
  if (inputs.length > 1) return null;
  const numbers = call.numbers;
  const [number] = numbers;
  if (number === undefined || numbers.length > 1) throw new Unsupported('a value beside another one, or beside one number, is required');
  const [factor, offset] = rescaling(1, number.value, number.place === 0);
  return trace.add({ layer: 'rescale', config: { factor: [factor], offset: [offset] }, inputs, wish: call.name });
}

function divided(call: OperationCall): string {
  const found = withNumber(call, (_one, number, isFirst) => {
    if (isFirst) throw new Unsupported('a value is divided by a number, not a number by it');
    return [1 / number, 0];
  });
  if (found === null) throw new Unsupported('a value is divided by one number, not by another value');
  return found;
}

function joined({ trace, call, inputs }: OperationCall, layer: string): string {
  return trace.add({ layer, config: {}, inputs, wish: call.name });
}

/** Over all places, the channels kept. */
function pooled({ trace, call: { config, name }, inputs }: OperationCall, layer: string): string {
  const rank = trace.shapeOf(inputs[0]!).length + 1;
  const axes = [config['axis'] ?? []].flat().map(axis => (Number(axis) < 0 ? Number(axis) + rank : Number(axis)));
  const places = Array.from({ length: rank - 2 }, (_, i) => i + 1);
  if (rank < 3 || axes.sort((a, b) => a - b).join() !== places.join() || config['keepdims'] === true)
    throw new Unsupported('over all places is required, without keepdims');
  return trace.add({ layer, config: {}, inputs, wish: name });
}
