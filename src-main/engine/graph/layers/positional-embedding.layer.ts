import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { only, requireSeries } from '../shape-checks.ts';

/** x [N, T, C] + kernel [T, C]: a learnt row for every step, by which layers that see all steps at once tell them apart. */
export const positionalEmbedding = defineLayer({
  id: 'positional-embedding',
  title: 'Positional embedding',
  help: 'Adds a learnt row to every step, so that attention can tell where it is.',
  source: 'Gehring 2017, arXiv:1705.03122',
  revision: 1,
  inputs: [1, 1],
  params: {},
  namePrefix: () => 'positions',
  outputShape: (_config, inputs) => requireSeries('positional-embedding', only(inputs)),
  parameters(_config, inputs) {
    const shape = requireSeries('positional-embedding', only(inputs));
    return [{ name: 'positions', shape, role: 'vector', initial: { kind: 'uniform', limit: 0.05 } }];
  },
  apply: ({ tf, inputs: [x], parameters }) => tf.add(x as Tensor, parameters['positions'] as Tensor),
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'pass', parameters: [{ parameter: 'positions', axis: 1 }] }),
});
