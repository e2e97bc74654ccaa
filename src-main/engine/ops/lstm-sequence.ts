import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { countingSteps, HOLD, holdingRow, type SequenceCall } from './held-steps.ts';
import { sigmoidGradient, tanhGradient } from './saturating-gradients.ts';

/** Of a recurrent layer, the columns of its gates one behind the other: of an LSTM input, forget, candidate, output. */
export interface SequenceWeights {
  /** [inputs, gates·units]. */
  readonly kernel: Tensor;
  /** [units, gates·units]. */
  readonly recurrent: Tensor;
  /** [gates·units], [2, gates·units] of a GRU that resets after its product; none means zeros. */
  readonly bias: Tensor | undefined;
}

/**
 * States h of an LSTM over x [N, T, inputs], from zero states: i, f, o = σ(·), g = tanh(·) of x_t·K + h·R + b;
 * c ← f·c + i·g; h = o·tanh c; under a mask c and h stay where it is 0. All of them [N, T, units], or the last one [N, units].
 * Differentiable in all but the mask.
 *
 * A step's product is one, of its input, a 1 for the bias and the state before it side by side, and all that follows of it
 * lies in the cache; only the kernels' gradients are one product over all steps, where tfjs's tape would make T of them and a
 * sum. So the gradient is written out. TensorFlow's block operation takes up to twice as long: its arithmetic is scalar.
 */
export function lstmSequence(tf: TensorLibrary, x: Tensor, weights: SequenceWeights, { wanted = 'all', mask }: SequenceCall = {}): Tensor {
  const { kernel, recurrent } = weights;
  const bias = weights.bias ?? tf.zeros([kernel.shape[1]!]);
  const custom = tf.customGrad((...args) => {
    const [given, k, r, b, save] = args as unknown as [Tensor3D, Tensor2D, Tensor2D, Tensor1D, (saved: Tensor[]) => void];
    const counts = mask === undefined ? null : countingSteps(tf, mask);
    const steps = forwardSteps(tf, tf.transpose(given, [1, 0, 2]), { kernel: k, recurrent: r, bias: b, counts });
    save([k, r, ...steps.flatMap(step => KEPT.map(name => step[name])), ...(counts === null ? [] : [counts])]);
    const states = steps.map(({ h }) => h);
    return {
      value: wanted === 'last' ? states[states.length - 1]!.clone() : tf.stack(states, 1),
      gradFunc: (dy: Tensor, saved: Tensor[]): Tensor[] => backward(tf, dy, saved, wanted),
    };
  });
  return custom(x, kernel, recurrent, bias);
}

/** What the gradient needs of a step: what its product is of, gates and candidate, the cell's state before it and the new one's tanh. */
const KEPT = ['given', 'i', 'f', 'g', 'o', 'before', 'tanhC'] as const;
type Kept = Readonly<Record<(typeof KEPT)[number], Tensor>>;

interface Matrices {
  readonly kernel: Tensor2D;
  readonly recurrent: Tensor2D;
  readonly bias: Tensor1D;
  /** [T, N, 1], see `countingSteps`; null: every step counts. */
  readonly counts: Tensor | null;
}

/** x is [T, N, inputs]. */
function forwardSteps(tf: TensorLibrary, x: Tensor3D, matrices: Matrices): readonly (Kept & { readonly h: Tensor })[] {
  const [time, items] = x.shape;
  const units = matrices.recurrent.shape[0];
  const { rows, columns, hold } = joined(tf, x, matrices);
  const steps: (Kept & { readonly h: Tensor })[] = [];
  let [h, before]: [Tensor, Tensor] = [tf.zeros([items, units]), tf.zeros([items, units])];
  for (let t = 0; t < time; t++) {
    const given = tf.concat([columns[t]!, h], 1);
    const sums = tf.matMul(given as Tensor2D, rows);
    // Of all four blocks: one operation, though the candidate's goes unused.
    const [i, f, , o] = tf.split(tf.sigmoid(sums), 4, 1) as [Tensor, Tensor, Tensor, Tensor];
    const g = tf.tanh(tf.slice(sums, [0, 2 * units], [items, units]));
    const c = tf.add(tf.mul(f, before), tf.mul(i, g));
    const tanhC = tf.tanh(c);
    const fresh = tf.mul(o, tanhC);
    h = hold === null ? fresh : tf.add(tf.mul(fresh, hold.counts[t]!), tf.mul(h, hold.skipped[t]!));
    steps.push({ given, i, f, g, o, before, tanhC, h });
    before = c;
  }
  return steps;
}

interface Joined {
  /** [inputs + 1 + units, 4·units], under a mask one row more: what opens and shuts the gates of a step that doesn't count. */
  readonly rows: Tensor2D;
  /** By step, all that is multiplied with them but the state. */
  readonly columns: readonly Tensor[];
  readonly hold: { readonly counts: readonly Tensor[]; readonly skipped: readonly Tensor[] } | null;
}

