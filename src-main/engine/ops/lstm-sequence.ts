import type { Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import { countingSteps, HOLD, holdingRow, type SequenceCall } from './held-steps.ts';
import { lstmCell, type LstmCell, type LstmStep, type StepGradients } from './lstm-cell.ts';

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
 * sum. So the gradient is written out.
 */
export function lstmSequence(tf: TensorLibrary, x: Tensor, weights: SequenceWeights, { wanted = 'all', mask }: SequenceCall = {}): Tensor {
  const { kernel, recurrent } = weights;
  const bias = weights.bias ?? tf.zeros([kernel.shape[1]!]);
  const custom = tf.customGrad((...args) => {
    const [given, k, r, b, save] = args as unknown as [Tensor3D, Tensor2D, Tensor2D, Tensor1D, (saved: Tensor[]) => void];
    const cell = lstmCell(tf, r.shape[0]);
    const counts = mask === undefined ? null : countingSteps(tf, mask);
    const joined = join(tf, tf.transpose(given, [1, 0, 2]), { kernel: k, recurrent: r, bias: b, counts });
    const [columns, rows] = [joined.columns, cell.order(joined.rows)];
    const steps = forwardSteps(tf, { cell, columns, rows, counts });
    save([columns, rows, ...steps.flatMap(step => KEPT.map(name => step[name])), ...(counts === null ? [] : [counts])]);
    const states = steps.map(({ h }) => h);
    return {
      value: wanted === 'last' ? states[states.length - 1]!.clone() : tf.stack(states, 1),
      gradFunc: (dy: Tensor, saved: Tensor[]): Tensor[] => backward(tf, saved, { dy, wanted, inputs: k.shape[0] }),
    };
  });
  return custom(x, kernel, recurrent, bias);
}

interface Matrices {
  readonly kernel: Tensor2D;
  readonly recurrent: Tensor2D;
  readonly bias: Tensor1D;
  /** [T, N, 1], see `countingSteps`; null: every step counts. */
  readonly counts: Tensor | null;
}

interface Joined {
  /** By step, all that is multiplied with `rows` but the state: [T, N, inputs + 1], under a mask one more, 1 for a step that doesn't count. */
  readonly columns: Tensor3D;
  /** [inputs + 1 + units, 4·units], under a mask one row more: what opens and shuts the gates of a step that doesn't count. */
  readonly rows: Tensor2D;
}

/** Matrices one below the other, and what they are multiplied with side by side. x is [T, N, inputs]. */
function join(tf: TensorLibrary, x: Tensor3D, { kernel, recurrent, bias, counts }: Matrices): Joined {
  const [time, items] = x.shape;
  const ones = tf.ones([time, items, 1]);
  const ofBias = tf.reshape(bias, [1, bias.size]);
  const held = counts === null ? [] : [holdingRow(tf, HOLD.lstm, recurrent.shape[0])];
  return {
    columns: tf.concat([x, ones, ...(counts === null ? [] : [tf.sub(1, counts)])], 2) as Tensor3D,
    rows: tf.concat([kernel, ofBias, ...held, recurrent], 0) as Tensor2D,
  };
}

/** What the gradient needs of a step. */
const KEPT = ['x', 'i', 'f', 'g', 'o', 'c', 'tanhC', 'h'] as const;
type Kept = Readonly<Record<(typeof KEPT)[number], Tensor>>;

/** What a step leaves to the next. */
type State = Pick<LstmStep, 'h' | 'c'>;

interface Series extends Joined, Pick<Matrices, 'counts'> {
  readonly cell: LstmCell;
}

/** `rows` in the cell's order. Under a mask a step's h is the one that was held. */
function forwardSteps(tf: TensorLibrary, { cell, columns, rows, counts }: Series): readonly Kept[] {
  const hold = holdBy(tf, counts);
  const steps: Kept[] = [];
  let state = zeroState(tf, { columns, rows });
  for (const [t, x] of tf.unstack(columns).entries()) {
    const fresh = cell.step({ x, ...state, rows });
    const h = hold === null ? fresh.h : tf.add(tf.mul(fresh.h, hold.counts[t]!), tf.mul(state.h, hold.skipped[t]!));
    steps.push({ x, ...fresh, h });
    state = { h, c: fresh.c };
  }
  return steps;
}

/** [N, units]. */
function zeroState(tf: TensorLibrary, { columns, rows }: Joined): State {
  const zeros = tf.zeros([columns.shape[1], rows.shape[1] / 4]);
  return { h: zeros, c: zeros };
}

/** By step, [N, 1]: 1 where it counts, and where it doesn't. */
type Hold = Readonly<Record<'counts' | 'skipped', readonly Tensor[]>>;

function holdBy(tf: TensorLibrary, counts: Tensor | null): Hold | null {
  return counts === null ? null : { counts: tf.unstack(counts), skipped: tf.unstack(tf.sub(1, counts)) };
}

interface Asked {
  readonly dy: Tensor;
  readonly wanted: 'all' | 'last';
  /** Of x. */
  readonly inputs: number;
}

/** Gradients of x, kernel, recurrent kernel and bias. */
function backward(tf: TensorLibrary, saved: readonly Tensor[], asked: Asked): Tensor[] {
  const [columns, rows, ...kept] = saved as unknown as [Tensor3D, Tensor2D, ...Tensor[]];
  const [time] = columns.shape;
  const cell = lstmCell(tf, rows.shape[1] / 4);
  const steps = Array.from({ length: time }, (_, t) => stepOf(kept.slice(t * KEPT.length)));
  const counts = kept[time * KEPT.length] ?? null;
  const states = [zeroState(tf, { columns, rows }), ...steps.slice(0, -1)];
  const ofSums = backwardSteps(tf, { cell, rows, counts }, { steps, states }, asked);
  const given = tf.concat([columns, tf.stack(states.map(({ h }) => h))], 2) as Tensor3D;
  const dRows = cell.order(tf.matMul(tf.reshape(given, [-1, given.shape[2]]) as Tensor2D, ofSums, true));
  const [{ inputs }, width, units] = [asked, rows.shape[1], rows.shape[1] / 4];
  const dKernel = tf.slice(dRows, [0, 0], [inputs, width]);
  const dBias = tf.reshape(tf.slice(dRows, [inputs, 0], [1, width]), [width]);
  const dRecurrent = tf.slice(dRows, [dRows.shape[0] - units, 0], [units, width]);
  const kernel = tf.slice(rows, [0, 0], [inputs, width]);
  const dx = tf.reshape(tf.matMul(ofSums, kernel, false, true), [time, -1, inputs]);
  return [tf.transpose(dx, [1, 0, 2]), dKernel, dRecurrent, dBias];
}

interface Forward {
  readonly steps: readonly Kept[];
  /** What each step began with. */
  readonly states: readonly State[];
}

/** Gradients of all steps' sums, one below the other: [T·N, 4·units], in the cell's order. */
function backwardSteps(
  tf: TensorLibrary,
  { cell, rows, counts }: Omit<Series, 'columns'>,
  { steps, states }: Forward,
  { dy, wanted }: Asked,
): Tensor2D {
  const [hold, given] = [holdBy(tf, counts), wanted === 'last' ? [] : tf.unstack(dy, 1)];
  const [time, units] = [steps.length, rows.shape[1] / 4];
  const recurrent = tf.slice(rows, [rows.shape[0] - units, 0], [units, 4 * units]);
  const dSums: Tensor[] = [];
  let later: { readonly dh: Tensor; readonly dc: Tensor } | null = null;
  for (let t = time - 1; t >= 0; t--) {
    const own = wanted === 'last' ? dy : given[t]!;
    const dh: Tensor = later === null ? own : wanted === 'last' ? later.dh : tf.add(own, later.dh);
    const fresh = hold === null ? dh : tf.mul(dh, hold.counts[t]!);
    const { ofSums, dc }: StepGradients = cell.backward({ x: steps[t]!.x, ...states[t]!, rows }, steps[t]!, {
      dh: fresh,
      dc: later?.dc ?? null,
    });
    dSums.unshift(ofSums);
    const through: Tensor = tf.matMul(ofSums, recurrent, false, true);
    later = { dh: hold === null ? through : tf.add(through, tf.mul(dh, hold.skipped[t]!)), dc };
  }
  return tf.reshape(tf.stack(dSums), [-1, 4 * units]) as Tensor2D;
}

function stepOf(tensors: readonly Tensor[]): Kept {
  return Object.fromEntries(KEPT.map((name, place) => [name, tensors[place]!])) as Kept;
}
