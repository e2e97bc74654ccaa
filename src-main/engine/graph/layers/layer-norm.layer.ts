import { standardise } from '../../ops/standardise.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { MIXED, normEpsilon, scaleAndOffset } from '../norm-layer.ts';
import { only, sizeOf } from '../shape-checks.ts';

/**
 * (x − μ)/√(σ² + ε)·scale + offset with mean and biased variance over the channels (last axis) of every place by itself; the
 * same in training and in use. One multiply-add per value.
 */
export const layerNorm = defineLayer({
  id: 'layer-norm',
  title: 'Layer normalisation',
  help: 'Gives the channels of every place mean 0 and variance 1, then a learnt scale and offset.',
  source: 'Ba 2016, arXiv:1607.06450',
  revision: 1,
  inputs: [1, 1],
  params: { epsilon: normEpsilon },
  namePrefix: () => 'norm',
  outputShape: (_config, inputs) => only(inputs),
  parameters: (_config, inputs) => scaleAndOffset(only(inputs)),
  apply({ tf, config: { epsilon }, inputs: [x], parameters }) {
    const { scale, offset } = parameters as Readonly<Record<'scale' | 'offset', Tensor>>;
    return tf.add(tf.mul(standardise(tf, x as Tensor, [(x as Tensor).rank - 1], epsilon), scale), offset);
  },
  multiplyAdds: (_config, _inputs, output) => sizeOf(output),
  channels: () => ({ kind: 'fixed', reason: MIXED }),
});
