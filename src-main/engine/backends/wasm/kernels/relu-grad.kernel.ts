import { inputOf } from './wasm-kernel.ts';
import type { WasmKernel } from './wasm-kernel.ts';

/** TensorFlow's `ReluGrad` (dy where the output y is positive), which tfjs composes from a step, a cast and a product. */
export const reluGradKernel: WasmKernel = {
  name: 'ReluGrad',
  run({ tf, heap, inputs }) {
    const dy = inputOf(inputs, 'dy');
    const out = heap.output(dy.shape);
    const addresses = [dy, inputOf(inputs, 'y'), out].map(tensor => heap.address(tensor));
    heap.programs.reluGradient(...addresses, tf.util.sizeFromShape(dy.shape));
    return out;
  },
};
