import { defineLayer } from '../layer.ts';
import {
  cellHeld,
  cellMultiplyAdds,
  cellParameters,
  cellRule,
  resetAfter,
  requireSteps,
  returnSequences,
  runCell,
  stateUnits,
  type CellInputs,
} from '../recurrent-layer.ts';
import { bias } from '../weight-layer.ts';

/**
 * Gated recurrent unit over [time, features], from zero states; see `gruSequence` and
 * `gruResetAfterSequence`. Gives the last state [units], or all of
 * them [time, units]. A second input, a mask [time, 1],
 * holds the state over the steps where it is 0.
 */
export const gru = defineLayer({
  id: 'gru',
  title: 'GRU',
  help: 'Reads a series step by step and remembers, with three quarters of an LSTM’s weights.',
  source: 'Cho 2014, arXiv:1406.1078',
  revision: 1,
  shorthand: 'units',
  inputs: [1, 2],
  params: { units: stateUnits, returnSequences, bias, resetAfter },
  namePrefix: () => 'gru',
  outputShape({ units, returnSequences }, inputs) {
    const [time] = requireSteps('gru', inputs);
    return returnSequences ? [time, units] : [units];
  },
  parameters: (config, inputs) => cellParameters('gru', config, requireSteps('gru', inputs)[1]),
  apply: ({ inputs, ...call }) => runCell('gru', call, inputs as unknown as CellInputs),
  multiplyAdds: (config, inputs) => cellMultiplyAdds('gru', 'gru', config, inputs),
  held: (config, inputs) => cellHeld('gru', config, inputs),
  channels: config => cellRule('gru', config),
  resize: (config, units) => ({ ...config, units }),
});
