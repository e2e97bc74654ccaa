import type { Tensor } from '../../../tensor-library.ts';
import type { OpAttribute } from '../attributes.ts';
import { ATTRIBUTE, DATA_TYPE } from '../data-types.ts';
import { flagAttribute, T_FLOAT } from '../node-backend.ts';
import type { NativeCall, NativeKernel } from './native-kernel.ts';

const NO_PEEPHOLE = flagAttribute('use_peephole', false);
const NO_CLIP: OpAttribute = { name: 'cell_clip', type: ATTRIBUTE.float, value: 0 };

interface Operation {
  readonly operation: string;
  readonly attributes: readonly OpAttribute[];
  readonly results: number;
}

const FORWARD: Operation = { operation: 'BlockLSTMV2', attributes: [T_FLOAT, NO_CLIP, NO_PEEPHOLE], results: 7 };
const BACKWARD: Operation = { operation: 'BlockLSTMGradV2', attributes: [T_FLOAT, NO_PEEPHOLE], results: 8 };

/**
 * `BlockLSTMV2` from zero states. Gives what its gradient needs (input gate, cell states, forget and output gates, candidate,
 * tanh of the cell), and the states last.
 */
export const lstmSequence: NativeKernel = {
  name: 'LstmSequence',
  run: call => execute(call, FORWARD, constants => parametersOf(call, constants)),
};

/** Gives the gradients of x, weights and bias. */
export const lstmSequenceGrad: NativeKernel = {
  name: 'LstmSequenceGrad',
  run(call) {
    const made = execute(call, BACKWARD, constants => [
      ...parametersOf(call, constants),
      ...['i', 'cs', 'f', 'o', 'ci', 'co', 'h'].map(name => idOf(call, name)),
      constants.states,
      idOf(call, 'dh'),
    ]);
    const [x, cellStart, stateStart, weights, wci, wcf, wco, bias] = made as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    for (const unused of [cellStart, stateStart, wci, wcf, wco]) unused.dispose();
    return [x, weights, bias];
  },
};

/** Numbers of the binding. */
interface Constants {
  readonly steps: number;
  /** Zeros [T, N, units]: the gradient that reaches the cell states from outside. */
  readonly states: number;
  /** Zeros [N, units]. */
  readonly start: number;
  /** Zeros [units]. */
  readonly peephole: number;
}

/** By number, not by tensor: tfjs warns of every int64 that it is shown. */
function execute(
  { backend, inputs }: NativeCall,
  { operation, attributes, results }: Operation,
  given: (constants: Constants) => number[],
): Tensor[] {
  const { binding } = backend;
  const [steps, items] = inputs['x']!.shape as [number, number];
  const units = inputs['bias']!.shape[0]! / 4;
  const zeros = (...shape: number[]): number =>
    binding.createTensor(shape, DATA_TYPE.float, new Float32Array(shape.reduce((product, size) => product * size, 1)));
  const constants: Constants = {
    // The halves of an int64, low one first: the addon of tfjs-node-gpu refuses a BigInt64Array.
    steps: binding.createTensor([], DATA_TYPE.int64, Int32Array.of(steps, 0)),
    states: zeros(steps, items, units),
    start: zeros(items, units),
    peephole: zeros(units),
  };
  const made = binding.executeOp(operation, attributes, given(constants), results);
  for (const id of Object.values(constants)) binding.deleteTensor(id as number);
  return made.map(metadata => backend.createOutputTensor(metadata));
}

function parametersOf(call: NativeCall, { steps, start, peephole }: Constants): number[] {
  return [steps, idOf(call, 'x'), start, start, idOf(call, 'weights'), peephole, peephole, peephole, idOf(call, 'bias')];
}

function idOf({ backend, inputs }: NativeCall, name: string): number {
  return backend.getInputTensorIds([inputs[name]!])[0]!;
}
