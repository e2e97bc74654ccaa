import type { Tensor } from '../../tensor-library.ts';
import { zeroOrOne } from '../../ops/held-steps.ts';
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
  type Direction,
} from '../recurrent-layer.ts';
import { bias } from '../weight-layer.ts';

const DIRECTIONS: readonly Direction[] = ['forward-', 'backward-'];

/**
 * A recurrent layer from the first step on beside one from the last step on, each with weights of its own: their last states
 * [2·units], or all of them [time, 2·units], every step's two side by side; steps that a mask leaves out change neither,
 * and among all states theirs are zeros, as Keras has them. The directions lose channels together.
 */
export const bidirectional = defineLayer({
  id: 'bidirectional',
  title: 'Both directions',
  help: 'Reads a series from both ends, so that every step knows what comes before and after it.',
  source: 'Schuster & Paliwal 1997, doi:10.1109/78.650093',
  revision: 2,
  shorthand: 'units',
  inputs: [1, 2],
  params: {
    cell: { kind: 'choice', label: 'Memory', help: 'What reads in each direction.', default: 'lstm', options: ['lstm', 'gru'] },
    units: { ...stateUnits, help: 'Size of the state, in each direction.' },
    returnSequences,
    bias,
    resetAfter,
  },
  namePrefix: () => 'both',
  outputShape({ units, returnSequences }, inputs) {
    const [time] = requireSteps('bidirectional', inputs);
    return returnSequences ? [time, 2 * units] : [2 * units];
  },
  parameters(config, inputs) {
    const [, features] = requireSteps('bidirectional', inputs);
    return DIRECTIONS.flatMap(direction => cellParameters(config.cell, config, features, direction));
  },
  apply({ inputs, ...call }) {
    const { tf, config } = call;
    const [x, mask] = inputs as readonly [Tensor, Tensor?];
    const forward = runCell(config.cell, call, inputs as unknown as CellInputs, 'forward-');
    const turned = runCell(
      config.cell,
      call,
      mask === undefined ? [tf.reverse(x, 1)] : [tf.reverse(x, 1), tf.reverse(mask, 1)],
      'backward-',
    );
    const backward = config.returnSequences ? tf.reverse(turned, 1) : turned;
    const both = tf.concat([forward, backward], forward.rank - 1);
    return mask !== undefined && config.returnSequences ? tf.mul(both, zeroOrOne(tf, mask)) : both;
  },
  multiplyAdds: (config, inputs) => 2 * cellMultiplyAdds('bidirectional', config.cell, config, inputs),
  held: (config, inputs) => 2 * cellHeld(config.cell, config, inputs),
  channels: config => cellRule(config.cell, config, DIRECTIONS),
  resize: (config, channels) => ({ ...config, units: channels / 2 }),
});
