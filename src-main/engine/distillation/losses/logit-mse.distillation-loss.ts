import { defineDistillationLoss } from '../distillation-loss.ts';
import { alpha } from './common-params.ts';

/** Mean over outputs of (z − t)². */
export const logitMse = defineDistillationLoss({
  id: 'logit-mse',
  title: 'Squared difference of logits',
  help: 'The student’s answers before the softmax come near the teacher’s.',
  source: 'Ba & Caruana 2014, arXiv:1312.6184',
  params: { alpha: { ...alpha, default: 0.5 } },
  revision: 1,
  tasks: ['classes', 'binary', 'labels', 'values'],
  compares: { kind: 'answers', rows: ({ tf, student, teacher }) => tf.mean(tf.square(tf.sub(student, teacher)), 1) },
});
