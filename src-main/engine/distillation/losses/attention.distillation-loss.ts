import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { shapeText } from '../../graph/shape-checks.ts';
import type { Scalar, Tensor, TensorLibrary } from '../../tensor-library.ts';
import { defineDistillationLoss } from '../distillation-loss.ts';
import { featureAlpha, studentLayer, teacherLayer } from './common-params.ts';
import { requirePlaces } from './joins.ts';

const SMALLEST = 1e-12;

/** Mean over items of ‖q(s) − q(t)‖², q the map of Σ over channels of squares, as a vector of length 1. */
export const attention = defineDistillationLoss({
  id: 'attention',
  title: 'Attention transfer',
  help: 'The student looks where the teacher looks; the channels need not be as many.',
  source: 'Zagoruyko & Komodakis 2017, arXiv:1612.03928',
  params: { student: studentLayer, teacher: teacherLayer, alpha: { ...featureAlpha, default: 10 } },
  revision: 1,
  tasks: ['classes', 'binary', 'labels', 'values'],
  compares: {
    kind: 'features',
    suits: shape => shape.length > 1,
    join(student, teacher) {
      requirePlaces(student, teacher);
      if (student.length < 2) {
        throw invalidInput(`A layer with places, such as [height, width, channels], is required, got ${shapeText(student)}`);
      }
      return { regressor: null };
    },
    value: ({ tf, student, teacher }) =>
      tf.mean(tf.sum(tf.square(tf.sub(attentionMap(tf, student), attentionMap(tf, teacher))), 1)) as Scalar,
  },
});

/** `[N, …, C]` → `[N, places]`. */
function attentionMap(tf: TensorLibrary, values: Tensor): Tensor {
  const map = tf.reshape(tf.sum(tf.square(values), -1), [values.shape[0]!, -1]);
  return tf.div(map, tf.sqrt(tf.add(tf.sum(tf.square(map), 1, true), SMALLEST)));
}
