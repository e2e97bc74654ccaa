import protobuf from 'protobufjs/light.js';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

type Field = readonly [id: number, type: string, rule?: 'repeated' | 'map'];

/**
 * What of TensorFlow's messages is read, by their field numbers. Unlike the writer's, with functions, variables and every way a tensor
 * can be stored. A function within an attribute is its name alone, so that no message nests in itself.
 * Source: TensorFlow, saved_model.proto, meta_graph.proto, graph.proto, function.proto, attr_value.proto, tensor.proto, tensor_bundle.proto.
 */
const TENSORFLOW = protobuf.Root.fromJSON({
  nested: {
    SavedModel: message({ metaGraphs: [2, 'MetaGraph', 'repeated'] }),
    MetaGraph: message({
      metaInfoDef: [1, 'MetaInfo'],
      graphDef: [2, 'Graph'],
      saverDef: [3, 'Saver'],
      signatureDef: [5, 'Signature', 'map'],
    }),
    MetaInfo: message({ tags: [4, 'string', 'repeated'] }),
    Saver: message({ restoreOpName: [3, 'string'] }),
    Signature: message({ inputs: [1, 'TensorInfo', 'map'], outputs: [2, 'TensorInfo', 'map'] }),
    TensorInfo: message({ name: [1, 'string'], dtype: [2, 'int32'], tensorShape: [3, 'Shape'] }),
    Graph: message({ node: [1, 'Node', 'repeated'], library: [2, 'Library'] }),
    Library: message({ function: [1, 'Function', 'repeated'] }),
    Function: message({ signature: [1, 'Operation'], nodeDef: [3, 'Node', 'repeated'], ret: [4, 'string', 'map'] }),
    Operation: message({ name: [1, 'string'], inputArg: [2, 'Argument', 'repeated'], outputArg: [3, 'Argument', 'repeated'] }),
    Argument: message({ name: [1, 'string'] }),
    Node: message({ name: [1, 'string'], op: [2, 'string'], input: [3, 'string', 'repeated'], attr: [5, 'Attribute', 'map'] }),
    Attribute: oneOf('value', {
      list: [1, 'List'],
      s: [2, 'bytes'],
      i: [3, 'int64'],
      f: [4, 'float'],
      b: [5, 'bool'],
      type: [6, 'int32'],
      shape: [7, 'Shape'],
      tensor: [8, 'Tensor'],
      func: [10, 'Named'],
    }),
    Named: message({ name: [1, 'string'] }),
    List: message({ i: [3, 'int64', 'repeated'] }),
    Shape: message({ dim: [2, 'Dimension', 'repeated'], unknownRank: [3, 'bool'] }),
    Dimension: message({ size: [1, 'int64'] }),
    Tensor: message({
      dtype: [1, 'int32'],
      tensorShape: [2, 'Shape'],
      tensorContent: [4, 'bytes'],
      floatVal: [5, 'float', 'repeated'],
      intVal: [7, 'int32', 'repeated'],
      stringVal: [8, 'bytes', 'repeated'],
      boolVal: [11, 'bool', 'repeated'],
      int64Val: [10, 'int64', 'repeated'],
    }),
    BundleHeader: message({ numShards: [1, 'int32'], endianness: [2, 'int32'] }),
    BundleEntry: message({
      dtype: [1, 'int32'],
      shape: [2, 'Shape'],
      shardId: [3, 'int32'],
      offset: [4, 'int64'],
      size: [5, 'int64'],
      slices: [7, 'bytes', 'repeated'],
    }),
  },
});

/** A 64-bit number as it comes. */
export type Whole = number | { toNumber(): number };

export interface ShapeMessage {
  readonly dim: readonly { readonly size: Whole }[];
  readonly unknownRank: boolean;
}

