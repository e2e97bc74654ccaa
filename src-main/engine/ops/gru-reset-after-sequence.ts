import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { sumOfRows } from './add-bias.ts';
import { countingSteps, HOLD, holdGates, mixed, type SequenceCall } from './held-steps.ts';
import type { SequenceWeights } from './lstm-sequence.ts';
import { sigmoidGradient, tanhGradient } from './saturating-gradients.ts';

/**
 * States h of a GRU that resets after its product, over x [N, T, inputs], from zero states, with a bias [2, 3·units] of the input and
 * of the state: a = x·K + b₀ and s = h·R + b₁; z, r = σ(a + s) of the first two gates; g = tanh(a + r·s) of the third;
 * h ← z·h + (1 − z)·g; under a mask h stays where it is 0. All of them [N, T, units], or the last one [N, units]. Differentiable in all but the mask. This is cuDNN's form, and so the
 * one that Keras (`reset_after`), PyTorch and ONNX (`linear_before_reset`) make by default; the state's product is one for all gates.
 * Source: Cho 2014, arXiv:1406.1078v1, as implemented by cuDNN (Appleyard 2016, arXiv:1604.01946).
 */
export function gruResetAfterSequence(
  tf: TensorLibrary,
  x: Tensor,
  weights: SequenceWeights,
  { wanted = 'all', mask }: SequenceCall = {},
): Tensor {
  const { kernel, recurrent } = weights;
  const bias = weights.bias ?? tf.zeros([2, kernel.shape[1]!]);
  const custom = tf.customGrad((...args) => {
    const [given, k, r, b, save] = args as unknown as [Tensor3D, Tensor2D, Tensor2D, Tensor2D, (saved: Tensor[]) => void];
    const turned = tf.transpose(given, [1, 0, 2]);
    const counts = mask === undefined ? null : countingSteps(tf, mask);
    const steps = forwardSteps(tf, turned, { kernel: k, recurrent: r, bias: b, counts });
    save([turned, k, r, ...steps.flatMap(step => KEPT.map(name => step[name]))]);
    const states = steps.map(({ h }) => h);
    return {
      value: wanted === 'last' ? states[states.length - 1]!.clone() : tf.stack(states, 1),
      gradFunc: (dy: Tensor, saved: Tensor[]): Tensor[] => backward(tf, dy, saved, wanted),
    };
  });
  return custom(x, kernel, recurrent, bias);
}

/** What the gradient needs of a step: both gates side by side, the candidate, the state, and what is reset for the candidate. */
const KEPT = ['gates', 'g', 'h', 'seen'] as const;
type Step = Readonly<Record<(typeof KEPT)[number], Tensor2D>>;

interface Matrices {
  readonly kernel: Tensor2D;
  readonly recurrent: Tensor2D;
  readonly bias: Tensor2D;
  /** [T, N, 1], see `countingSteps`; null: every step counts. */
  readonly counts: Tensor | null;
}

/** x is [T, N, inputs]. */
function forwardSteps(tf: TensorLibrary, x: Tensor3D, { kernel, recurrent, bias, counts }: Matrices): readonly Step[] {
  const [time, items, inputs] = x.shape;
  const columns = kernel.shape[1];
  const [ofInput, ofState] = tf.split(bias, 2, 0) as [Tensor2D, Tensor2D];
  const sums = tf.add(tf.matMul(tf.reshape(x, [time * items, inputs]), kernel), ofInput);
  const product = counts === null ? sums : holdGates(tf, sums, { counts, pull: HOLD.gru });
  const steps: Step[] = [];
  for (const given of tf.unstack(tf.reshape(product, [time, items, columns])) as Tensor2D[]) {
    const before = steps.at(-1)?.h;
    const [forGates, forCandidate] = parted(tf, given);
    const state = tf.add(before === undefined ? tf.zeros([items, columns]) : tf.matMul(before, recurrent), ofState) as Tensor2D;
    const [toGates, seen] = parted(tf, state);
    const gates = tf.sigmoid(tf.add(forGates, toGates));
    const [z, r] = tf.split(gates, 2, 1) as [Tensor2D, Tensor2D];
    const g = tf.tanh(tf.add(forCandidate, tf.mul(r, seen)));
    const h = before === undefined ? tf.sub(g, tf.mul(z, g)) : mixed(tf, { z, h: before, g }, counts !== null);
    steps.push({ gates, g, h, seen } as Step);
  }
  return steps;
}

