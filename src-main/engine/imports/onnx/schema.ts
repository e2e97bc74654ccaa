import protobuf from 'protobufjs/light.js';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

/**
 * What of ONNX's messages is read, by their field numbers. Unlike the writer's, with every way a tensor can be stored.
 * Source: ONNX project, onnx.proto.
 */
const ONNX = protobuf.Root.fromJSON({
  nested: {
    Model: message({ irVersion: [1, 'int64'], producerName: [2, 'string'], graph: [7, 'Graph'], opsetImport: [8, 'OperatorSet', true] }),
    OperatorSet: message({ domain: [1, 'string'], version: [2, 'int64'] }),
    Graph: message({
      node: [1, 'Node', true],
      initializer: [5, 'Tensor', true],
      input: [11, 'ValueInfo', true],
      output: [12, 'ValueInfo', true],
      sparseInitializer: [15, 'bytes', true],
    }),
    Node: message({
      input: [1, 'string', true],
      output: [2, 'string', true],
      name: [3, 'string'],
      opType: [4, 'string'],
      attribute: [5, 'Attribute', true],
      domain: [7, 'string'],
    }),
    // A graph within a node stays bytes: none of them is read, and none nests.
    Attribute: message({
      name: [1, 'string'],
      f: [2, 'float'],
      i: [3, 'int64'],
      s: [4, 'bytes'],
      t: [5, 'Tensor'],
      floats: [7, 'float', true],
      ints: [8, 'int64', true],
      strings: [9, 'bytes', true],
      type: [20, 'int32'],
    }),
    Tensor: message({
      dims: [1, 'int64', true],
      dataType: [2, 'int32'],
      floatData: [4, 'float', true],
      int32Data: [5, 'int32', true],
      int64Data: [7, 'int64', true],
      name: [8, 'string'],
      rawData: [9, 'bytes'],
      doubleData: [10, 'double', true],
      externalData: [13, 'Entry', true],
      dataLocation: [14, 'int32'],
    }),
    Entry: message({ key: [1, 'string'], value: [2, 'string'] }),
    ValueInfo: message({ name: [1, 'string'], type: [2, 'Type'] }),
    Type: message({ tensorType: [1, 'TensorType'] }),
    TensorType: message({ elemType: [1, 'int32'], shape: [2, 'TensorShape'] }),
    TensorShape: message({ dim: [1, 'Dimension', true] }),
    Dimension: message({ dimValue: [1, 'int64'], dimParam: [2, 'string'] }),
  },
});

export interface ModelMessage {
  readonly irVersion?: Whole;
  readonly graph: GraphMessage | null;
  readonly opsetImport: readonly { readonly domain: string; readonly version: Whole }[];
}

export interface GraphMessage {
  readonly node: readonly NodeMessage[];
  readonly initializer: readonly TensorMessage[];
  readonly input: readonly ValueMessage[];
  readonly output: readonly ValueMessage[];
  readonly sparseInitializer: readonly Uint8Array[];
}

export interface NodeMessage {
  readonly input: readonly string[];
  readonly output: readonly string[];
  readonly name: string;
  readonly opType: string;
  readonly domain: string;
  readonly attribute: readonly AttributeMessage[];
}

export interface AttributeMessage {
  readonly name: string;
  readonly type: number;
  readonly f: number;
  readonly i: Whole;
  readonly s: Uint8Array | readonly number[];
  readonly t: TensorMessage | null;
  readonly floats: readonly number[];
  readonly ints: readonly Whole[];
  readonly strings: readonly (Uint8Array | readonly number[])[];
}

export interface TensorMessage {
  readonly dims: readonly Whole[];
  readonly dataType: number;
  readonly name: string;
  readonly floatData: readonly number[];
  readonly int32Data: readonly number[];
  readonly int64Data: readonly Whole[];
  readonly doubleData: readonly number[];
  readonly rawData: Uint8Array | readonly number[];
  readonly externalData: readonly { readonly key: string; readonly value: string }[];
  readonly dataLocation: number;
}

export interface ValueMessage {
  readonly name: string;
  readonly type?: {
    readonly tensorType?: {
      readonly elemType: number;
      readonly shape?: { readonly dim: readonly { readonly dimValue: Whole; readonly dimParam: string }[] };
    };
  };
}

/** A 64-bit number as the library hands it out. */
export type Whole = number | { toNumber(): number };

/** Throws `invalid-input` for what is no such message. */
export function decodeOnnx(bytes: Uint8Array): ModelMessage {
  try {
    return ONNX.lookupType('Model').decode(bytes) as unknown as ModelMessage;
  } catch (cause) {
    throw invalidInput(
      `A whole ONNX file is required, this one of ${bytes.length} bytes can't be read (${cause instanceof Error ? cause.message : String(cause)})`,
    );
  }
}

/** The file with values of float32 among what it gives: messages of one field are merged when they come twice. */
export function withOutputs(bytes: Uint8Array, names: readonly string[]): Uint8Array {
  const output = names.map(name => ({ name, type: { tensorType: { elemType: 1 } } }));
  const more = ONNX.lookupType('Model').encode({ graph: { output } }).finish();
  return new Uint8Array(Buffer.concat([bytes, more]));
}

type Field = readonly [id: number, type: string, repeated?: true];

function message(fields: Readonly<Record<string, Field>>): protobuf.IType {
  const field = ([id, type, repeated]: Field): protobuf.IField => ({ id, type, ...(repeated && { rule: 'repeated' }) });
  return { fields: Object.fromEntries(Object.entries(fields).map(([name, entry]) => [name, field(entry)])) };
}
