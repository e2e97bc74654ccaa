import { defineLayer } from '../layer.ts';
import {
  cellHeld,
  cellMultiplyAdds,
  cellParameters,
  cellRule,
  requireSteps,
  returnSequences,
  runCell,
  stateUnits,
  type CellInputs,
} from '../recurrent-layer.ts';
import { bias } from '../weight-layer.ts';

/**
 * Long short-term memory over [time, features], from zero states; see `lstmSequence`. Gives the last state [units], or all
 * of them [time, units]. A second input, a mask [time, 1],
 * holds the state over the steps where it is 0.
 */
export const lstm = defineLayer({
  id: 'lstm',
  title: 'LSTM',
  help: 'Reads a series step by step and remembers.',
  source: 'Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735; forget gate: Gers 2000',
  revision: 3,
  shorthand: 'units',
  inputs: [1, 2],
  params: { units: stateUnits, returnSequences, bias },
  namePrefix: () => 'lstm',
  outputShape({ units, returnSequences }, inputs) {
    const [time] = requireSteps('lstm', inputs);
    return returnSequences ? [time, units] : [units];
  },
  parameters: (config, inputs) => cellParameters('lstm', config, requireSteps('lstm', inputs)[1]),
  apply: ({ inputs, ...call }) => runCell('lstm', call, inputs as unknown as CellInputs),
  multiplyAdds: (config, inputs) => cellMultiplyAdds('lstm', 'lstm', config, inputs),
  held: (config, inputs) => cellHeld('lstm', config, inputs),
  channels: config => cellRule('lstm', config),
  resize: (config, units) => ({ ...config, units }),
});
