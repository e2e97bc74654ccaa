import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { sizeOf } from '../../graph/shape-checks.ts';
import { tensorFrom, type ElementType } from '../element-types.ts';
import type { ForeignAttribute, ForeignGraph, ForeignInput, ForeignNode, ForeignTensor } from '../foreign-graph.ts';
import {
  decodeOnnx,
  type AttributeMessage,
  type GraphMessage,
  type NodeMessage,
  type TensorMessage,
  type ValueMessage,
  type Whole,
} from './schema.ts';

/** The newest set of operators whose meanings are known here. */
export const NEWEST_OPSET = 23;
const OLDEST_OPSET = 7;
const MOST_NODES = 100_000;
/** Of a tensor's elements. */
const TEXTS = 8;

/** Files beside the one that is read, by their names there; throws for what is not beside it. */
export type ReadBeside = (name: string) => Promise<Uint8Array>;

/** Throws `invalid-input` for damaged files and for what is not the file of a network. */
export async function readOnnx(bytes: Uint8Array, beside: ReadBeside): Promise<ForeignGraph> {
  const { graph, opsetImport } = decodeOnnx(bytes);
  if (graph === null || graph.node.length === 0) throw invalidInput('An ONNX file with a graph is required, this one has none');
  if (graph.node.length > MOST_NODES) throw invalidInput(`A graph of at most ${MOST_NODES} nodes is required, got ${graph.node.length}`);
  if (graph.sparseInitializer.length > 0) throw invalidInput('Sparse weights are not read');
  const opset = opsetOf(opsetImport);
  const constants = new Map<string, ForeignTensor>();
  const files = new Map<string, Uint8Array>();
  for (const tensor of graph.initializer) {
    // Names of classes, mostly: what would compute with them is refused where it reads them.
    if (tensor.dataType !== TEXTS) constants.set(tensor.name, await readTensor(tensor, beside, files));
  }
  const nodes: ForeignNode[] = [];
  for (const [i, node] of graph.node.entries()) {
    const value = node.opType === 'Constant' ? await constantOf(node, beside) : null;
    if (value === null) nodes.push(nodeOf(node, i));
    else constants.set(node.output[0] ?? '', value);
  }
  return { inputs: inputsOf(graph, constants), outputs: graph.output.map(({ name }) => name), nodes, constants, opset };
}

function opsetOf(imports: readonly { readonly domain: string; readonly version: Whole }[]): number {
  const found = imports.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  const version = found === undefined ? NaN : wholeOf(found.version);
  if (version >= OLDEST_OPSET && version <= NEWEST_OPSET) return version;
  // A pipeline of scikit-learn may name no version.
  throw invalidInput(
    `ONNX operators of version ${OLDEST_OPSET} to ${NEWEST_OPSET} are read, this file has ${Number.isNaN(version) ? 'none' : version}`,
    {
      path: 'opset_import',
      hint: 'Export it again with an opset in that range.',
    },
  );
}

function wholeOf(value: Whole): number {
  return typeof value === 'number' ? value : value.toNumber();
}

function nodeOf({ name, opType, domain, input, output, attribute }: NodeMessage, place: number): ForeignNode {
  const plain = domain === '' || domain === 'ai.onnx' || domain === 'ai.onnx.ml';
  const attributes = attribute.flatMap(one => {
    const value = attributeOf(one);
    return value === null ? [] : [[one.name, value] as const];
  });
  return {
    name: name === '' ? `${opType}-${place}` : name,
    op: plain ? opType : `${domain}.${opType}`,
    inputs: input,
    outputs: output,
    attributes: Object.fromEntries(attributes),
  };
}

/** Bytes that are left out come as an empty list. */
const bytesOf = (value: Uint8Array | readonly number[]): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array(0));
const text = (value: Uint8Array | readonly number[]): string => new TextDecoder().decode(bytesOf(value));

/** Null for kinds that no operator here has. A kind is not always said. */
function attributeOf({ type, f, i, s, floats, ints, strings, t }: AttributeMessage): ForeignAttribute | null {
  switch (type) {
    case 1:
      return f;
    case 2:
      return wholeOf(i);
    case 3:
      return text(s);
    case 4:
      return t === null || t.dataType === TEXTS ? null : inlineTensor(t);
    case 6:
      return floats;
    case 7:
      return ints.map(wholeOf);
    case 8:
      return strings.map(text).join();
    default:
      return null;
  }
}

function inputsOf({ input }: GraphMessage, constants: ReadonlyMap<string, ForeignTensor>): readonly ForeignInput[] {
  return input.filter(({ name }) => !constants.has(name)).map(inputOf);
}

