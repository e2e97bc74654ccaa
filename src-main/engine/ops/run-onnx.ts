import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';

/** Kernel of the back ends beside which ONNX Runtime runs: inputs `x0`, `x1` …, attribute `file`. */
export const RUN_ONNX = 'RunOnnx';

/**
 * What an ONNX file of one output, in base64, gives for these values [N, ...]. There is no gradient: asking for one throws
 * `invalid-input`. Throws `engine-unavailable` on a back end whose values can't be read in the middle of a pass.
 */
export function runOnnx(tf: TensorLibrary, file: string, inputs: readonly Tensor[]): Tensor {
  if (tf.getKernel(RUN_ONNX, tf.getBackend()) === undefined) {
    throw new AppFailure({
      code: 'engine-unavailable',
      message: `An operator that ONNX Runtime computes needs TensorFlow, WebAssembly or plain JavaScript around it, not ${tf.getBackend()}`,
      hint: "Choose the engine 'wasm'.",
    });
  }
  const run = tf.customGrad((...args) => {
    const given = args.slice(0, inputs.length) as Tensor[];
    const named = Object.fromEntries(given.map((x, i) => [`x${i}`, x]));
    return { value: tf.engine().runKernel(RUN_ONNX, named, { file }) as Tensor, gradFunc: noGradient };
  });
  return run(...inputs);
}

function noGradient(): never {
  throw invalidInput('ONNX Runtime computes no gradients: what leads into an operator that it runs can only stay as it is');
}
