import type { Scalar, Tensor, TensorLibrary } from '../../tensor-library.ts';
import { defineDistillationLoss } from '../distillation-loss.ts';
import { featureAlpha, studentLayer, teacherLayer } from './common-params.ts';
import { joinChannels } from './joins.ts';

const SMALLEST = 1e-12;

/** Mean over items of 1 − cos(r(s), t), each item's values taken as one vector; r as for hints. */
export const cosine = defineDistillationLoss({
  id: 'cosine',
  title: 'Cosine of features',
  help: 'A layer of the student points where a layer of the teacher does, however long.',
  source: 'Sanh et al. 2019, arXiv:1910.01108',
  params: { student: studentLayer, teacher: teacherLayer, alpha: featureAlpha },
  revision: 1,
  tasks: ['classes', 'binary', 'labels', 'values'],
  compares: {
    kind: 'features',
    join: joinChannels,
    value({ tf, student, teacher }) {
      const cosines = tf.sum(tf.mul(directions(tf, student), directions(tf, teacher)), 1);
      return tf.mean(tf.sub(1, cosines)) as Scalar;
    },
  },
});

function directions(tf: TensorLibrary, values: Tensor): Tensor {
  const rows = tf.reshape(values, [values.shape[0]!, -1]);
  return tf.div(rows, tf.sqrt(tf.add(tf.sum(tf.square(rows), 1, true), SMALLEST)));
}
