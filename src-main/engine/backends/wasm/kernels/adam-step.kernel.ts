import { inputOf } from './wasm-kernel.ts';
import type { WasmKernel } from './wasm-kernel.ts';

/**
 * The project's own: an Adam update in one pass. Inputs `parameter, gradient, m, v` of one shape and the scalar
 * `rate`; attributes `share1` (1 − β1), `share2` (1 − β2), `epsilon`; gives `[parameter, m, v]`, bit for bit what the composed operations of
 * `adamUpdate` give. Its gradient is not defined.
 */
export const adamStepKernel: WasmKernel = {
  name: 'AdamStep',
  run({ tf, heap, inputs, attrs }) {
    const given = ['parameter', 'gradient', 'm', 'v'].map(name => inputOf(inputs, name));
    const { shape } = given[0]!;
    for (const tensor of given) tf.util.assertShapesMatch([...tensor.shape], [...shape], 'AdamStep takes tensors of one shape: ');
    const made = [heap.output(shape), heap.output(shape), heap.output(shape)];
    const addresses = [...given, ...made].map(tensor => heap.address(tensor));
    const [rate = 0] = tf.backend().readSync(inputOf(inputs, 'rate').dataId) as Float32Array;
    const numbers = ['share1', 'share2', 'epsilon'].map(name => Number(attrs[name]));
    heap.programs.adamStep(...addresses, tf.util.sizeFromShape([...shape]), rate, ...numbers);
    return made;
  },
};
