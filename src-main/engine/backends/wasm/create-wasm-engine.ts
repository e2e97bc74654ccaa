import path from 'node:path';
import process from 'node:process';
import * as tf from '@tensorflow/tfjs-core';
import { setWasmPaths, version_wasm } from '@tensorflow/tfjs-backend-wasm';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
// tfjs's Node bundle of core leaves the gradients out; layers brings and registers them.
import '@tensorflow/tfjs-layers';
import type { BackendOptions } from '../backend.ts';
import type { Engine } from '../../tensor-library.ts';
import { registerGradients } from '../../ops/register-gradients.ts';
import { registerRunOnnx } from '../onnxruntime/run-onnx.ts';
import { multiplyAddIsFused } from './heap.ts';
import { installKernels, WASM_BACKEND } from './install-kernels.ts';
import { KERNEL_REVISION } from './kernels/index.ts';
import { installedWasmFolder } from './wasm-files.ts';

/** The start that is under way or done: who asks meanwhile waits for it. tfjs makes no second one, so one that failed stays so. */
const started: { install?: Promise<void> } = {};

/**
 * tfjs's WASM back end with the kernels that training lacks, put in force for the whole process (tfjs knows one back
 * end at a time). A second call, even during the first, gives the same engine: tfjs's kernels are bound to one WASM instance
 * a process, so `wasmFolder` counts only the first time. One thread: tfjs's threads need a browser's workers.
 */
export async function createWasmEngine(options: BackendOptions = {}): Promise<Engine> {
  const fused = await multiplyAddIsFused();
  started.install ??= installBackend(options.wasmFolder ?? installedWasmFolder(), fused);
  await started.install;
  await tf.setBackend(WASM_BACKEND);
  const identity = `wasm-${version_wasm}-simd${fused ? '-fma' : ''}-k${KERNEL_REVISION}-1t`;
  return { id: 'wasm', tf, identity, threads: 1, compiler: null };
}

async function installBackend(wasmFolder: string, fused: boolean): Promise<void> {
  await installKernels(await startStockBackend(wasmFolder), fused);
  registerRunOnnx(tf, WASM_BACKEND);
  registerGradients(tf);
}

async function startStockBackend(wasmFolder: string): Promise<BackendWasm> {
  setWasmPaths(wasmFolder.endsWith(path.sep) ? wasmFolder : wasmFolder + path.sep);
  const exceptionListeners = new Set(process.listeners('uncaughtException'));
  const rejectionListeners = new Set(process.listeners('unhandledRejection'));
  await tf.setBackend('wasm');
  // Emscripten rethrows every uncaught error of the whole process from listeners of its own: how to fail is the host's business.
  for (const added of process.listeners('uncaughtException')) if (!exceptionListeners.has(added)) process.off('uncaughtException', added);
  for (const added of process.listeners('unhandledRejection')) if (!rejectionListeners.has(added)) process.off('unhandledRejection', added);
  return tf.backend() as BackendWasm;
}
