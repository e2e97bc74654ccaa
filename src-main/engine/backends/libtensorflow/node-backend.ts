import type { Tensor, TensorLibrary } from '../../tensor-library.ts';
import type { OpAttribute } from './attributes.ts';
import { ATTRIBUTE, DATA_TYPE } from './data-types.ts';
import type { TensorMetadata } from './tensors.ts';

/** The part of tfjs-node's `NodeJSKernelBackend` that is used here; some of it is private there. */
export interface NodeBackend {
  executeSingleOutput(name: string, attributes: readonly OpAttribute[], inputs: readonly TensorInfo[]): Tensor;
  executeMultipleOutputs(name: string, attributes: readonly OpAttribute[], inputs: readonly TensorInfo[], outputs: number): Tensor[];
  /** A tensor of tfjs's for one of the binding's. */
  createOutputTensor(metadata: TensorMetadata): Tensor;
  /** Numbers of the binding for tensors of tfjs's. */
  getInputTensorIds(tensors: readonly TensorInfo[]): number[];
}

export type TensorInfo = import('@tensorflow/tfjs-core').TensorInfo;

/** Name that the official kernels are registered under. */
export const NODE_BACKEND = 'tensorflow';

export function nodeBackendOf(tf: TensorLibrary): NodeBackend {
  return tf.backend() as unknown as NodeBackend;
}

export const T_FLOAT: OpAttribute = { name: 'T', type: ATTRIBUTE.type, value: DATA_TYPE.float };

export function typeAttribute(name: string, value: number): OpAttribute {
  return { name, type: ATTRIBUTE.type, value };
}

export function flagAttribute(name: string, value: boolean): OpAttribute {
  return { name, type: ATTRIBUTE.bool, value };
}
