import { lstmSequence } from '../../ops/lstm-sequence.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer, type ParameterDeclaration } from '../layer.ts';
import { only, requireSeries } from '../shape-checks.ts';
import { bias } from '../weight-layer.ts';

/** Gates: input, forget, candidate, output; each has `units` columns of the kernels and entries of the bias, in this order. */
const GATES = 4;

/**
 * Long short-term memory over [time, features], from zero states; see `lstmSequence`. Gives the last state [units], or all
 * of them [time, units]. The forget gate's bias starts at 1 (Jozefowicz 2015), the recurrent kernel orthogonal.
 * Multiply-adds: time·4·units·(features + units).
 */
export const lstm = defineLayer({
  id: 'lstm',
  title: 'LSTM',
  help: 'Reads a series step by step and remembers.',
  source: 'Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735; forget gate: Gers 2000',
  revision: 1,
  shorthand: 'units',
  inputs: [1, 1],
  params: {
    units: { kind: 'number', label: 'Units', help: 'Size of the state.', min: 1, max: 65_536, integer: true, scale: 'log' },
    returnSequences: {
      kind: 'flag',
      label: 'All steps',
      help: 'Answers with the state of every step, for another recurrent layer behind it; else with the last one.',
      default: false,
    },
    bias,
  },
  namePrefix: () => 'lstm',
  outputShape({ units, returnSequences }, inputs) {
    const [time] = requireSeries('lstm', only(inputs));
    return returnSequences ? [time, units] : [units];
  },
  parameters(config, inputs) {
    const [, features] = requireSeries('lstm', only(inputs));
    const { units } = config;
    const columns = GATES * units;
    const kernels: readonly ParameterDeclaration[] = [
      { name: 'kernel', shape: [features, columns], role: 'kernel', initial: { kind: 'glorot-uniform', fanIn: features, fanOut: columns } },
      { name: 'recurrent', shape: [units, columns], role: 'kernel', initial: { kind: 'orthogonal', rows: units, columns } },
    ];
    if (!config.bias) return kernels;
    return [...kernels, { name: 'bias', shape: [columns], role: 'vector', initial: { kind: 'blocks', values: [0, 1, 0, 0] } }];
  },
  apply({ tf, config: { returnSequences }, inputs: [x], parameters }) {
    const { kernel, recurrent, bias: offset } = parameters as Readonly<Record<'kernel' | 'recurrent' | 'bias', Tensor>>;
    return lstmSequence(tf, x as Tensor, { kernel, recurrent, bias: offset }, returnSequences ? 'all' : 'last');
  },
  multiplyAdds({ units }, inputs) {
    const [time, features] = requireSeries('lstm', only(inputs));
    return time * GATES * units * (features + units);
  },
  channels: config => ({
    kind: 'source',
    outputs: [
      { parameter: 'kernel', axis: 1, blocks: GATES },
      { parameter: 'recurrent', axis: 1, blocks: GATES },
      ...(config.bias ? [{ parameter: 'bias', axis: 0, blocks: GATES }] : []),
    ],
    inputs: [{ parameter: 'kernel', axis: 0 }],
    feedback: [{ parameter: 'recurrent', axis: 0 }],
  }),
  resize: (config, units) => ({ ...config, units }),
});
