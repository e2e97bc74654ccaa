import type { ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import type { Scalar, Tensor, TensorLibrary } from '../../tensor-library.ts';
import { defineDistillationLoss, type FeatureCall } from '../distillation-loss.ts';
import { featureAlpha, studentLayer, teacherLayer } from './common-params.ts';

const weight = { kind: 'number', min: 0, max: 1000, source: 'Park et al. 2019, arXiv:1904.05068: 1 to 2' } as const;
const params = {
  student: studentLayer,
  teacher: teacherLayer,
  distance: { ...weight, label: 'Weight of distances', default: 1 },
  angle: {
    ...weight,
    label: 'Weight of angles',
    help: 'Of all triples of a batch: their number grows with its third power.',
    default: 0,
  },
  alpha: featureAlpha,
} as const;

const SMALLEST = 1e-12;

/**
 * Huber (δ = 1) of the differences of two things that any two networks have in common: the distances between the items of a
 * batch, divided by their mean, and the cosines of the angles of their triples. Any shapes go together.
 */
export const relational = defineDistillationLoss({
  id: 'relational',
  title: 'Relations between items',
  help: 'Items that are near each other for the teacher come near each other for the student.',
  source: 'Park et al. 2019, arXiv:1904.05068',
  params,
  revision: 1,
  tasks: ['classes', 'binary', 'labels', 'values'],
  compares: { kind: 'features', join: () => ({ regressor: null }), value },
});

function value({ tf, config, student, teacher }: FeatureCall<ParamValues<typeof params>>): Scalar {
  const [own, others] = [asRows(tf, student), asRows(tf, teacher)];
  const parts = [
    ...(config.distance > 0 ? [tf.mul(huber(tf, tf.sub(distances(tf, own), distances(tf, others))), config.distance)] : []),
    ...(config.angle > 0 ? [tf.mul(huber(tf, tf.sub(cosines(tf, own), cosines(tf, others))), config.angle)] : []),
  ];
  // Of both weights 0 the student's values still are what it depends on.
  return (parts.length === 0 ? tf.mul(tf.sum(own), 0) : parts.reduce((sum, part) => tf.add(sum, part))) as Scalar;
}

function asRows(tf: TensorLibrary, values: Tensor): Tensor {
  return tf.reshape(values, [values.shape[0]!, -1]);
}

/** `[N, N]`, divided by the mean over pairs; 0 on the diagonal. */
function distances(tf: TensorLibrary, rows: Tensor): Tensor {
  const items = rows.shape[0]!;
  const squares = tf.sum(tf.square(rows), 1, true);
  const products = tf.matMul(rows as never, rows as never, false, true);
  const same = tf.eye(items);
  const other = tf.sub(1, same);
  const apart = tf.mul(tf.relu(tf.sub(tf.add(squares, tf.transpose(squares)), tf.mul(products, 2))), other);
  // The diagonal is 1 under the root, where a slope is finite, and 0 behind it.
  const lengths = tf.mul(tf.sqrt(tf.add(apart, tf.add(same, SMALLEST))), other);
  const mean = tf.div(tf.sum(lengths), Math.max(1, items * (items - 1)));
  return tf.div(lengths, tf.add(mean, SMALLEST));
}

/** `[N, N, N]`: at (j, i, k) the cosine of the angle at item j between items i and k. */
function cosines(tf: TensorLibrary, rows: Tensor): Tensor {
  const [items, width] = rows.shape as [number, number];
  const towards = tf.sub(tf.reshape(rows, [1, items, width]), tf.reshape(rows, [items, 1, width]));
  const lengths = tf.sqrt(tf.add(tf.sum(tf.square(towards), 2, true), SMALLEST));
  const directions = tf.div(towards, lengths);
  return tf.matMul(directions as never, directions as never, false, true);
}

/** Mean of d²/2 where |d| ≤ 1, else |d| − 1/2. */
function huber(tf: TensorLibrary, difference: Tensor): Tensor {
  const clipped = tf.clipByValue(difference, -1, 1);
  return tf.mean(tf.mul(clipped, tf.sub(difference, tf.div(clipped, 2))));
}
