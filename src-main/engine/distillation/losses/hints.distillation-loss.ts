import { defineDistillationLoss } from '../distillation-loss.ts';
import type { Scalar } from '../../tensor-library.ts';
import { featureAlpha, studentLayer, teacherLayer } from './common-params.ts';
import { joinChannels } from './joins.ts';

/**
 * Mean of (r(s) − t)² over all values of a layer. r is a linear map between the channels, learnt beside the student and
 * dropped afterwards; none where the channels are as many. Departs from the paper, which trains the hint first and the rest
 * afterwards: here both at once.
 */
export const hints = defineDistillationLoss({
  id: 'hints',
  title: 'Hints',
  help: 'A layer of the student learns what a layer of the teacher gives.',
  source: 'Romero et al. 2015, arXiv:1412.6550',
  params: { student: studentLayer, teacher: teacherLayer, alpha: featureAlpha },
  revision: 1,
  tasks: ['classes', 'binary', 'labels', 'values'],
  compares: {
    kind: 'features',
    join: joinChannels,
    value: ({ tf, student, teacher }) => tf.mean(tf.square(tf.sub(student, teacher))) as Scalar,
  },
});
