import { defineDistillationLoss, type AnswerCall } from '../distillation-loss.ts';
import type { Tensor } from '../../tensor-library.ts';
import { bernoulliDivergence } from './bernoulli.ts';
import { alpha, temperature } from './common-params.ts';
import { softenedDivergence } from './softmax-divergence.ts';

/**
 * T²·KL(softmax(t/T) ‖ softmax(z/T)); T² keeps the gradient's size as T grows. Several labels, or one logit: the mean of
 * T²·KL of each label's Bernoulli. Values: the mean squared difference, of which T changes nothing.
 */
export const softTargets = defineDistillationLoss({
  id: 'soft-targets',
  title: 'Soft targets',
  help: 'The teacher’s probabilities at a temperature are what the student learns.',
  source: 'Hinton, Vinyals, Dean 2015, arXiv:1503.02531',
  params: { temperature, alpha },
  revision: 1,
  tasks: ['classes', 'binary', 'labels', 'values'],
  compares: { kind: 'answers', rows },
});

function rows({ tf, task, student, teacher, temperature: t }: AnswerCall<unknown>): Tensor {
  if (task === 'values') return tf.mean(tf.square(tf.sub(student, teacher)), 1);
  if (task === 'classes') return softenedDivergence(tf, { student, teacher, temperature: t });
  const divergence = tf.mean(bernoulliDivergence(tf, tf.div(student, t), tf.div(teacher, t)), 1);
  return tf.mul(tf.square(t), divergence);
}
