import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { sigmoidGradient, tanhGradient } from './saturating-gradients.ts';

/** Of a recurrent layer, the columns of its gates one behind the other: of an LSTM input, forget, candidate, output. */
export interface SequenceWeights {
  /** [inputs, gates·units]. */
  readonly kernel: Tensor;
  /** [units, gates·units]. */
  readonly recurrent: Tensor;
  /** [gates·units]; none means zeros. */
  readonly bias: Tensor | undefined;
}

/**
 * States h of an LSTM over x [N, T, inputs], from zero states: i, f, o = σ(·), g = tanh(·) of x_t·K + h·R + b;
 * c ← f·c + i·g; h = o·tanh c. All of them [N, T, units], or the last one [N, units]. Differentiable in all.
 *
 * The gradient is written out: the inputs' product of all steps is one, and so is each kernel's gradient, where tfjs's tape
 * would make T of them and a sum. TensorFlow's block operation takes up to twice as long: its arithmetic is scalar.
 */
export function lstmSequence(tf: TensorLibrary, x: Tensor, weights: SequenceWeights, wanted: 'all' | 'last' = 'all'): Tensor {
  const { kernel, recurrent } = weights;
  const bias = weights.bias ?? tf.zeros([kernel.shape[1]!]);
  const custom = tf.customGrad((...args) => {
    const [given, k, r, b, save] = args as unknown as [Tensor3D, Tensor2D, Tensor2D, Tensor1D, (saved: Tensor[]) => void];
    const turned = tf.transpose(given, [1, 0, 2]);
    const steps = forwardSteps(tf, turned, { kernel: k, recurrent: r, bias: b });
    save([turned, k, r, ...steps.flatMap(step => KEPT.map(name => step[name]))]);
    return {
      value:
        wanted === 'last'
          ? steps[steps.length - 1]!.h.clone()
          : tf.stack(
              steps.map(({ h }) => h),
              1,
            ),
      gradFunc: (dy: Tensor, saved: Tensor[]): Tensor[] => backward(tf, dy, saved, wanted),
    };
  });
  return custom(x, kernel, recurrent, bias);
}

/** What the gradient needs of a step: gates, the cell's state and its tanh, and h. */
const KEPT = ['i', 'f', 'g', 'o', 'c', 'tanhC', 'h'] as const;
type Step = Readonly<Record<(typeof KEPT)[number], Tensor>>;

interface Matrices {
  readonly kernel: Tensor2D;
  readonly recurrent: Tensor2D;
  readonly bias: Tensor1D;
}

/** x is [T, N, inputs]. */
function forwardSteps(tf: TensorLibrary, x: Tensor3D, { kernel, recurrent, bias }: Matrices): readonly Step[] {
  const [time, items, inputs] = x.shape;
  const units = recurrent.shape[0];
  const product = tf.add(tf.matMul(tf.reshape(x, [time * items, inputs]), kernel), bias);
  const steps: Step[] = [];
  for (const given of tf.unstack(tf.reshape(product, [time, items, 4 * units])) as Tensor2D[]) {
    const before = steps.at(-1);
    const sum = before === undefined ? given : tf.add(given, tf.matMul(before.h as Tensor2D, recurrent));
    const parts = tf.split(sum, 4, 1);
    const [i, f, o] = [parts[0]!, parts[1]!, parts[3]!].map(part => tf.sigmoid(part)) as [Tensor, Tensor, Tensor];
    const g = tf.tanh(parts[2]!);
    const added = tf.mul(i, g);
    const c = before === undefined ? added : tf.add(tf.mul(f, before.c), added);
    const tanhC = tf.tanh(c);
    steps.push({ i, f, g, o, c, tanhC, h: tf.mul(o, tanhC) });
  }
  return steps;
}

/** Gradients of x, kernel, recurrent kernel and bias. */
function backward(tf: TensorLibrary, dy: Tensor, saved: readonly Tensor[], wanted: 'all' | 'last'): Tensor[] {
  const [x, kernel, recurrent, ...kept] = saved as unknown as [Tensor3D, Tensor2D, Tensor2D, ...Tensor[]];
  const [time, items, inputs] = x.shape;
  const steps = Array.from({ length: time }, (_, t) => stepOf(kept.slice(t * KEPT.length)));
  const given = wanted === 'last' ? [] : tf.unstack(dy, 1);
  const dz: Tensor[] = [];
  let next: Later | null = null;
  for (let t = time - 1; t >= 0; t--) {
    const dh: Tensor = wanted === 'last' ? (next?.dh ?? dy) : next === null ? given[t]! : tf.add(given[t]!, next.dh);
    next = backwardStep(tf, steps[t]!, { dh, dc: next?.dc ?? null, before: steps[t - 1]?.c ?? null, recurrent });
    dz.unshift(next.dz);
  }
  const columns = kernel.shape[1];
  const rows = tf.reshape(tf.stack(dz), [time * items, columns]);
  const previous = steps.slice(0, -1).map(({ h }) => h);
  const units = recurrent.shape[0];
  const dRecurrent =
    previous.length === 0
      ? tf.zerosLike(recurrent)
      : tf.matMul(
          tf.reshape(tf.stack(previous), [(time - 1) * items, units]),
          tf.slice(rows, [items, 0], [(time - 1) * items, columns]) as Tensor2D,
          true,
        );
  const dx = tf.reshape(tf.matMul(rows as Tensor2D, kernel, false, true), [time, items, inputs]);
  const dKernel = tf.matMul(tf.reshape(x, [time * items, inputs]), rows as Tensor2D, true);
  return [tf.transpose(dx, [1, 0, 2]), dKernel, dRecurrent, tf.sum(rows, 0)];
}

/** What a step hands to the one before it. */
interface Later {
  /** Of the gates' sums, [N, 4·units]. */
  readonly dz: Tensor;
  readonly dh: Tensor;
  readonly dc: Tensor;
}

interface Reached {
  readonly dh: Tensor;
  /** Null behind the last step. */
  readonly dc: Tensor | null;
  /** The cell's state before; null at the first step. */
  readonly before: Tensor | null;
  readonly recurrent: Tensor2D;
}

function backwardStep(tf: TensorLibrary, { i, f, g, o, tanhC }: Step, { dh, dc: later, before, recurrent }: Reached): Later {
  const through = tanhGradient(tf, tf.mul(dh, o), tanhC);
  const dc = later === null ? through : tf.add(through, later);
  const dz = tf.concat(
    [
      sigmoidGradient(tf, tf.mul(dc, g), i),
      before === null ? tf.zerosLike(f) : sigmoidGradient(tf, tf.mul(dc, before), f),
      tanhGradient(tf, tf.mul(dc, i), g),
      sigmoidGradient(tf, tf.mul(dh, tanhC), o),
    ],
    1,
  );
  return { dz, dh: tf.matMul(dz as Tensor2D, recurrent, false, true), dc: tf.mul(dc, f) };
}

function stepOf(tensors: readonly Tensor[]): Step {
  return Object.fromEntries(KEPT.map((name, place) => [name, tensors[place]!])) as Step;
}