/** Columns of the two gates, and of the candidate. */
function parted(tf: TensorLibrary, matrix: Tensor2D): [Tensor2D, Tensor2D] {
  const units = matrix.shape[1] / 3;
  return tf.split(matrix, [2 * units, units], 1) as [Tensor2D, Tensor2D];
}

/** Gradients of x, kernel, recurrent kernel and bias. */
function backward(tf: TensorLibrary, dy: Tensor, saved: readonly Tensor[], wanted: 'all' | 'last'): Tensor[] {
  const [x, kernel, recurrent, ...kept] = saved as unknown as [Tensor3D, Tensor2D, Tensor2D, ...Tensor2D[]];
  const [time, items, inputs] = x.shape;
  const steps = Array.from({ length: time }, (_, t) => stepOf(kept.slice(t * KEPT.length)));
  const given = wanted === 'last' ? [] : tf.unstack(dy, 1);
  const slopes: Slopes[] = [];
  let later: Tensor | null = null;
  for (let t = time - 1; t >= 0; t--) {
    const dh: Tensor = wanted === 'last' ? (later ?? dy) : later === null ? given[t]! : tf.add(given[t]!, later);
    const reached = backwardStep(tf, steps[t]!, { dh, before: steps[t - 1]?.h ?? null, recurrent });
    later = reached.dh;
    slopes.unshift(reached);
  }
  const columns = kernel.shape[1];
  const rowsOf = (parts: readonly Tensor2D[]): Tensor2D => tf.reshape(tf.stack([...parts]), [parts.length * items, columns]) as Tensor2D;
  const ofInput = rowsOf(slopes.map(slope => slope.input));
  const ofState = rowsOf(slopes.map(slope => slope.state));
  const dx = tf.reshape(tf.matMul(ofInput, kernel, false, true), [time, items, inputs]);
  const dKernel = tf.matMul(tf.reshape(x, [time * items, inputs]), ofInput, true);
  const dBias = tf.stack([sumOfRows(tf, ofInput), sumOfRows(tf, ofState)]);
  return [tf.transpose(dx, [1, 0, 2]), dKernel, ofRecurrent(tf, { steps, slopes, recurrent }), dBias];
}

/** Of what the input and what the state gave to a step, [N, 3·units] each, and of the state before it. */
interface Slopes {
  readonly input: Tensor2D;
  readonly state: Tensor2D;
  readonly dh: Tensor;
}

interface Reached {
  readonly dh: Tensor;
  /** The state before; null at the first step. */
  readonly before: Tensor2D | null;
  readonly recurrent: Tensor2D;
}

function backwardStep(tf: TensorLibrary, { gates, g: candidate, seen }: Step, { dh, before, recurrent }: Reached): Slopes {
  const [z, r] = tf.split(gates, 2, 1) as [Tensor2D, Tensor2D];
  const g = tanhGradient(tf, tf.sub(dh, tf.mul(dh, z)), candidate) as Tensor2D;
  const dz = before === null ? tf.neg(tf.mul(dh, candidate)) : tf.mul(dh, tf.sub(before, candidate));
  const ofGates = sigmoidGradient(tf, tf.concat([dz, tf.mul(g, seen)], 1), gates) as Tensor2D;
  const input = tf.concat([ofGates, g], 1) as Tensor2D;
  const state = tf.concat([ofGates, tf.mul(g, r)], 1) as Tensor2D;
  return { input, state, dh: before === null ? dh : tf.add(tf.mul(dh, z), tf.matMul(state, recurrent, false, true)) };
}

interface Passed {
  readonly steps: readonly Step[];
  readonly slopes: readonly Slopes[];
  readonly recurrent: Tensor2D;
}

/** Of the recurrent kernel: the states before each step but the first against what they gave. */
function ofRecurrent(tf: TensorLibrary, { steps, slopes, recurrent }: Passed): Tensor {
  if (steps.length === 1) return tf.zerosLike(recurrent);
  const joined = (parts: readonly Tensor2D[]): Tensor2D => (parts.length === 1 ? parts[0]! : tf.concat([...parts], 0)) as Tensor2D;
  const before = joined(steps.slice(0, -1).map(({ h }) => h));
  return tf.matMul(before, joined(slopes.slice(1).map(({ state }) => state)), true);
}

function stepOf(tensors: readonly Tensor2D[]): Step {
  return Object.fromEntries(KEPT.map((name, place) => [name, tensors[place]!])) as Step;
}
