import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import {
  cellHeld,
  cellMultiplyAdds,
  cellParameters,
  cellRule,
  resetAfter,
  returnSequences,
  runCell,
  stateUnits,
} from '../recurrent-layer.ts';
import { only, requireSeries } from '../shape-checks.ts';
import { bias } from '../weight-layer.ts';

/**
 * Gated recurrent unit over [time, features], from zero states; see `gruSequence` and
 * `gruResetAfterSequence`. Gives the last state [units], or all of
 * them [time, units].
 */
export const gru = defineLayer({
  id: 'gru',
  title: 'GRU',
  help: 'Reads a series step by step and remembers, with three quarters of an LSTM’s weights.',
  source: 'Cho 2014, arXiv:1406.1078',
  revision: 1,
  shorthand: 'units',
  inputs: [1, 1],
  params: { units: stateUnits, returnSequences, bias, resetAfter },
  namePrefix: () => 'gru',
  outputShape({ units, returnSequences }, inputs) {
    const [time] = requireSeries('gru', only(inputs));
    return returnSequences ? [time, units] : [units];
  },
  parameters: (config, inputs) => cellParameters('gru', config, requireSeries('gru', only(inputs))[1]),
  apply: ({ inputs, ...call }) => runCell('gru', call, inputs[0] as Tensor),
  multiplyAdds: (config, inputs) => cellMultiplyAdds('gru', 'gru', config, inputs),
  held: (config, inputs) => cellHeld('gru', config, inputs),
  channels: config => cellRule('gru', config),
  resize: (config, units) => ({ ...config, units }),
});
