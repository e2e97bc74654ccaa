import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { ownBytes } from '../lib/own-bytes.ts';
import type { TfAttribute, TfNode, TfType } from './tf-graph.ts';
import { tensorFlowMessage } from './tf-messages.ts';

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
    case 'types':
      return { list: { type: attribute.value.map(type => TF_TYPES[type]) } };
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
    return tensorFlowMessage('SavedModel').decode(bytes) as unknown as SavedModelMessage;
  } catch (cause) {
    throw invalidInput(`A whole SavedModel is required, this file of ${bytes.length} bytes is none (${String(cause)})`);
  }
}

function encoded(type: string, content: object): Uint8Array {
  return ownBytes(tensorFlowMessage(type).encode(content));
}
