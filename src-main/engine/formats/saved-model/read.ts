import { isObject } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { ConstantValues } from '../tensorflow/graph-value.ts';
import type { TfAttribute, TfNode, TfType } from '../tensorflow/tf-graph.ts';
import { decodeSavedModel, TF_TYPES, type GraphMessage, type SignatureTensor } from '../tensorflow/tf-proto.ts';

export interface ServedGraph {
  readonly graph: GraphMessage;
  readonly nodes: readonly TfNode[];
  readonly input: ServedTensor;
  readonly output: ServedTensor;
}

export interface ServedTensor {
  /** Of the node. */
  readonly name: string;
  /** Without the axis of the items. */
  readonly shape: readonly number[];
}

/** The graph behind `serving_default`, of one input and one output. Throws `invalid-input` saying what is required. */
export function readSavedModel(bytes: Uint8Array): ServedGraph {
  const [meta] = decodeSavedModel(bytes).metaGraphs;
  const signature = meta?.signatureDef['serving_default'];
  const [inputs, outputs] = [Object.values(signature?.inputs ?? {}), Object.values(signature?.outputs ?? {})];
  if (meta === undefined || inputs.length !== 1 || outputs.length !== 1) {
    throw invalidInput("A SavedModel with a signature 'serving_default' of one input and one output is required");
  }
  const nodes = meta.graphDef.node.map(({ name, op, input, attr }): TfNode => {
    const attributes = Object.entries(attr).map(([key, value]) => [key, attributeOf(value, `${name}.${key}`)] as const);
    return { name, op, inputs: input, attributes: Object.fromEntries(attributes) };
  });
  return { graph: meta.graphDef, nodes, input: servedTensor(inputs[0]!), output: servedTensor(outputs[0]!) };
}

function servedTensor({ name, tensorShape }: SignatureTensor): ServedTensor {
  return { name: name.replace(/:0$/, ''), shape: tensorShape.dim.slice(1).map(({ size }) => Number(size)) };
}

function attributeOf(raw: object, path: string): TfAttribute {
  const [kind, value] = Object.entries(raw)[0] ?? ['none', null];
  switch (kind) {
    case 'type':
      return { kind: 'type', value: typeOf(value, path) };
    case 'i':
      return { kind: 'int', value: Number(value) };
    case 'f':
      return { kind: 'float', value: Number(value) };
    case 'b':
      return { kind: 'bool', value: value === true };
    case 's':
      return { kind: 'text', value: new TextDecoder().decode(value as Uint8Array) };
    case 'list':
      return { kind: 'ints', value: (value as { readonly i: readonly unknown[] }).i.map(Number) };
    case 'shape':
      return { kind: 'shape', value: sizesOf(value) };
    case 'tensor':
      return tensorOf(value, path);
    default:
      throw invalidInput(`an attribute of a known kind is required, got ${kind}`, { path });
  }
}

function tensorOf(raw: unknown, path: string): TfAttribute {
  const { dtype, tensorShape, tensorContent } = isObject(raw) ? raw : {};
  const [type, shape] = [typeOf(dtype, path), sizesOf(tensorShape)];
  const bytes = tensorContent instanceof Uint8Array ? tensorContent : new Uint8Array(0);
  const required = 4 * shape.reduce((product, size) => product * size, 1);
  if (bytes.length !== required) throw invalidInput(`a tensor of ${required} bytes is required, got ${bytes.length}`, { path });
  const { buffer } = bytes.slice();
  const values: ConstantValues = type === 'int32' ? new Int32Array(buffer) : new Float32Array(buffer);
  return { kind: 'tensor', type, shape, values };
}

function sizesOf(raw: unknown): readonly number[] {
  const { dim } = isObject(raw) ? raw : {};
  return Array.isArray(dim) ? dim.map(axis => Number(isObject(axis) ? axis['size'] : NaN)) : [];
}

function typeOf(raw: unknown, path: string): TfType {
  const found = (Object.keys(TF_TYPES) as TfType[]).find(type => TF_TYPES[type] === raw);
  if (found === undefined) throw invalidInput(`a tensor of float32, int32 or bool is required, got type ${String(raw)}`, { path });
  return found;
}
