import { createCpuEngine } from '../../src-main/engine/backends/cpu/create-cpu-engine.ts';
import type { TensorLibrary } from '../../src-main/engine/tensor-library.ts';

/** tfjs on its plain JavaScript back end: slow, the same everywhere. Its average-pool gradient with padding is wrong. */
export async function referenceEngine(): Promise<TensorLibrary> {
  const { tf } = await createCpuEngine();
  return tf;
}
