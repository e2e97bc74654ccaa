import { lookUp } from '../../ops/look-up.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { only, requireVector } from '../shape-checks.ts';

/**
 * [N, T] numbers of tokens → [N, T, units]: of each the row of kernel [tokens, units]. Numbers come as floats, are rounded, and
 * those beyond the table take its nearest row. They have no gradient. No multiply-adds are counted.
 */
export const embedding = defineLayer({
  id: 'embedding',
  title: 'Embedding',
  help: 'Looks up a learnt row of numbers for every token, or for every value of a category.',
  source: 'Bengio 2003, JMLR 3',
  revision: 1,
  shorthand: 'units',
  inputs: [1, 1],
  params: {
    tokens: {
      kind: 'number',
      label: 'Tokens',
      help: 'Rows of the table: the size of the vocabulary.',
      min: 1,
      max: 2 ** 24,
      integer: true,
      scale: 'log',
    },
    units: { kind: 'number', label: 'Units', help: 'Numbers that stand for a token.', min: 1, max: 65_536, integer: true, scale: 'log' },
  },
  namePrefix: () => 'embedding',
  outputShape: ({ units }, inputs) => [requireVector('embedding', only(inputs)), units],
  // As Keras's: small beside what is learnt.
  parameters: ({ tokens, units }) => [
    { name: 'kernel', shape: [tokens, units], role: 'kernel', initial: { kind: 'uniform', limit: 0.05 } },
  ],
  apply: ({ tf, inputs: [x], parameters }) => lookUp(tf, parameters['kernel'] as Tensor, x as Tensor),
  integers: () => 'looks-up',
  multiplyAdds: () => 0,
  channels: () => ({
    kind: 'source',
    outputs: [{ parameter: 'kernel', axis: 1 }],
    inputs: [],
    whole: 'they are numbers of tokens, each at its place',
  }),
  resize: (config, units) => ({ ...config, units }),
});
