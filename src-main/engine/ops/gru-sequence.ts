import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { addBias, sumOfRows } from './add-bias.ts';
import { countingSteps, HOLD, holdGates, mixed, type SequenceCall } from './held-steps.ts';
import type { SequenceWeights } from './lstm-sequence.ts';
import { sigmoidGradient, tanhGradient } from './saturating-gradients.ts';

/**
 * States h of a GRU over x [N, T, inputs], from zero states: z, r = σ(x·K + h·R + b) of the first two gates; g = tanh(x·K +
 * (r·h)·R + b) of the third; h ← z·h + (1 − z)·g; under a mask h stays where it is 0. All of them [N, T, units], or the last one [N, units]. Differentiable in all but the mask.
 * The reset is in front of the product, as published; cuDNN's form has it behind. The gradient is written out, as the LSTM's.
 */
export function gruSequence(tf: TensorLibrary, x: Tensor, weights: SequenceWeights, { wanted = 'all', mask }: SequenceCall = {}): Tensor {
  const { kernel, recurrent } = weights;
  const bias = weights.bias ?? tf.zeros([kernel.shape[1]!]);
  const custom = tf.customGrad((...args) => {
    const [given, k, r, b, save] = args as unknown as [Tensor3D, Tensor2D, Tensor2D, Tensor1D, (saved: Tensor[]) => void];
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

/** What the gradient needs of a step: both gates side by side, the candidate, the state, and the state before it as reset. */
const KEPT = ['gates', 'g', 'h', 'reset'] as const;
type Step = Readonly<Record<(typeof KEPT)[number], Tensor2D>>;

interface Matrices {
  readonly kernel: Tensor2D;
  readonly recurrent: Tensor2D;
  readonly bias: Tensor1D;
  /** [T, N, 1], see `countingSteps`; null: every step counts. */
  readonly counts: Tensor | null;
}

/** x is [T, N, inputs]. */
function forwardSteps(tf: TensorLibrary, x: Tensor3D, { kernel, recurrent, bias, counts }: Matrices): readonly Step[] {
  const [time, items, inputs] = x.shape;
  const units = recurrent.shape[0];
  const sums = addBias(tf, tf.matMul(tf.reshape(x, [time * items, inputs]), kernel), bias);
  const product = counts === null ? sums : holdGates(tf, sums, { counts, pull: HOLD.gru });
  const [ofGates, ofCandidate] = parted(tf, recurrent);
  const none = tf.zeros([items, units]) as Tensor2D;
  const steps: Step[] = [];
  for (const given of tf.unstack(tf.reshape(product, [time, items, 3 * units])) as Tensor2D[]) {
    const before = steps.at(-1)?.h;
    const [forGates, forCandidate] = parted(tf, given);
    const gates = tf.sigmoid(before === undefined ? forGates : tf.add(forGates, tf.matMul(before, ofGates)));
    const [z, r] = tf.split(gates, 2, 1) as [Tensor2D, Tensor2D];
    const reset = before === undefined ? none : tf.mul(r, before);
    const g = tf.tanh(before === undefined ? forCandidate : tf.add(forCandidate, tf.matMul(reset as Tensor2D, ofCandidate)));
    const h = before === undefined ? tf.sub(g, tf.mul(z, g)) : mixed(tf, { z, h: before, g }, counts !== null);
    steps.push({ gates, g, h, reset } as Step);
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
  const matrices = parted(tf, recurrent);
  const given = wanted === 'last' ? [] : tf.unstack(dy, 1);
  const slopes: Slopes[] = [];
  let later: Tensor | null = null;
  for (let t = time - 1; t >= 0; t--) {
    const dh: Tensor = wanted === 'last' ? (later ?? dy) : later === null ? given[t]! : tf.add(given[t]!, later);
    const reached = backwardStep(tf, steps[t]!, { dh, before: steps[t - 1]?.h ?? null, matrices });
    later = reached.dh;
    slopes.unshift(reached);
  }
  const rows = tf.reshape(tf.stack(slopes.map(({ gates, g }) => tf.concat([gates, g], 1))), [time * items, kernel.shape[1]]) as Tensor2D;
  const dx = tf.reshape(tf.matMul(rows, kernel, false, true), [time, items, inputs]);
  const dKernel = tf.matMul(tf.reshape(x, [time * items, inputs]), rows, true);
  return [tf.transpose(dx, [1, 0, 2]), dKernel, ofRecurrent(tf, { steps, slopes, recurrent }), sumOfRows(tf, rows)];
}

/** Of the sums of a step's gates and candidate, and of the state before it. */
interface Slopes {
  readonly gates: Tensor2D;
  readonly g: Tensor2D;
  readonly dh: Tensor;
}

interface Reached {
  readonly dh: Tensor;
  /** The state before; null at the first step. */
  readonly before: Tensor2D | null;
  readonly matrices: readonly [ofGates: Tensor2D, ofCandidate: Tensor2D];
}

function backwardStep(tf: TensorLibrary, { gates, g: candidate }: Step, { dh, before, matrices: [ofGates, ofCandidate] }: Reached): Slopes {
  const [z, r] = tf.split(gates, 2, 1) as [Tensor2D, Tensor2D];
  const g = tanhGradient(tf, tf.sub(dh, tf.mul(dh, z)), candidate) as Tensor2D;
  if (before === null) {
    const dz = tf.neg(tf.mul(dh, candidate));
    return { gates: sigmoidGradient(tf, tf.concat([dz, tf.zerosLike(r)], 1), gates) as Tensor2D, g, dh };
  }
  const dReset = tf.matMul(g, ofCandidate, false, true);
  const sums = tf.concat([tf.mul(dh, tf.sub(before, candidate)), tf.mul(dReset, before)], 1);
  const ofSums = sigmoidGradient(tf, sums, gates) as Tensor2D;
  const through = tf.add(tf.mul(dh, z), tf.mul(dReset, r));
  return { gates: ofSums, g, dh: tf.add(through, tf.matMul(ofSums, ofGates, false, true)) };
}

interface Passed {
  readonly steps: readonly Step[];
  readonly slopes: readonly Slopes[];
  readonly recurrent: Tensor2D;
}

/** Of the recurrent kernel: the states before each step against the gates, as they were reset against the candidate. */
function ofRecurrent(tf: TensorLibrary, { steps, slopes, recurrent }: Passed): Tensor {
  if (steps.length === 1) return tf.zerosLike(recurrent);
  const joined = (parts: readonly Tensor2D[]): Tensor2D => (parts.length === 1 ? parts[0]! : tf.concat([...parts], 0)) as Tensor2D;
  const [before, after] = [steps.slice(0, -1), slopes.slice(1)];
  const gates = tf.matMul(joined(before.map(({ h }) => h)), joined(after.map(slope => slope.gates)), true);
  const candidate = tf.matMul(joined(steps.slice(1).map(({ reset }) => reset)), joined(after.map(({ g }) => g)), true);
  return tf.concat([gates, candidate], 1);
}

function stepOf(tensors: readonly Tensor2D[]): Step {
  return Object.fromEntries(KEPT.map((name, place) => [name, tensors[place]!])) as Step;
}
