import { defineOptimizer } from '../optimizer.ts';
import type { Scalar } from '../../tensor-library.ts';
import { epsilon, learningRate } from './common-params.ts';

/**
 * s ← ρ·s + (1 − ρ)·g²; v ← μ·v + lr·g/√(s + ε); p ← p − v. Without momentum p ← p − lr·g/√(s + ε) and no velocity.
 * ε stands under the root, as in TensorFlow's ApplyRMSProp; s starts at 0.
 */
export const rmsprop = defineOptimizer({
  id: 'rmsprop',
  title: 'RMSProp',
  help: "Divides every weight's step by the running size of its gradients.",
  source: 'Tieleman & Hinton 2012, Coursera lecture 6.5',
  params: {
    learningRate,
    decay: { kind: 'number', label: 'Decay of the mean square', default: 0.9, min: 0, max: 0.99999 },
    momentum: { kind: 'number', label: 'Momentum', default: 0, min: 0, max: 0.9999 },
    epsilon,
  },
  revision: 2,
  slots: ({ momentum }) => (momentum === 0 ? ['meanSquare'] : ['meanSquare', 'velocity']),
  scalars: (_config, { learningRate: rate }) => ({ rate }),
  update({ tf, config, parameter, gradient, slots, scalars, constant }) {
    const before = slots['meanSquare']!;
    const meanSquare = tf.add(before, tf.mul(tf.sub(tf.square(gradient), before), constant(Math.fround(1 - Math.fround(config.decay)))));
    const change = tf.div(tf.mul(gradient, scalars['rate'] as Scalar), tf.sqrt(tf.add(meanSquare, constant(config.epsilon))));
    if (slots['velocity'] === undefined) return { parameter: tf.sub(parameter, change), slots: { meanSquare } };
    const velocity = tf.add(tf.mul(slots['velocity'], constant(config.momentum)), change);
    return { parameter: tf.sub(parameter, velocity), slots: { meanSquare, velocity } };
  },
  inPlace({ decay, momentum, epsilon: small }) {
    if (momentum === 0) return null;
    const inputs = ['parameter', 'meanSquare', 'velocity', 'rate', decay, momentum, small, 'gradient'];
    return { operation: 'ResourceApplyRMSProp', inputs, flags: { use_locking: false } };
  },
});
