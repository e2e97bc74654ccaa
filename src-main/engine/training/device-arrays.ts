import type { Masks, Parameter, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import type { Tensors } from './step-plan.ts';

export function disposeAll(tensors: Tensors): void {
  for (const tensor of Object.values(tensors)) tensor.dispose();
}

export async function download(tensors: Tensors): Promise<Parameters> {
  const entries = Object.entries(tensors).map(async ([name, tensor]) => [name, await downloadOne(tensor)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function downloadOne(tensor: Tensor): Promise<Parameter> {
  return { shape: tensor.shape, values: (await tensor.data()) as Float32Array };
}

export function upload(tf: TensorLibrary, parameters: Parameters): Tensors {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, values }]) => [name, tf.tensor(Float32Array.from(values), [...shape])]),
  );
}

/** Masks as float tensors of their kernels' shapes. */
export function uploadMasks(tf: TensorLibrary, masks: Masks, parameters: Parameters): Tensors {
  return Object.fromEntries(
    Object.entries(masks).map(([name, mask]) => [name, tf.tensor(Float32Array.from(mask), [...parameters[name]!.shape])]),
  );
}
