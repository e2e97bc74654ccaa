import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import type { Engine } from '../../tensor-library.ts';
import { multiplyAddIsFused } from './heap.ts';
import { installKernels, WASM_BACKEND } from './install-kernels.ts';
import { KERNEL_REVISION } from './kernels/index.ts';

const WASM_FILES = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'] as const;

/**
 * The same engine in a page that may load nothing: `wasm` is the address of tfjs's SIMD module, such as a `data:` one that holds it. For
 * answers only: gradients are left out. Throws where the browser lacks WebAssembly with SIMD.
 */
export async function createPageEngine(wasm: string): Promise<Engine> {
  tf.enableProdMode();
  // tfjs asks for an address of each, and takes the one that the browser can run: without SIMD the start fails.
  setWasmPaths(Object.fromEntries(WASM_FILES.map(file => [file, wasm])));
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  await tf.setBackend('wasm');
  const fused = await multiplyAddIsFused();
  await installKernels(tf.backend() as BackendWasm, fused);
  await tf.setBackend(WASM_BACKEND);
  const identity = `wasm-${version_wasm}-simd${fused ? '-fma' : ''}-k${KERNEL_REVISION}-1t`;
  return { id: 'wasm', tf, identity, threads: 1, compiler: null };
}