/** Matrices one below the other, and what they are multiplied with side by side. */
function joined(tf: TensorLibrary, x: Tensor3D, { kernel, recurrent, bias, counts }: Matrices): Joined {
  const [time, items] = x.shape;
  const ones = tf.ones([time, items, 1]);
  const ofBias = tf.reshape(bias, [1, bias.size]);
  if (counts === null)
    return { rows: tf.concat([kernel, ofBias, recurrent], 0) as Tensor2D, columns: tf.unstack(tf.concat([x, ones], 2)), hold: null };
  const skipped = tf.sub(1, counts);
  return {
    rows: tf.concat([kernel, ofBias, holdingRow(tf, HOLD.lstm, recurrent.shape[0]), recurrent], 0) as Tensor2D,
    columns: tf.unstack(tf.concat([x, ones, skipped], 2)),
    hold: { counts: tf.unstack(counts), skipped: tf.unstack(skipped) },
  };
}

/** Gradients of x, kernel, recurrent kernel and bias. */
function backward(tf: TensorLibrary, dy: Tensor, saved: readonly Tensor[], wanted: 'all' | 'last'): Tensor[] {
  const [kernel, recurrent, ...kept] = saved as unknown as [Tensor2D, Tensor2D, ...Tensor[]];
  const time = Math.floor(kept.length / KEPT.length);
  const steps = Array.from({ length: time }, (_, t) => stepOf(kept.slice(t * KEPT.length)));
  const mask = kept[time * KEPT.length];
  const hold = mask === undefined ? null : { counts: tf.unstack(mask), skipped: tf.unstack(tf.sub(1, mask)) };
  const given = wanted === 'last' ? [] : tf.unstack(dy, 1);
  const dSums: Tensor[] = [];
  let later: Later | null = null;
  for (let t = time - 1; t >= 0; t--) {
    const own = wanted === 'last' ? dy : given[t]!;
    const dh: Tensor = later === null ? own : wanted === 'last' ? later.dh : tf.add(own, later.dh);
    const fresh = hold === null ? dh : tf.mul(dh, hold.counts[t]!);
    const { ofSums, dc } = backwardStep(tf, steps[t]!, fresh, later?.dc ?? null);
    dSums.unshift(ofSums);
    const through: Tensor = tf.matMul(ofSums, recurrent, false, true);
    later = { dh: hold === null ? through : tf.add(through, tf.mul(dh, hold.skipped[t]!)), dc: tf.mul(dc, steps[t]!.f) };
  }
  const flat = (parts: readonly Tensor[]): Tensor2D => tf.reshape(tf.stack([...parts]), [-1, parts[0]!.shape[1]!]) as Tensor2D;
  const [inputs, columns] = kernel.shape;
  const ofSums = flat(dSums);
  const rows = tf.matMul(flat(steps.map(step => step.given)), ofSums, true);
  const units = recurrent.shape[0];
  const dKernel = tf.slice(rows, [0, 0], [inputs, columns]);
  const dBias = tf.reshape(tf.slice(rows, [inputs, 0], [1, columns]), [columns]);
  const dRecurrent = tf.slice(rows, [rows.shape[0] - units, 0], [units, columns]);
  const dx = tf.reshape(tf.matMul(ofSums, kernel, false, true), [time, -1, inputs]);
  return [tf.transpose(dx, [1, 0, 2]), dKernel, dRecurrent, dBias];
}

/** What a step hands to the one before it. */
interface Later {
  readonly dh: Tensor;
  readonly dc: Tensor;
}

/** Gradients of a step's sums and of its cell's state, given that of its fresh h and what the step behind it says of the cell's state. */
function backwardStep(
  tf: TensorLibrary,
  { i, f, g, o, before, tanhC }: Kept,
  dh: Tensor,
  laterDc: Tensor | null,
): { readonly ofSums: Tensor2D; readonly dc: Tensor } {
  const through = tanhGradient(tf, tf.mul(dh, o), tanhC);
  const dc = laterDc === null ? through : tf.add(through, laterDc);
  const ofSums = [
    sigmoidGradient(tf, tf.mul(dc, g), i),
    sigmoidGradient(tf, tf.mul(dc, before), f),
    tanhGradient(tf, tf.mul(dc, i), g),
    sigmoidGradient(tf, tf.mul(dh, tanhC), o),
  ];
  return { ofSums: tf.concat(ofSums, 1) as Tensor2D, dc };
}

function stepOf(tensors: readonly Tensor[]): Kept {
  return Object.fromEntries(KEPT.map((name, place) => [name, tensors[place]!])) as Kept;
}
