import {
  add,
  flag,
  float,
  input,
  number,
  part,
  require,
  type TranslationCall,
  type Translator,
  type TranslatorTable,
} from './translation.ts';

/** Operations value by value, and products of matrices. */

const named =
  (op: string): Translator =>
  call =>
    void add(call, op, { inputs: call.node.inputs.map((_input, i) => input(call, i)) });

const copied: Translator = call => void call.to.same.set(`${call.node.name}:0`, input(call, 0));

function product(call: TranslationCall, [x, y]: readonly [string, string]): void {
  const turned = flag(call, y === 'adj_y' ? 'adj_y' : 'transpose_b');
  require(!flag(call, x), 'a product with the turned input is not read');
  if (!turned) {
    named('MatMul')(call);
    return;
  }
  const matrix = turnedAt(call, 1);
  add(call, 'MatMul', { inputs: [input(call, 0), matrix] });
}

/** With its last two axes in the other order. How many a computed value has is known only later. */
function turnedAt(call: TranslationCall, place: number): string {
  const value = input(call, place);
  const axes = call.to.constants.get(value)?.shape.map((_size, axis) => axis);
  if (axes === undefined) return part(call, 'turned', 'LastTwoSwapped', { inputs: [value] });
  const perm = [...axes.slice(0, -2), axes.at(-1) ?? 0, axes.at(-2) ?? 0];
  return part(call, 'matrix', 'Transpose', { inputs: [value], attributes: { perm } });
}

export const VALUE_OPERATORS: TranslatorTable = {
  Identity: copied,
  IdentityN: call => call.node.inputs.forEach((_input, i) => call.to.same.set(`${call.node.name}:${i}`, input(call, i))),
  ReadVariableOp: copied,
  PlaceholderWithDefault: copied,
  StopGradient: copied,
  PreventGradient: copied,
  CheckNumerics: copied,
  EnsureShape: copied,
  Snapshot: copied,

  Add: named('Add'),
  AddV2: named('Add'),
  AddN: named('Sum'),
  Sub: named('Sub'),
  Mul: named('Mul'),
  RealDiv: named('Div'),
  Maximum: named('Max'),
  Minimum: named('Min'),
  Pow: named('Pow'),
  Neg: named('Neg'),
  Abs: named('Abs'),
  Sqrt: named('Sqrt'),
  Exp: named('Exp'),
  Log: named('Log'),
  Erf: named('Erf'),
  Erfc: named('Erfc'),
  Reciprocal: named('Reciprocal'),
  Floor: named('Floor'),
  Relu: named('Relu'),
  Elu: named('Elu'),
  Selu: named('Selu'),
  Sigmoid: named('Sigmoid'),
  Tanh: named('Tanh'),
  Less: named('Less'),
  Greater: named('Greater'),
  Equal: named('Equal'),
  LogicalAnd: named('And'),
  LogicalOr: named('Or'),
  LogicalNot: named('Not'),

  Square: call => void add(call, 'Pow', { inputs: [input(call, 0), number(call, 'two', 2)] }),
  Rsqrt: call => void add(call, 'Reciprocal', { inputs: [part(call, 'root', 'Sqrt', { inputs: [input(call, 0)] })] }),
  SquaredDifference(call) {
    const difference = part(call, 'difference', 'Sub', { inputs: [input(call, 0), input(call, 1)] });
    add(call, 'Pow', { inputs: [difference, number(call, 'two', 2)] });
  },
  Relu6: call => void add(call, 'Clip', { inputs: [input(call, 0), number(call, 'low', 0), number(call, 'high', 6)] }),
  ClipByValue: named('Clip'),
  LeakyRelu: call => void add(call, 'LeakyRelu', { inputs: [input(call, 0)], attributes: { alpha: float(call, 'alpha', 0.2) } }),
  Softmax: call => void add(call, 'Softmax', { inputs: [input(call, 0)], attributes: { axis: -1 } }),
  LogSoftmax: call => void add(call, 'LogSoftmax', { inputs: [input(call, 0)], attributes: { axis: -1 } }),

  BiasAdd(call) {
    require((call.node.attr['data_format']?.s?.[1] ?? 72) === 72, 'channels last are required');
    named('Add')(call);
  },
  MatMul: call => product(call, ['transpose_a', 'transpose_b']),
  BatchMatMul: call => product(call, ['adj_x', 'adj_y']),
  BatchMatMulV2: call => product(call, ['adj_x', 'adj_y']),

  SelectV2: known,
  Select: known,
};

/** Numbers of tokens from the end where they are below 0, as Keras reads an embedding: those of items never are. */
function known(call: TranslationCall): void {
  const { to, node } = call;
  const condition = to.producers.get(input(call, 0));
  const meant = (place: number): string => to.same.get(condition?.inputs[place] ?? '') ?? condition?.inputs[place] ?? '';
  const isBelowZero = condition?.op === 'Less' && to.constants.get(meant(1))?.values.every(value => value === 0) === true;
  if (isBelowZero && meant(0) === input(call, 2)) to.same.set(`${node.name}:0`, input(call, 2));
  else named('Where')(call);
}
