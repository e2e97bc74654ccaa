import { fusedActivation } from '../activations.ts';
import { defineLayer } from '../layer.ts';
import { only, requireVector } from '../shape-checks.ts';
import { bias, finish, initialiser, linear, sourceRule, weights } from '../weight-layer.ts';
import type { Tensor2D } from '../tensor-ranks.ts';

/** activation(x·K + b), x [N, in], kernel K [in, units], bias b [units]. Multiply-adds: in·units, the bias not counted. */
export const dense = defineLayer({
  id: 'dense',
  title: 'Dense',
  help: 'Every output is a weighted sum of all inputs.',
  source: 'Rumelhart 1986, doi:10.1038/323533a0',
  revision: 1,
  shorthand: 'units',
  inputs: [1, 1],
  params: {
    units: { kind: 'number', label: 'Units', help: 'Number of outputs.', min: 1, max: 1_000_000, integer: true, scale: 'log' },
    activation: fusedActivation,
    bias,
    initialiser,
  },
  namePrefix: () => 'fc',
  outputShape(config, inputs) {
    requireVector('dense', only(inputs));
    return [config.units];
  },
  parameters(config, inputs) {
    const fanIn = requireVector('dense', only(inputs));
    return weights([fanIn, config.units], config.units, config, { fanIn, fanOut: config.units });
  },
  apply({ tf, config, inputs: [x], parameters }) {
    const product = tf.matMul(x as Tensor2D, parameters['kernel'] as Tensor2D);
    return finish(tf, product, parameters['bias'], config.activation);
  },
  integers: () => 'multiplies',
  multiplyAdds: (config, inputs) => requireVector('dense', only(inputs)) * config.units,
  channels: config => sourceRule(2, config),
  resize: (config, units) => ({ ...config, units }),
  endsWith: config => config.activation,
  alike(config, { channels, activation }) {
    const wanted: Pick<typeof config, 'units' | 'activation' | 'bias'> = { units: channels, activation, bias: true };
    return { ...config, ...wanted };
  },
  lowRank: (config, units) => [{ ...linear(config), units }, config],
});
