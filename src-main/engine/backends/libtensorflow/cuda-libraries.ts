import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import koffi from 'koffi';
import type { LibraryFolder } from './library-folder.ts';

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

/** `tensorflow::IsGoogleCudaEnabled()`, as compilers of Linux and macOS spell it. */
const CUDA_ENABLED = '_ZN10tensorflow19IsGoogleCudaEnabledEv';

/** Whether a library was built for CUDA, by its own word; false for one that does not say. Loads it. */
export function isBuiltForCuda({ framework, main }: LibraryFolder): boolean {
  const files = [framework, main].filter(file => file !== null);
  return files.some(file => {
    try {
      return (koffi.load(file).func(CUDA_ENABLED, 'bool', []) as () => unknown)() === true;
    } catch {
      return false;
    }
  });
}

/**
 * Which of CUDA's libraries don't load, each with the loader's reason; empty when all do. Looked for as TensorFlow does: beside
 * it, in NVIDIA's wheels when it is in an installed wheel itself, and by the system's loader.
 */
export function missingCudaLibraries(folder: string, names: readonly string[] = CUDA_LIBRARIES): readonly string[] {
  const folders = [folder, ...nvidiaFolders(folder)];
  return names.flatMap(name => {
    const path = folders.map(each => join(each, name)).find(each => existsSync(each)) ?? name;
    try {
      koffi.load(path);
      return [];
    } catch (thrown) {
      return [`${path}: ${thrown instanceof Error ? thrown.message : String(thrown)}`];
    }
  });
}

/** `site-packages/nvidia/PRODUCT/lib`, beside `site-packages/tensorflow`. */
function nvidiaFolders(folder: string): readonly string[] {
  const nvidia = join(dirname(folder), 'nvidia');
  return existsSync(nvidia) ? readdirSync(nvidia).map(product => join(nvidia, product, 'lib')) : [];
}
