import type { GradConfig, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';

export interface LstmWeights {
  /** [inputs, 4·units]: the gates' columns in the order input, forget, candidate, output. */
  readonly kernel: Tensor;
  /** [units, 4·units]. */
  readonly recurrent: Tensor;
  /** [4·units]; none means zeros. */
  readonly bias: Tensor | undefined;
}

/**
 * States h [N, T, units] of an LSTM over x [N, T, inputs], from zero states: i, f, o = σ(·), g = tanh(·) of x_t·K + h·R + b;
 * c ← f·c + i·g; h = o·tanh c. Differentiable in all. Kernels `LstmSequence` (`x` [T, N, inputs], `weights`
 * [inputs + units, 4·units], `bias`) and `LstmSequenceGrad` where the back end has them; else composed, with one product
 * for the inputs of all steps.
 */
export function lstmSequence(tf: TensorLibrary, x: Tensor, { kernel, recurrent, bias }: LstmWeights): Tensor {
  if (tf.getKernel('LstmSequence', tf.getBackend()) === undefined) return composed(tf, x, { kernel, recurrent, bias });
  const inputs = {
    x: tf.transpose(x, [1, 0, 2]),
    weights: tf.concat([kernel as Tensor2D, recurrent as Tensor2D], 0),
    bias: bias ?? tf.zeros([kernel.shape[1]!]),
  };
  const made = tf.engine().runKernel<Tensor[]>('LstmSequence', inputs);
  return tf.transpose(made[6] as Tensor3D, [1, 0, 2]);
}

function composed(tf: TensorLibrary, x: Tensor, { kernel, recurrent, bias }: LstmWeights): Tensor {
  const [items, steps, inputs] = x.shape as [number, number, number];
  const units = recurrent.shape[0]!;
  const product = tf.matMul(tf.reshape(x, [items * steps, inputs]) as Tensor2D, kernel as Tensor2D);
  const projected = tf.reshape(bias === undefined ? product : tf.add(product, bias), [items, steps, 4 * units]);
  const states: Tensor[] = [];
  // A lone step must still reach `recurrent`, or it has no gradient; with more of them the zeros' product is saved.
  let state: { readonly h: Tensor; readonly c: Tensor } | null = steps === 1 ? zeroState(tf, items, units) : null;
  for (const given of splitSteps(tf, projected)) {
    const sum: Tensor = state === null ? given : tf.add(given, tf.matMul(state.h as Tensor2D, recurrent as Tensor2D));
    const [i, f, g, o] = tf.split(sum, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
    const added: Tensor = tf.mul(tf.sigmoid(i), tf.tanh(g));
    const c: Tensor = state === null ? added : tf.add(tf.mul(tf.sigmoid(f), state.c), added);
    state = { c, h: tf.mul(tf.sigmoid(o), tf.tanh(c)) };
    states.push(state.h);
  }
  return tf.stack(states, 1);
}

function zeroState(tf: TensorLibrary, items: number, units: number): { readonly h: Tensor; readonly c: Tensor } {
  const zeros = tf.zeros([items, units]);
  return { h: zeros, c: zeros };
}

/** [N, T, 4·units] → T × [N, 4·units]. tfjs has no gradient for the unstacking of one. */
function splitSteps(tf: TensorLibrary, projected: Tensor): readonly Tensor[] {
  const [items, steps, columns] = projected.shape as [number, number, number];
  return steps === 1 ? [tf.reshape(projected, [items, columns])] : tf.unstack(projected, 1);
}

export function lstmGradients(tf: TensorLibrary): readonly GradConfig[] {
  return [
    {
      kernelName: 'LstmSequence',
      inputsToSave: ['x', 'weights', 'bias'],
      outputsToSave: [true, true, true, true, true, true, true],
      gradFunc(dys, saved) {
        const dh = (dys as Tensor[])[6]!;
        const names = ['x', 'weights', 'bias', 'i', 'cs', 'f', 'o', 'ci', 'co', 'h'];
        const inputs = { dh, ...Object.fromEntries(names.map((name, place) => [name, saved[place]!])) };
        // Not within the functions below: tfjs frees what one of them leaves behind.
        const made = tf.engine().runKernel<Tensor[]>('LstmSequenceGrad', inputs);
        return { x: () => made[0]!, weights: () => made[1]!, bias: () => made[2]! };
      },
    },
  ];
}
