import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { cellHeld, cellMultiplyAdds, cellParameters, cellRule, returnSequences, runCell, stateUnits } from '../recurrent-layer.ts';
import { only, requireSeries } from '../shape-checks.ts';
import { bias } from '../weight-layer.ts';

/**
 * Long short-term memory over [time, features], from zero states; see `lstmSequence`. Gives the last state [units], or all
 * of them [time, units].
 */
export const lstm = defineLayer({
  id: 'lstm',
  title: 'LSTM',
  help: 'Reads a series step by step and remembers.',
  source: 'Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735; forget gate: Gers 2000',
  revision: 2,
  shorthand: 'units',
  inputs: [1, 1],
  params: { units: stateUnits, returnSequences, bias },
  namePrefix: () => 'lstm',
  outputShape({ units, returnSequences }, inputs) {
    const [time] = requireSeries('lstm', only(inputs));
    return returnSequences ? [time, units] : [units];
  },
  parameters: (config, inputs) => cellParameters('lstm', config, requireSeries('lstm', only(inputs))[1]),
  apply: ({ inputs, ...call }) => runCell('lstm', call, inputs[0] as Tensor),
  multiplyAdds: (config, inputs) => cellMultiplyAdds('lstm', 'lstm', config, inputs),
  held: (config, inputs) => cellHeld('lstm', config, inputs),
  channels: config => cellRule('lstm', config),
  resize: (config, units) => ({ ...config, units }),
});
