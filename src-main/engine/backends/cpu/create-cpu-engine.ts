import * as tf from '@tensorflow/tfjs-core';
import { version_cpu } from '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import type { Engine } from '../../tensor-library.ts';
import { registerRunOnnx } from '../onnxruntime/run-onnx.ts';

/**
 * tfjs's plain JavaScript back end, put in force for the whole process: the reference of tests, and the last resort.
 * Its average-pool gradient with 'same' padding is wrong (it divides by the full window): judge that by finite differences.
 */
export async function createCpuEngine(): Promise<Engine> {
  // Otherwise tfjs advertises its native package on the console.
  tf.enableProdMode();
  registerRunOnnx(tf, 'cpu');
  await tf.setBackend('cpu');
  return { id: 'cpu', tf, identity: `cpu-${version_cpu}-1t`, threads: 1, compiler: null };
}
