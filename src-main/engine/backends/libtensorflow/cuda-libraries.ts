import { existsSync } from 'node:fs';
import { join } from 'node:path';
import koffi from 'koffi';

/** What TensorFlow 2.21 built for CUDA 12 looks for: the driver's own, then NVIDIA's wheels'. */
const CUDA_LIBRARIES = [
  'libcuda.so.1',
  'libcudart.so.12',
  'libcublas.so.12',
  'libcublasLt.so.12',
  'libcudnn.so.9',
  'libcufft.so.11',
  'libcusolver.so.11',
  'libcusparse.so.12',
  'libnvJitLink.so.12',
  'libnccl.so.2',
];

/** Which of CUDA's libraries don't load, each with the loader's reason; empty when all do. Those beside TensorFlow come first. */
export function missingCudaLibraries(folder: string, names: readonly string[] = CUDA_LIBRARIES): readonly string[] {
  return names.flatMap(name => {
    const beside = join(folder, name);
    try {
      koffi.load(existsSync(beside) ? beside : name);
      return [];
    } catch (thrown) {
      return [`${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`];
    }
  });
}
