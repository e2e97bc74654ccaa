import protobuf from 'protobufjs/light.js';
import { ownBytes } from '../lib/own-bytes.ts';

/**
 * The messages of ONNX that our graphs need, by their field numbers.
 * Source: ONNX project, onnx.proto (IR version 8).
 */
const ONNX = protobuf.Root.fromJSON({
  nested: {
    Model: message({
      irVersion: [1, 'int64'],
      producerName: [2, 'string'],
      producerVersion: [3, 'string'],
      docString: [6, 'string'],
      graph: [7, 'Graph'],
      opsetImport: [8, 'OperatorSet', 'repeated'],
      metadataProps: [14, 'Entry', 'repeated'],
    }),
    OperatorSet: message({ domain: [1, 'string'], version: [2, 'int64'] }),
    Entry: message({ key: [1, 'string'], value: [2, 'string'] }),
    Graph: message({
      node: [1, 'Node', 'repeated'],
      name: [2, 'string'],
      initializer: [5, 'Tensor', 'repeated'],
      input: [11, 'ValueInfo', 'repeated'],
      output: [12, 'ValueInfo', 'repeated'],
    }),
    Node: message({
      input: [1, 'string', 'repeated'],
      output: [2, 'string', 'repeated'],
      name: [3, 'string'],
      opType: [4, 'string'],
      attribute: [5, 'Attribute', 'repeated'],
      domain: [7, 'string'],
    }),
    Attribute: message({
      name: [1, 'string'],
      f: [2, 'float'],
      i: [3, 'int64'],
      s: [4, 'bytes'],
      t: [5, 'Tensor'],
      g: [6, 'Graph'],
      floats: [7, 'float', 'repeated'],
      ints: [8, 'int64', 'repeated'],
      strings: [9, 'bytes', 'repeated'],
      type: [20, 'int32'],
    }),
    Tensor: message({ dims: [1, 'int64', 'repeated'], dataType: [2, 'int32'], name: [8, 'string'], rawData: [9, 'bytes'] }),
    ValueInfo: message({ name: [1, 'string'], type: [2, 'Type'] }),
    Type: message({ tensorType: [1, 'TensorType'] }),
    TensorType: message({ elemType: [1, 'int32'], shape: [2, 'TensorShape'] }),
    TensorShape: message({ dim: [1, 'Dimension', 'repeated'] }),
    Dimension: message({ dimValue: [1, 'int64'], dimParam: [2, 'string'] }),
  },
});

export interface OnnxModel {
  readonly irVersion: number;
  readonly producerName: string;
  readonly producerVersion: string;
  readonly docString: string;
  readonly opsetImport: readonly { readonly domain: string; readonly version: number }[];
  readonly graph: OnnxGraph;
  readonly metadataProps: readonly { readonly key: string; readonly value: string }[];
}

export interface OnnxGraph {
  readonly name: string;
  readonly node: readonly OnnxNode[];
  readonly initializer: readonly OnnxTensor[];
  readonly input: readonly OnnxValueInfo[];
  readonly output: readonly OnnxValueInfo[];
}

export interface OnnxNode {
  readonly name: string;
  readonly opType: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly attribute: readonly OnnxAttribute[];
  /** Of an operator that is none of ONNX's own. */
  readonly domain?: string;
}

export type OnnxAttribute =
  | { readonly name: string; readonly type: 1; readonly f: number }
  | { readonly name: string; readonly type: 2; readonly i: number }
  | { readonly name: string; readonly type: 3; readonly s: Uint8Array }
  | { readonly name: string; readonly type: 4; readonly t: OnnxTensor }
  | { readonly name: string; readonly type: 5; readonly g: OnnxGraph }
  | { readonly name: string; readonly type: 6; readonly floats: readonly number[] }
  | { readonly name: string; readonly type: 7; readonly ints: readonly number[] }
  | { readonly name: string; readonly type: 8; readonly strings: readonly Uint8Array[] };

export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  /** An element type, see below. */
  readonly dataType: number;
  /** Little-endian, row-major. */
  readonly rawData: Uint8Array;
}

export interface OnnxValueInfo {
  readonly name: string;
  readonly type: { readonly tensorType: { readonly elemType: number; readonly shape: { readonly dim: readonly OnnxDimension[] } } };
}

export type OnnxDimension = { readonly dimValue: number } | { readonly dimParam: string };

/** Element types. */
export const FLOAT = 1;
export const UINT8 = 2;
export const INT8 = 3;
export const INT32 = 6;
export const INT64 = 7;
export const FLOAT16 = 10;
export const BFLOAT16 = 16;
export const UINT4 = 21;
export const INT4 = 22;

/** A model whose outputs have the types that follow from its operators. */
export type UntypedModel = Omit<OnnxModel, 'graph'> & {
  readonly graph: Omit<OnnxGraph, 'output'> & { readonly output: readonly Pick<OnnxValueInfo, 'name'>[] };
};

export function encodeOnnx(model: UntypedModel): Uint8Array {
  return ownBytes(ONNX.lookupType('Model').encode(model as unknown as Record<string, unknown>));
}

/** What `encodeOnnx` wrote. Throws protobuf's own errors for anything else. */
export function decodeOwnOnnx(bytes: Uint8Array): OnnxModel {
  const type = ONNX.lookupType('Model');
  return type.toObject(type.decode(bytes), { longs: Number, arrays: true }) as OnnxModel;
}

type Field = readonly [id: number, type: string, rule?: 'repeated'];

function message(fields: Readonly<Record<string, Field>>): protobuf.IType {
  // Not packed: ONNX is proto2, where repeated numbers stand one by one unless said otherwise.
  const field = ([id, type, rule]: Field): protobuf.IField => ({ id, type, ...(rule && { rule, options: { packed: false } }) });
  return { fields: Object.fromEntries(Object.entries(fields).map(([name, entry]) => [name, field(entry)])) };
}
