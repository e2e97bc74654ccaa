import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { sigmoidGradient, tanhGradient } from './saturating-gradients.ts';

/** What a step of an LSTM computes, each [N, units]: its gates i, f, o and candidate g, the cell's state c with its tanh, and h. */
export type LstmStep = Readonly<Record<'i' | 'f' | 'g' | 'o' | 'c' | 'tanhC' | 'h', Tensor>>;

export interface StepInputs {
  /** [N, inputs], a 1 for the bias among them. */
  readonly x: Tensor;
  /** The states of the step before. */
  readonly h: Tensor;
  readonly c: Tensor;
  /** What x and h side by side are multiplied with, [inputs + units, 4·units], the gates in the cell's order. */
  readonly rows: Tensor2D;
}

export interface GivenGradients {
  /** Of the step's h. */
  readonly dh: Tensor;
  /** Of its c, as far as later steps use it; null: there are none. */
  readonly dc: Tensor | null;
}

/** What a step hands to the one before it: gradients of its sums [N, 4·units], in the cell's order, and of the state c before it. */
export interface StepGradients {
  readonly ofSums: Tensor2D;
  readonly dc: Tensor;
}

/** A step of an LSTM and its gradient. Neither is differentiable. */
export interface LstmCell {
  /** Columns of input, forget, candidate and output in the order of the cell's own, and back: called twice, it changes nothing. */
  order(columns: Tensor2D): Tensor2D;
  step(inputs: StepInputs): LstmStep;
  backward(inputs: StepInputs, step: LstmStep, given: GivenGradients): StepGradients;
}

/**
 * By the kernels `LstmCell` and `LstmCellGrad` where the back end has them: one operation where the composed cell needs a dozen.
 * It keeps tensors of the scope it was made in.
 */
export function lstmCell(tf: TensorLibrary, units: number): LstmCell {
  return tf.getKernel('LstmCell', tf.getBackend()) === undefined ? composedCell(tf, units) : kernelCell(tf, units);
}

function composedCell(tf: TensorLibrary, units: number): LstmCell {
  return {
    order: columns => columns,
    step({ x, h, c: before, rows }) {
      const sums = tf.matMul(tf.concat([x, h], 1) as Tensor2D, rows);
      // Of all four blocks: one operation, though the candidate's goes unused.
      const [i, f, , o] = tf.split(tf.sigmoid(sums), 4, 1) as [Tensor, Tensor, Tensor, Tensor];
      const g = tf.tanh(tf.slice(sums, [0, 2 * units], [x.shape[0]!, units]));
      const c = tf.add(tf.mul(f, before), tf.mul(i, g));
      const tanhC = tf.tanh(c);
      return { i, f, g, o, c, tanhC, h: tf.mul(o, tanhC) };
    },
    backward({ c: before }, { i, f, g, o, tanhC }, { dh, dc: laterDc }) {
      const through = tanhGradient(tf, tf.mul(dh, o), tanhC);
      const dc = laterDc === null ? through : tf.add(through, laterDc);
      const ofSums = [
        sigmoidGradient(tf, tf.mul(dc, g), i),
        sigmoidGradient(tf, tf.mul(dc, before), f),
        tanhGradient(tf, tf.mul(dc, i), g),
        sigmoidGradient(tf, tf.mul(dh, tanhC), o),
      ];
      return { ofSums: tf.concat(ofSums, 1) as Tensor2D, dc: tf.mul(dc, f) };
    },
  };
}

/** The kernels' gates: input, candidate, forget, output. */
function kernelCell(tf: TensorLibrary, units: number): LstmCell {
  const unused = { peephole: tf.zeros([units]), bias: tf.zeros([4 * units]) };
  return {
    order(columns) {
      const [i, f, g, o] = tf.split(columns, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
      return tf.concat([i, g, f, o], 1) as Tensor2D;
    },
    step({ x, h, c, rows }) {
      const [i, after, f, o, g, tanhC, fresh] = tf.engine().runKernel('LstmCell', { x, h, c, rows, ...unused }) as [
        Tensor,
        Tensor,
        Tensor,
        Tensor,
        Tensor,
        Tensor,
        Tensor,
      ];
      return { i, f, g, o, c: after, tanhC, h: fresh };
    },
    backward({ x, h, c, rows }, { i, f, g, o, c: after, tanhC }, { dh, dc: laterDc }) {
      const given = { x, h, c, rows, ...unused, i, after, f, o, g, tanhC, dc: laterDc ?? tf.zerosLike(dh), dh };
      const [dc, ofSums] = tf.engine().runKernel('LstmCellGrad', given) as [Tensor, Tensor];
      return { ofSums: ofSums as Tensor2D, dc };
    },
  };
}
