import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { TensorTable } from '../../formats/tflite/schema.ts';
import { Unsupported, type ForeignGraph, type ForeignInput } from '../foreign-graph.ts';
import { add, type Translation } from '../saved-model/translation.ts';
import { refusal, type Problem } from '../trace/problems.ts';
import { readLiteFile, type FileOperator, type LiteFile } from './file.ts';
import { behind, type LiteCall, type LiteTranslator } from './lite-call.ts';
import { LITE_OPERATORS } from './operators.ts';
import { gridOf, isStepped, type Grid } from './values.ts';

/** A TensorFlow Lite file in ONNX's operators, and what a person should know of its numbers. */
export interface ReadLite {
  readonly foreign: ForeignGraph;
  /** Places of the outputs in the file. */
  readonly places: ReadonlyMap<string, number>;
  readonly notes: readonly string[];
  /** Whether its runtime rounds on the way, so that answers agree only so far. */
  readonly rounds: boolean;
  /** Whether it keeps states between calls: LiteRT for JavaScript opens no such file. */
  readonly hasStates: boolean;
}

/** Version of ONNX's operators that the nodes are written in. */
const OPSET = 17;

/** Throws `invalid-input` for damaged files, and with every operator that has no counterpart. */
export function readLite(bytes: Uint8Array): ReadLite {
  const file = readLiteFile(bytes);
  const to = emptyTranslation(file);
  const problems = file.operators.flatMap(one => translated(one, file, to));
  if (problems.length > 0) throw refusal(problems);
  for (const [name, value] of file.outputs)
    to.nodes.push({ name, op: 'Identity', inputs: [to.same.get(value) ?? value], outputs: [name], attributes: {} });
  const outputs = [...file.outputs.keys()];
  const hasStates = [...file.tensors.values()].some(({ isVariable }) => isVariable === true);
  const foreign = { inputs: [foreignInput(file)], outputs, nodes: to.nodes, constants: to.constants, opset: OPSET };
  return { foreign, places: new Map(outputs.map((name, i) => [name, i] as const)), ...roundingOf(file), hasStates };
}

function emptyTranslation({ constants, operators }: LiteFile): Translation {
  // Several results are called after the first one while they are translated.
  const others = operators.flatMap(({ name, outputs }) =>
    outputs.flatMap((value, i) => (i === 0 ? [] : [[value, `${name}:${i}`] as const])),
  );
  return { nodes: [], constants: new Map(constants), producers: producersIn(operators), same: new Map(others) };
}

/** What TensorFlow's translations look for behind a value, under its name there. */
const KNOWN_BEHIND: Readonly<Record<string, string>> = { LESS: 'Less' };

function producersIn(operators: readonly FileOperator[]): Translation['producers'] {
  return new Map(
    operators.flatMap(one => one.outputs.map(value => [value, { ...one, op: KNOWN_BEHIND[one.op] ?? one.op, attr: {} }] as const)),
  );
}

/** Of TensorFlow Lite's types; steps come as the numbers they stand for. */
const INPUT_TYPES: Readonly<Record<number, ForeignInput['type']>> = {
  0: 'float32',
  2: 'int32',
  3: 'float32',
  4: 'int64',
  7: 'float32',
  9: 'float32',
};

function foreignInput({ tensors, input }: LiteFile): ForeignInput {
  const { type = 0, shape = [], shapeSignature = shape } = tensors.get(input) ?? {};
  const kind = INPUT_TYPES[type];
  if (kind === undefined)
    throw invalidInput(`An input of numbers with a known number of axes is required, '${input}' is of type ${type}`, { path: input });
  // Its runtime here is asked one item at a time; sizes beside the items' are open where the file says so.
  const sizes = shape.map((size, axis) => ((shapeSignature[axis] ?? size) > 0 ? size : axis === 0 ? 1 : null));
  return { name: input, shape: sizes.map(size => (size !== null && size > 0 ? size : null)), type: kind };
}

function translated(operator: FileOperator, file: LiteFile, to: Translation): readonly Problem[] {
  const { name, op } = operator;
  const translate = Object.hasOwn(LITE_OPERATORS, op) ? LITE_OPERATORS[op] : undefined;
  if (translate === undefined) return [{ op, name, reason: 'there is no such operator here' }];
  const [first = ''] = operator.outputs;
  if (first === '') return [{ op, name, reason: 'an operator gives a value' }];
  const call: LiteCall = {
    to,
    node: { ...operator, attr: {} },
    options: operator.options,
    rankOf: place => tableAt(file, operator, place).shape?.length ?? 0,
    channelsOf: place => tableAt(file, operator, place).shape?.at(-1) ?? 1,
  };
  try {
    const grid = gridBehind(operator, file);
    if (grid === null) translate(call);
    else rounded(call, translate, grid);
    return [];
  } catch (thrown) {
    if (thrown instanceof Unsupported) return [{ op, name, reason: thrown.message }];
    throw thrown;
  }
}

function tableAt({ tensors }: LiteFile, { inputs }: FileOperator, place: number): TensorTable {
  return tensors.get(inputs[place] ?? '') ?? {};
}

/** What gives steps of the grid it read, and what ends a network, whose answers are no values between layers. */
const ALIKE: ReadonlySet<string> = new Set([
  ...['RESHAPE', 'TRANSPOSE', 'SQUEEZE', 'EXPAND_DIMS', 'SLICE', 'STRIDED_SLICE', 'GATHER', 'SPLIT', 'SPLIT_V', 'MAX_POOL_2D'],
  ...['SOFTMAX', 'LOG_SOFTMAX', 'LOGISTIC'],
]);
const INT8 = 9;
const UINT8 = 3;

/** The grid of what an operator gives in steps, as a layer here has it; null where it gives numbers. */
function gridBehind({ op, inputs, outputs }: FileOperator, { tensors, constants }: LiteFile): Grid | null {
  const given = tensors.get(outputs[0] ?? '') ?? {};
  const grid = gridOf(given);
  const isSteps = (given.type === INT8 || given.type === UINT8) && !ALIKE.has(op) && inputs.some(name => !constants.has(name));
  return grid === null || !isSteps ? null : { scale: grid.scale, zeroPoint: grid.zeroPoint + (given.type === INT8 ? 128 : 0) };
}

function rounded(call: LiteCall, translate: LiteTranslator, { scale, zeroPoint }: Grid): void {
  const { inner, value } = behind(call, 'exact');
  translate(inner);
  add(call, 'FakeQuantise', { inputs: [value()], attributes: { scale, zeroPoint } });
}

function roundingOf(file: LiteFile): Pick<ReadLite, 'notes' | 'rounds'> {
  const { constants, tensors, operators } = file;
  const steps = [...constants.keys()].filter(name => isStepped(tensors.get(name) ?? {})).length;
  const between = operators.filter(one => gridBehind(one, file) !== null).length;
  return {
    notes: [
      ...(steps > 0 ? [`${steps} arrays of weights in whole steps were read as the numbers they stand for.`] : []),
      ...(between > 0 ? [`${between} values between layers are in whole steps there; fake quantisation rounds them alike here.`] : []),
    ],
    rounds: steps > 0,
  };
}
