import { batchNormalise, normalise } from '../../ops/batch-normalise.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer, type ParameterDeclaration } from '../layer.ts';
import { channelsOf, only, sizeOf } from '../shape-checks.ts';

/**
 * (x − μ)/√(σ² + ε)·scale + offset for each channel (last axis). In training μ and σ² are the batch's (σ² biased), and
 * the stored ones follow: s ← m·s + (1 − m)·batch. In use the stored ones count. One multiply-add per value.
 * Departs from TensorFlow's fused kernel, which stores the unbiased variance.
 */
export const batchNorm = defineLayer({
  id: 'batch-norm',
  title: 'Batch normalisation',
  help: 'Gives every channel mean 0 and variance 1 over the batch, then a learnt scale and offset.',
  source: 'Ioffe & Szegedy 2015, arXiv:1502.03167',
  revision: 1,
  inputs: [1, 1],
  params: {
    momentum: {
      kind: 'number',
      label: 'Momentum of the stored statistics',
      help: 'Share of the old value kept at each step.',
      default: 0.99,
      min: 0,
      max: 0.9999,
      source: 'Default as in Keras',
    },
    epsilon: {
      kind: 'number',
      label: 'Epsilon',
      help: 'Added to the variance.',
      default: 0.001,
      min: 1e-8,
      max: 1,
      scale: 'log',
      source: 'Default as in Keras',
    },
  },
  namePrefix: () => 'norm',
  outputShape(_config, inputs) {
    channelsOf(only(inputs));
    return only(inputs);
  },
  parameters(_config, inputs) {
    const shape = [channelsOf(only(inputs))];
    const vector = (name: string, role: ParameterDeclaration['role'], value: number): ParameterDeclaration => ({
      name,
      shape,
      role,
      initial: { kind: 'constant', value },
    });
    return [
      vector('scale', 'vector', 1),
      vector('offset', 'vector', 0),
      vector('mean', 'statistic', 0),
      vector('variance', 'statistic', 1),
    ];
  },
  apply({ tf, config, inputs, parameters, context }) {
    const x = inputs[0] as Tensor;
    const { scale, offset, mean, variance } = parameters as Readonly<Record<'scale' | 'offset' | 'mean' | 'variance', Tensor>>;
    if (!context.training) return normalise(tf, x, { scale, offset, mean, variance }, config.epsilon);
    const batch = batchNormalise(tf, x, { scale, offset }, config.epsilon);
    context.updateStatistic('mean', follow(mean, batch.mean));
    context.updateStatistic('variance', follow(variance, batch.variance));
    return batch.values;

    function follow(stored: Tensor, counted: Tensor): Tensor {
      return tf.add(tf.mul(stored, config.momentum), tf.mul(counted, 1 - config.momentum));
    }
  },
  multiplyAdds: (_config, _inputs, output) => sizeOf(output),
  channels: () => ({ kind: 'pass', parameters: ['scale', 'offset', 'mean', 'variance'].map(parameter => ({ parameter, axis: 0 })) }),
});
