import { Unsupported, type ForeignTensor } from '../foreign-graph.ts';
import { add, constant, constantAt, input, part, require } from '../saved-model/translation.ts';
import { joinedAlong } from '../trace/arrays.ts';
import { optionsOf, type LiteCall, type LiteTable } from './lite-call.ts';

/** Places of the gates' arguments, each in the order input, forget, candidate, output. */
const KERNELS = [1, 2, 3, 4];
const RECURRENT = [5, 6, 7, 8];
const BIASES = [12, 13, 14, 15];
/** Connections from the cell, a projection, normalisations of the gates. */
const NONE_OF = [9, 10, 11, 16, 17, 20, 21, 22, 23];
/** ONNX has input, output, forget, candidate. */
const ORDER = [0, 3, 1, 2];
const TANH = 4;

/** A whole series at once; its states begin at zero in every call. */
export const LSTM_OPERATORS: LiteTable = {
  UNIDIRECTIONAL_SEQUENCE_LSTM(call) {
    assertPlain(call);
    const gates = (places: readonly number[]): ForeignTensor =>
      joinedAlong(
        ORDER.map(gate => constantAt(call, places[gate]!)),
        0,
      );
    const named = (word: string, tensor: ForeignTensor): string => constant(call, word, { ...tensor, shape: [1, ...tensor.shape] });
    const [kernel, recurrent, ofInput] = [gates(KERNELS), gates(RECURRENT), gates(BIASES)];
    const zeros = { shape: ofInput.shape, values: new Float32Array(ofInput.values.length) };
    const timeFirst = call.options['timeFirst'] === true;
    const turned = (word: string, value: string): string =>
      part(call, word, 'Transpose', { inputs: [value], attributes: { perm: [1, 0, 2] } });
    const series = timeFirst ? input(call, 0) : turned('steps', input(call, 0));
    const states = part(call, 'states', 'LSTM', {
      inputs: [series, named('kernel', kernel), named('recurrent', recurrent), named('bias', joinedAlong([ofInput, zeros], 0))],
      attributes: { hidden_size: recurrent.shape[1] ?? 1 },
    });
    const all = part(call, 'one-way', 'Squeeze', { inputs: [states], attributes: { axes: [1] } });
    if (timeFirst) add(call, 'Identity', { inputs: [all] });
    else add(call, 'Transpose', { inputs: [all], attributes: { perm: [1, 0, 2] } });
  },
};

function assertPlain({ node, options }: LiteCall): void {
  const { number } = optionsOf(options);
  require(number('fusedActivation') === TANH, 'an LSTM of tanh is required');
  require(number('cellClip') === 0 && number('projectionClip') === 0, 'gates without clipping and coupling are required');
  const extra = NONE_OF.find(place => (node.inputs[place] ?? '') !== '');
  if (extra !== undefined)
    throw new Unsupported(`an LSTM without peepholes, projection and normalisation is required, it has argument ${extra + 1}`);
}