const INPUT_TYPES: Readonly<Record<number, ForeignInput['type']>> = { 1: 'float32', 6: 'int32', 7: 'int64', 11: 'float64' };

function inputOf({ name, type }: ValueMessage): ForeignInput {
  const tensor = type?.tensorType;
  const kind = INPUT_TYPES[tensor?.elemType ?? 0];
  if (kind === undefined)
    throw invalidInput(
      `An input of numbers (float32, float64, int32 or int64) is required, '${name}' is of type ${tensor?.elemType ?? 'unknown'}`,
      { path: name },
    );
  if (tensor?.shape === undefined)
    throw invalidInput(`An input with a known number of axes is required, '${name}' has none`, { path: name });
  const sizes = tensor.shape.dim.map(({ dimValue, dimParam }) => {
    const size = wholeOf(dimValue);
    return dimParam !== '' || size <= 0 ? null : size;
  });
  return { name, shape: sizes, type: kind };
}

/** Of a node that is one. */
async function constantOf({ name, attribute }: NodeMessage, beside: ReadBeside): Promise<ForeignTensor> {
  for (const one of attribute) {
    if (one.name === 'value' && one.t !== null) return readTensor(one.t, beside, new Map());
    const value = attributeOf(one);
    if (typeof value === 'number') return { shape: [], values: one.name === 'value_int' ? Float64Array.of(value) : Float32Array.of(value) };
    if (Array.isArray(value)) {
      const list = value as readonly number[];
      return { shape: [list.length], values: one.name === 'value_ints' ? Float64Array.from(list) : Float32Array.from(list) };
    }
  }
  throw invalidInput('A constant with numbers is required', { path: name });
}

const TYPES: Readonly<Record<number, ElementType>> = {
  1: 'float32',
  2: 'uint8',
  3: 'int8',
  4: 'uint16',
  5: 'int16',
  6: 'int32',
  7: 'int64',
  9: 'bool',
  10: 'float16',
  11: 'float64',
  12: 'uint32',
  13: 'uint64',
  16: 'bfloat16',
  21: 'uint4',
  22: 'int4',
};

function shapeOf({ dims }: TensorMessage): Shape {
  return dims.map(wholeOf);
}

function typeOf({ dataType, name }: TensorMessage): ElementType {
  const type = TYPES[dataType];
  if (type === undefined) throw invalidInput(`Constants are numbers, this one is of type ${dataType}`, { path: name });
  return type;
}

async function readTensor(tensor: TensorMessage, beside: ReadBeside, files: Map<string, Uint8Array>): Promise<ForeignTensor> {
  if (tensor.dataLocation !== 1) return inlineTensor(tensor);
  const entries = new Map(tensor.externalData.map(({ key, value }) => [key, value]));
  const location = entries.get('location') ?? '';
  const file = files.get(location) ?? (await beside(location));
  files.set(location, file);
  const offset = Number(entries.get('offset') ?? 0);
  const length = Number(entries.get('length') ?? file.length - offset);
  if (!(offset >= 0 && length >= 0 && offset + length <= file.length))
    throw invalidInput(`'${location}' has ${file.length} bytes, '${tensor.name}' lies from ${offset} to ${offset + length}`, {
      path: tensor.name,
    });
  return tensorFrom(file.subarray(offset, offset + length), typeOf(tensor), shapeOf(tensor), tensor.name);
}

/** Numbers lie in one run of bytes, or one by one in lists by their kind. */
function inlineTensor(tensor: TensorMessage): ForeignTensor {
  const [type, shape] = [typeOf(tensor), shapeOf(tensor)];
  const rawData = bytesOf(tensor.rawData);
  const { floatData, doubleData, int32Data, int64Data, name } = tensor;
  if (rawData.length > 0 || sizeOf(shape) === 0) return tensorFrom(rawData, type, shape, name);
  const lists: Partial<Record<ElementType, readonly number[]>> = { float32: floatData, float64: doubleData };
  const list = lists[type] ?? (type === 'int64' || type === 'uint64' ? int64Data.map(wholeOf) : int32Data);
  if (list.length !== sizeOf(shape))
    throw invalidInput(`'${name}' of shape [${shape.join(', ')}] needs ${sizeOf(shape)} numbers, it has ${list.length}`, { path: name });
  if (type === 'float16' || type === 'bfloat16') return tensorFrom(new Uint8Array(Uint16Array.from(list).buffer), type, shape, name);
  return { shape, type, values: type === 'float32' || type === 'float64' ? Float32Array.from(list) : Float64Array.from(list) };
}
