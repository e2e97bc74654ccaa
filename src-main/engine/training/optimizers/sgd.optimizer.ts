import type { Scalar } from '../../tensor-library.ts';
import { learningRate } from './common-params.ts';
import { defineOptimizer } from '../optimizer.ts';

/**
 * v ← μ·v + g; p ← p − lr·v, with Nesterov p ← p − lr·(g + μ·v); without momentum p ← p − lr·g and no slot.
 * The learning rate stands outside the velocity (as in TensorFlow's ApplyMomentum and PyTorch), so a schedule acts at once.
 */
export const sgd = defineOptimizer({
  id: 'sgd',
  title: 'SGD with momentum',
  help: 'Steps along the gradient, smoothed by momentum.',
  source: 'Robbins & Monro 1951; Polyak 1964; Sutskever et al. 2013, ICML (Nesterov form)',
  params: {
    learningRate: { ...learningRate, default: 0.01 },
    momentum: { kind: 'number', label: 'Momentum', default: 0.9, min: 0, max: 0.9999 },
    nesterov: { kind: 'flag', label: 'Nesterov', help: 'Looks ahead along the velocity.', default: false },
  },
  revision: 1,
  slots: ({ momentum }) => (momentum === 0 ? [] : ['velocity']),
  scalars: (_config, { learningRate: rate }) => ({ rate }),
  update({ tf, config, parameter, gradient, slots, scalars, constant }) {
    const rate = scalars['rate'] as Scalar;
    if (slots['velocity'] === undefined) return { parameter: tf.sub(parameter, tf.mul(gradient, rate)), slots: {} };
    const momentum = constant(config.momentum);
    const velocity = tf.add(tf.mul(slots['velocity'], momentum), gradient);
    const direction = config.nesterov ? tf.add(gradient, tf.mul(velocity, momentum)) : velocity;
    return { parameter: tf.sub(parameter, tf.mul(direction, rate)), slots: { velocity } };
  },
  inPlace({ momentum, nesterov }) {
    const flags = { use_locking: false };
    if (momentum === 0) return { operation: 'ResourceApplyGradientDescent', inputs: ['parameter', 'rate', 'gradient'], flags };
    const inputs = ['parameter', 'velocity', 'rate', 'gradient', momentum];
    return { operation: 'ResourceApplyMomentum', inputs, flags: { ...flags, use_nesterov: nesterov } };
  },
});
