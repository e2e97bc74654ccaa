import * as tf from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { createHeap } from './heap.ts';
import { kernelFunction } from './kernels/wasm-kernel.ts';
import { wasmKernels } from './kernels/index.ts';

/** The stock kernels stay as they are under `wasm`; this name has them with the project's own in their place. */
export const WASM_BACKEND = 'espalier-wasm';
/** Above tfjs's own `wasm` (2), so that nothing falls back to it by itself. */
const PRIORITY = 3;

/** Registers the started stock back end a second time, with the project's own kernels; `fused` as `multiplyAddIsFused` says. */
export async function installKernels(backend: BackendWasm, fused: boolean): Promise<void> {
  const heap = await createHeap(backend, fused);
  tf.copyRegisteredKernels('wasm', WASM_BACKEND);
  for (const kernel of wasmKernels) {
    const replaced = tf.getKernel(kernel.name, WASM_BACKEND);
    if (replaced !== undefined) tf.unregisterKernel(kernel.name, WASM_BACKEND);
    tf.registerKernel({
      kernelName: kernel.name,
      backendName: WASM_BACKEND,
      kernelFunc: kernelFunction(kernel, tf, heap, replaced?.kernelFunc),
    });
  }
  tf.registerBackend(WASM_BACKEND, () => backend, PRIORITY);
}
