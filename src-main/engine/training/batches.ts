import type { Split } from '../../../src-shared/domain/dataset.ts';
import { createRandom, shuffle } from '../../../src-shared/lib/random.ts';
import type { StreamPosition } from '../compiler.ts';
import { philoxUniform } from '../philox.ts';
import { sizeOf } from '../graph/shape-checks.ts';
import type { Tensor, TensorLibrary } from '../tensor-library.ts';
import type { Batch } from './step-plan.ts';
import type { ItemArray, TrainingData } from './training-data.ts';

/** A permutation of 0 … count − 1: a pure function of seed and epoch (stream `order`). */
export function epochOrder(seed: number, epoch: number, count: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  shuffle(order, createRandom(seed).split('order').split(epoch));
  return order;
}

/** Where the dropout numbers of the step after `done` ones begin: a pure function of seed and step (stream `dropout`). */
export function dropoutStream(seed: number): (done: number) => StreamPosition {
  const random = createRandom(seed).split('dropout');
  const key = (BigInt(random.nextUint32()) << 32n) | BigInt(random.nextUint32());
  return done => ({ key, counter: [0n, BigInt(done)] });
}

/** Uniform float32 tensors from a place of a stream, one draw per call: what a compiled step draws there, bit for bit. */
export function uniformAt(tf: TensorLibrary, position: StreamPosition): (shape: readonly number[]) => Tensor {
  let draw = 0;
  return shape => {
    const values = philoxUniform(
      position,
      draw,
      shape.reduce((product, size) => product * size, 1),
    );
    draw += 1;
    return tf.tensor(values, [...shape]);
  };
}

/** The items at these positions as tensors, without extras; the caller disposes of them. */
export function gatherBatch(tf: TensorLibrary, data: TrainingData, split: Split, positions: Uint32Array): Omit<Batch, 'extras'> {
  const { inputs, targets } = data.gather(split, positions);
  const items = positions.length;
  const shape = data.task === 'classes' ? [items] : [items, data.outputs];
  const dtype = data.task === 'classes' ? 'int32' : 'float32';
  const values = dtype === 'int32' ? new Int32Array(targets) : new Float32Array(targets);
  return { inputs: tf.tensor(inputs, [items, ...data.inputShape]), targets: tf.tensor(values, shape, dtype) };
}

/** Items of the training part with their extras; the caller disposes of both. */
export function gatherTrainingBatch(tf: TensorLibrary, data: TrainingData, positions: Uint32Array): Batch {
  const extras = Object.entries(data.extras ?? {}).map(([name, array]) => {
    return [name, tf.tensor(rowsAt(array, positions), [positions.length, ...array.shape])] as const;
  });
  return { ...gatherBatch(tf, data, 'train', positions), extras: Object.fromEntries(extras) };
}

/** Rows of an array at these positions, `[positions, …shape]`. */
export function rowsAt({ shape, values }: ItemArray, positions: Uint32Array): Float32Array {
  const width = sizeOf(shape);
  const rows = new Float32Array(positions.length * width);
  positions.forEach((position, i) => rows.set(values.subarray(position * width, (position + 1) * width), i * width));
  return rows;
}

/** Items of each class, or with each label, in the training part: for class weights. Empty for `values`. */
export function classCounts(data: TrainingData, chunk = 4096): readonly number[] {
  if (data.task === 'values') return [];
  const counts = new Array<number>(data.task === 'binary' ? 2 : data.outputs).fill(0);
  const total = data.count('train');
  for (let start = 0; start < total; start += chunk) {
    const positions = Uint32Array.from({ length: Math.min(chunk, total - start) }, (_, i) => start + i);
    const { targets } = data.gather('train', positions);
    if (data.task === 'labels') targets.forEach((target, i) => (counts[i % data.outputs]! += target));
    else for (const target of targets) counts[target]!++;
  }
  return counts;
}
