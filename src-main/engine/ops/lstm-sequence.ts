import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { addBias, sumOfRows } from './add-bias.ts';
import { countingSteps, HOLD, holdGates, type SequenceCall } from './held-steps.ts';
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
 * The gradient is written out: the inputs' product of all steps is one, and so is each kernel's gradient, where tfjs's tape
 * would make T of them and a sum. TensorFlow's block operation takes up to twice as long: its arithmetic is scalar.
 */
export function lstmSequence(tf: TensorLibrary, x: Tensor, weights: SequenceWeights, { wanted = 'all', mask }: SequenceCall = {}): Tensor {
  const { kernel, recurrent } = weights;
  const bias = weights.bias ?? tf.zeros([kernel.shape[1]!]);
  const custom = tf.customGrad((...args) => {
    const [given, k, r, b, save] = args as unknown as [Tensor3D, Tensor2D, Tensor2D, Tensor1D, (saved: Tensor[]) => void];
    const turned = tf.transpose(given, [1, 0, 2]);
    const counts = mask === undefined ? null : countingSteps(tf, mask);
    const steps = forwardSteps(tf, turned, { kernel: k, recurrent: r, bias: b, counts });
    save([turned, k, r, ...steps.flatMap(step => KEPT.map(name => step[name])), ...(counts === null ? [] : [counts])]);
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

/** What the gradient needs of a step: the sums' sigmoids (the candidate's go unused), candidate, state, its tanh, and h. */
const KEPT = ['gates', 'g', 'c', 'tanhC', 'h'] as const;
type Step = Readonly<Record<(typeof KEPT)[number], Tensor>>;

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
  const product = counts === null ? sums : holdGates(tf, sums, { counts, pull: HOLD.lstm });
  const hold = counts === null ? null : { counts: tf.unstack(counts), skipped: tf.unstack(tf.sub(1, counts)) };
  const steps: Step[] = [];
  for (const [t, given] of (tf.unstack(tf.reshape(product, [time, items, 4 * units])) as Tensor2D[]).entries()) {
    const before = steps.at(-1);
    const sum = before === undefined ? given : tf.add(given, tf.matMul(before.h as Tensor2D, recurrent));
    const gates = tf.sigmoid(sum);
    const [i, f, , o] = tf.split(gates, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
    const g = tf.tanh(tf.slice(sum, [0, 2 * units], [items, units]));
    const added = tf.mul(i, g);
    const c = before === undefined ? added : tf.add(tf.mul(f, before.c), added);
    const tanhC = tf.tanh(c);
    const fresh = tf.mul(o, tanhC);
    steps.push({
      gates,
      g,
      c,
      tanhC,
      h: hold === null ? fresh : heldState(tf, fresh, { before, counts: hold.counts[t]!, skipped: hold.skipped[t]! }),
    });
  }
  return steps;
}

interface Hold {
  readonly before: Step | undefined;
  readonly counts: Tensor;
  readonly skipped: Tensor;
}

function heldState(tf: TensorLibrary, fresh: Tensor, { before, counts, skipped }: Hold): Tensor {
  const own = tf.mul(fresh, counts);
  return before === undefined ? own : tf.add(own, tf.mul(before.h, skipped));
}

/** Gradients of x, kernel, recurrent kernel and bias. */
function backward(tf: TensorLibrary, dy: Tensor, saved: readonly Tensor[], wanted: 'all' | 'last'): Tensor[] {
  const [x, kernel, recurrent, ...kept] = saved as unknown as [Tensor3D, Tensor2D, Tensor2D, ...Tensor[]];
  const [time, items, inputs] = x.shape;
  const steps = Array.from({ length: time }, (_, t) => stepOf(kept.slice(t * KEPT.length)));
  const given = wanted === 'last' ? [] : tf.unstack(dy, 1);
  const counts = kept[time * KEPT.length] ?? null;
  const slopes = slopesOf(tf, steps, counts);
  const dz: Tensor[] = [];
  let later: Later | null = null;
  for (let t = time - 1; t >= 0; t--) {
    const own = wanted === 'last' ? dy : given[t]!;
    const dh: Tensor = later === null ? own : wanted === 'last' ? later.dh : tf.add(own, later.dh);
    const through: Tensor = tf.mul(dh, slopes.cell[t]!);
    const dc: Tensor = later === null ? through : tf.add(through, later.dc);
    const ofSums = tf.mul(tf.concat([dc, dc, dc, dh], 1), slopes.sums[t]!);
    dz.unshift(ofSums);
    if (t === 0) continue;
    const computed = tf.matMul(ofSums as Tensor2D, recurrent, false, true);
    const skipped = slopes.skipped?.[t];
    later = { dh: skipped === undefined ? computed : tf.add(computed, tf.mul(dh, skipped)), dc: tf.mul(dc, slopes.forget[t]!) };
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
  return [tf.transpose(dx, [1, 0, 2]), dKernel, dRecurrent, sumOfRows(tf, rows)];
}

/** What a step hands to the one before it. */
interface Later {
  readonly dh: Tensor;
  readonly dc: Tensor;
}

/** By step, what the gradients are multiplied with: all steps at once, as only the states need one after the other. */
interface Slopes {
  /** The sums': of the cell's state in the first three blocks, of h in the output gate's, [N, 4·units]. */
  readonly sums: readonly Tensor[];
  /** Of h by the cell's state, [N, units]. */
  readonly cell: readonly Tensor[];
  readonly forget: readonly Tensor[];
  /** 1 where h is held, [N, 1]; null: nowhere. */
  readonly skipped: readonly Tensor[] | null;
}

function slopesOf(tf: TensorLibrary, steps: readonly Step[], counts: Tensor | null): Slopes {
  const all = (name: keyof Step): Tensor => tf.stack(steps.map(step => step[name]));
  const [i, f, , o] = tf.split(all('gates'), 4, 2) as [Tensor, Tensor, Tensor, Tensor];
  const [g, tanhC] = [all('g'), all('tanhC')];
  const before = tf.stack([tf.zerosLike(steps[0]!.c), ...steps.slice(0, -1).map(({ c }) => c)]);
  const where = (slope: Tensor): Tensor => (counts === null ? slope : tf.mul(slope, counts));
  const sums = [sigmoidGradient(tf, g, i), sigmoidGradient(tf, before, f), tanhGradient(tf, i, g), where(sigmoidGradient(tf, tanhC, o))];
  return {
    sums: tf.unstack(tf.concat(sums, 2)),
    cell: tf.unstack(where(tanhGradient(tf, o, tanhC))),
    forget: tf.unstack(f),
    skipped: counts === null ? null : tf.unstack(tf.sub(1, counts)),
  };
}

function stepOf(tensors: readonly Tensor[]): Step {
  return Object.fromEntries(KEPT.map((name, place) => [name, tensors[place]!])) as Step;
}
