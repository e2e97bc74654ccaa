import type { OpAttribute } from '../attributes.ts';
import { ATTRIBUTE } from '../data-types.ts';
import { flagAttribute, T_FLOAT } from '../node-backend.ts';
import { named, type NativeKernel } from './native-kernel.ts';

const NO_PEEPHOLES = flagAttribute('use_peephole', false);
/** Left out, they are 1 and 3; not above 0 means that nothing is clipped. */
const PLAIN: readonly OpAttribute[] = [
  { name: 'forget_bias', type: ATTRIBUTE.float, value: 0 },
  { name: 'cell_clip', type: ATTRIBUTE.float, value: -1 },
];

const WEIGHTS = ['rows', 'peephole', 'peephole', 'peephole', 'bias'] as const;

/** Gives input gate, new state of the cell, forget and output gate, candidate, the state's tanh, and h. */
export const lstmCell: NativeKernel = {
  name: 'LstmCell',
  underXla: false,
  run: ({ backend, inputs }) =>
    backend.executeMultipleOutputs('LSTMBlockCell', [T_FLOAT, NO_PEEPHOLES, ...PLAIN], named(inputs, ['x', 'c', 'h', ...WEIGHTS]), 7),
};

/** Gives the gradients of the state before, of the sums, and three of peepholes. */
export const lstmCellGrad: NativeKernel = {
  name: 'LstmCellGrad',
  underXla: false,
  run({ backend, inputs }) {
    const order = ['x', 'c', 'h', ...WEIGHTS, 'i', 'after', 'f', 'o', 'g', 'tanhC', 'dc', 'dh'];
    return backend.executeMultipleOutputs('LSTMBlockCellGrad', [T_FLOAT, NO_PEEPHOLES], named(inputs, order), 5);
  },
};
