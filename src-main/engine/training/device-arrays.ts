import type { Masks, Parameter, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { DeviceResult } from '../compiler.ts';
import type { TensorLibrary } from '../tensor-library.ts';
import type { Tensors } from './step-plan.ts';

export function disposeAll(results: Readonly<Record<string, DeviceResult>>): void {
  for (const result of Object.values(results)) result.dispose();
}

export async function download(results: Readonly<Record<string, DeviceResult>>): Promise<Parameters> {
  const entries = Object.entries(results).map(async ([name, result]) => [name, await downloadOne(result)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function downloadOne(result: DeviceResult): Promise<Parameter> {
  return { shape: result.shape, values: (await result.data()) as Float32Array };
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
