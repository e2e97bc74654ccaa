import { defineOptimizer } from '../optimizer.ts';
import type { Scalar } from '../../tensor-library.ts';
import { adamInPlace, adamScalars, adamUpdate } from './adam-update.ts';
import { beta1, beta2, epsilon, learningRate } from './common-params.ts';

/** Adam (see `adamUpdate`) after p ← p·(1 − lr·λ), kernels only; the decay follows the schedule, as in PyTorch and Keras. */
export const adamw = defineOptimizer({
  id: 'adamw',
  title: 'AdamW',
  help: 'Adam with weight decay kept apart from the gradient.',
  source: 'Loshchilov & Hutter 2019, arXiv:1711.05101',
  params: {
    learningRate,
    decay: {
      kind: 'number',
      label: 'Weight decay',
      help: 'λ, times the learning rate, of every kernel per step.',
      default: 0.01,
      min: 0,
      max: 10,
    },
    beta1,
    beta2,
    epsilon,
  },
  revision: 2,
  slots: () => ['m', 'v'],
  scalars: (config, at) => ({ ...adamScalars(config, at), keep: 1 - at.learningRate * config.decay }),
  update(call) {
    const { tf, config, parameter, scalars, decays } = call;
    return adamUpdate(call, decays && config.decay > 0 ? tf.mul(parameter, scalars['keep'] as Scalar) : parameter);
  },
  inPlace: config => ({ ...adamInPlace(config), ...(config.decay > 0 ? { shrink: 'keep' } : {}) }),
});
