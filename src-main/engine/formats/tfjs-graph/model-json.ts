import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { JsonObject } from '../../../../src-shared/lib/json.ts';
import type { ConstantValues } from '../tensorflow/graph-value.ts';
import type { TfAttribute, TfNode, TfType } from '../tensorflow/tf-graph.ts';

/** A graph as TensorFlow.js reads it: constants are weights, by the names of their nodes. */
export interface GraphJson {
  readonly topology: JsonObject;
  readonly weights: readonly GraphWeight[];
}

export interface GraphWeight {
  readonly name: string;
  readonly shape: Parameter['shape'];
  readonly dtype: 'float32' | 'int32';
  readonly values: ConstantValues;
}

export function graphJson(nodes: readonly TfNode[]): GraphJson {
  const weights = nodes.flatMap(({ name, attributes }): GraphWeight[] => {
    const { value } = attributes;
    if (value?.kind !== 'tensor') return [];
    const dtype = value.values instanceof Int32Array ? 'int32' : 'float32';
    return [{ name, shape: value.shape, dtype, values: value.values }];
  });
  return { topology: { node: nodes.map(nodeJson), library: {}, versions: {} }, weights };
}

const TYPES: { readonly [T in TfType]: string } = { float32: 'DT_FLOAT', int32: 'DT_INT32', bool: 'DT_BOOL' };

function nodeJson({ name, op, inputs, attributes }: TfNode): JsonObject {
  const attr = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, attributeJson(value)]));
  return { name, op, ...(inputs.length === 0 ? {} : { input: [...inputs] }), attr };
}

/** As protobuf's JSON has it: whole numbers as texts, bytes in base 64. */
function attributeJson(attribute: TfAttribute): JsonObject {
  switch (attribute.kind) {
    case 'type':
      return { type: TYPES[attribute.value] };
    case 'int':
      return { i: String(attribute.value) };
    case 'float':
      return { f: attribute.value };
    case 'bool':
      return { b: attribute.value };
    case 'text':
      return { s: btoa(attribute.value) };
    case 'ints':
      return { list: { i: attribute.value.map(String) } };
    case 'types':
      return { list: { type: attribute.value.map(type => TYPES[type]) } };
    case 'shape':
      return { shape: shapeJson(attribute.value) };
    case 'tensor':
      return { tensor: { dtype: TYPES[attribute.type], tensorShape: shapeJson(attribute.shape) } };
  }
}

function shapeJson(shape: readonly number[]): JsonObject {
  return shape.length === 0 ? {} : { dim: shape.map(size => ({ size: String(size) })) };
}