export interface TensorMessage {
  readonly dtype: number;
  readonly tensorShape: ShapeMessage | null;
  readonly tensorContent: Uint8Array | readonly number[];
  readonly floatVal: readonly number[];
  readonly intVal: readonly number[];
  readonly stringVal: readonly Uint8Array[];
  readonly boolVal: readonly boolean[];
  readonly int64Val: readonly Whole[];
}

/** One of these. */
export interface AttributeMessage {
  readonly list?: { readonly i: readonly Whole[] };
  readonly s?: Uint8Array;
  readonly i?: Whole;
  readonly f?: number;
  readonly b?: boolean;
  readonly type?: number;
  readonly shape?: ShapeMessage;
  readonly tensor?: TensorMessage;
  readonly func?: { readonly name: string };
}

export interface NodeMessage {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, AttributeMessage>>;
}

export interface FunctionMessage {
  readonly signature: {
    readonly name: string;
    readonly inputArg: readonly { readonly name: string }[];
    readonly outputArg: readonly { readonly name: string }[];
  } | null;
  readonly nodeDef: readonly NodeMessage[];
  readonly ret: Readonly<Record<string, string>>;
}

export interface GraphMessage {
  readonly node: readonly NodeMessage[];
  readonly library: { readonly function: readonly FunctionMessage[] } | null;
}

export interface TensorInfo {
  readonly name: string;
  readonly dtype: number;
  readonly tensorShape: ShapeMessage | null;
}

export interface MetaGraphMessage {
  readonly metaInfoDef: { readonly tags: readonly string[] } | null;
  readonly graphDef: GraphMessage | null;
  readonly saverDef: { readonly restoreOpName: string } | null;
  readonly signatureDef: Readonly<
    Record<string, { readonly inputs: Readonly<Record<string, TensorInfo>>; readonly outputs: Readonly<Record<string, TensorInfo>> }>
  >;
}

export interface EntryMessage {
  readonly dtype: number;
  readonly shape: ShapeMessage | null;
  readonly shardId: number;
  readonly offset: Whole;
  readonly size: Whole;
  readonly slices: readonly Uint8Array[];
}

/** Throws `invalid-input` for what is no such message. */
export function decodeSavedModel(bytes: Uint8Array): { readonly metaGraphs: readonly MetaGraphMessage[] } {
  return decoded('SavedModel', bytes) as { readonly metaGraphs: readonly MetaGraphMessage[] };
}

export function decodeHeader(bytes: Uint8Array): { readonly numShards: number; readonly endianness: number } {
  return decoded('BundleHeader', bytes) as { readonly numShards: number; readonly endianness: number };
}

export function decodeEntry(bytes: Uint8Array): EntryMessage {
  return decoded('BundleEntry', bytes) as EntryMessage;
}

export function wholeOf(value: Whole): number {
  return typeof value === 'number' ? value : value.toNumber();
}

/** Sizes, −1 for those left open; null for an unknown number of axes. */
export function sizesOf(shape: ShapeMessage | null | undefined): readonly number[] | null {
  if (shape?.unknownRank === true) return null;
  return (shape?.dim ?? []).map(({ size }) => wholeOf(size));
}

function decoded(type: string, bytes: Uint8Array): unknown {
  try {
    return TENSORFLOW.lookupType(type).decode(bytes);
  } catch (cause) {
    throw invalidInput(`A whole ${type} of TensorFlow is required, these ${bytes.length} bytes are none (${String(cause)})`);
  }
}

function message(fields: Readonly<Record<string, Field>>): protobuf.IType {
  const field = ([id, type, rule]: Field): protobuf.IField =>
    rule === 'map'
      ? ({ id, type, keyType: 'string' } as protobuf.IMapField)
      : { id, type, ...(rule && { rule, options: { packed: true } }) };
  return { fields: Object.fromEntries(Object.entries(fields).map(([name, entry]) => [name, field(entry)])) };
}

function oneOf(name: string, fields: Readonly<Record<string, Field>>): protobuf.IType {
  return { ...message(fields), oneofs: { [name]: { oneof: Object.keys(fields) } } };
}
