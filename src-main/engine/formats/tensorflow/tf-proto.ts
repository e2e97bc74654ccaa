import protobuf from 'protobufjs/light.js';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { ownBytes } from '../lib/own-bytes.ts';
import type { TfAttribute, TfNode, TfType } from './tf-graph.ts';

type Field = readonly [id: number, type: string, rule?: 'repeated' | 'map'];

/**
 * The messages of TensorFlow that a network without variables needs, by their field numbers.
 * Source: TensorFlow, graph.proto, attr_value.proto, tensor.proto, meta_graph.proto, saved_model.proto.
 */
const TENSORFLOW = protobuf.Root.fromJSON({
  nested: {
    SavedModel: message({ savedModelSchemaVersion: [1, 'int64'], metaGraphs: [2, 'MetaGraph', 'repeated'] }),
    MetaGraph: message({
      metaInfoDef: [1, 'MetaInfo'],
      graphDef: [2, 'Graph'],
      collectionDef: [4, 'Collection', 'map'],
      signatureDef: [5, 'Signature', 'map'],
    }),
    MetaInfo: message({ tags: [4, 'string', 'repeated'], tensorflowVersion: [5, 'string'], strippedDefaultAttrs: [7, 'bool'] }),
    Collection: message({ bytesList: [2, 'BytesList'] }),
    BytesList: message({ value: [1, 'bytes', 'repeated'] }),
    Signature: message({ inputs: [1, 'TensorInfo', 'map'], outputs: [2, 'TensorInfo', 'map'], methodName: [3, 'string'] }),
    TensorInfo: message({ name: [1, 'string'], dtype: [2, 'int32'], tensorShape: [3, 'Shape'] }),
    Graph: message({ node: [1, 'Node', 'repeated'], versions: [4, 'Versions'] }),
    Versions: message({ producer: [1, 'int32'], minConsumer: [2, 'int32'] }),
    Node: message({ name: [1, 'string'], op: [2, 'string'], input: [3, 'string', 'repeated'], attr: [5, 'Attribute', 'map'] }),
    // One of these, so that a 0 and a false are written, too.
    Attribute: oneOf('value', {
      list: [1, 'List'],
      s: [2, 'bytes'],
      i: [3, 'int64'],
      f: [4, 'float'],
      b: [5, 'bool'],
      type: [6, 'int32'],
      shape: [7, 'Shape'],
      tensor: [8, 'Tensor'],
    }),
    List: message({ i: [3, 'int64', 'repeated'] }),
    Shape: message({ dim: [2, 'Dimension', 'repeated'] }),
    Dimension: message({ size: [1, 'int64'] }),
    Tensor: message({ dtype: [1, 'int32'], tensorShape: [2, 'Shape'], tensorContent: [4, 'bytes'] }),
  },
});

/** Numbers of TensorFlow's types. */
export const TF_TYPES: { readonly [T in TfType]: number } = { float32: 1, int32: 3, bool: 10 };

/** The version of graphs from TensorFlow 2.4 on; every release since reads it. */
const PRODUCER = 561;

export interface SignatureTensor {
  readonly name: string;
  readonly dtype: number;
  readonly tensorShape: { readonly dim: readonly { readonly size: number }[] };
}

/** What `SavedModel` is made of, and read as. */
export interface SavedModelMessage {
  readonly savedModelSchemaVersion: number;
  readonly metaGraphs: readonly {
    readonly metaInfoDef: {
      readonly tags: readonly string[];
      readonly tensorflowVersion?: string;
      readonly strippedDefaultAttrs?: boolean;
    };
    readonly graphDef: GraphMessage;
    readonly collectionDef: Readonly<Record<string, { readonly bytesList: { readonly value: readonly Uint8Array[] } }>>;
    readonly signatureDef: Readonly<
      Record<
        string,
        {
          readonly inputs: Readonly<Record<string, SignatureTensor>>;
          readonly outputs: Readonly<Record<string, SignatureTensor>>;
          readonly methodName: string;
        }
      >
    >;
  }[];
}

export interface GraphMessage {
  readonly node: readonly NodeMessage[];
  readonly versions: { readonly producer: number; readonly minConsumer?: number };
}

interface NodeMessage {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, object>>;
}

export function graphMessage(nodes: readonly TfNode[]): GraphMessage {
  return { node: nodes.map(nodeMessage), versions: { producer: PRODUCER } };
}

export function shapeMessage(shape: readonly number[]): SignatureTensor['tensorShape'] {
  return { dim: shape.map(size => ({ size })) };
}

function nodeMessage({ name, op, inputs, attributes }: TfNode): NodeMessage {
  const attr = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, attributeMessage(value)]));
  return { name, op, input: inputs, attr };
}

function attributeMessage(attribute: TfAttribute): object {
  switch (attribute.kind) {
    case 'type':
      return { type: TF_TYPES[attribute.value] };
    case 'int':
      return { i: attribute.value };
    case 'float':
      return { f: attribute.value };
    case 'bool':
      return { b: attribute.value };
    case 'text':
      return { s: new TextEncoder().encode(attribute.value) };
    case 'ints':
      return { list: { i: attribute.value } };
    case 'shape':
      return { shape: shapeMessage(attribute.value) };
    case 'tensor': {
      const { values, type, shape } = attribute;
      const tensorContent = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      return { tensor: { dtype: TF_TYPES[type], tensorShape: shapeMessage(shape), tensorContent } };
    }
  }
}

export function encodeSavedModel(model: SavedModelMessage): Uint8Array {
  return encoded('SavedModel', model);
}

/** A `GraphDef` alone. */
export function encodeGraph(graph: GraphMessage): Uint8Array {
  return encoded('Graph', graph);
}

/** Throws `invalid-input` for what is no such message. */
export function decodeSavedModel(bytes: Uint8Array): SavedModelMessage {
  try {
    return TENSORFLOW.lookupType('SavedModel').decode(bytes) as unknown as SavedModelMessage;
  } catch (cause) {
    throw invalidInput(`A whole SavedModel is required, this file of ${bytes.length} bytes is none (${String(cause)})`);
  }
}

function encoded(type: string, content: object): Uint8Array {
  return ownBytes(TENSORFLOW.lookupType(type).encode(content));
}

function message(fields: Readonly<Record<string, Field>>): protobuf.IType {
  const field = ([id, type, rule]: Field): protobuf.IField => {
    if (rule === 'map') return { id, type, keyType: 'string' } as protobuf.IMapField;
    return { id, type, ...(rule && { rule, options: { packed: true } }) };
  };
  return { fields: Object.fromEntries(Object.entries(fields).map(([name, entry]) => [name, field(entry)])) };
}

function oneOf(name: string, fields: Readonly<Record<string, Field>>): protobuf.IType {
  return { ...message(fields), oneofs: { [name]: { oneof: Object.keys(fields) } } };
}
