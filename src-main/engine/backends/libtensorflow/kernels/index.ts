import { batchNormTraining, batchNormTrainingGrad } from './batch-norm.native-kernel.ts';
import { biasAdd, biasAddGrad, crossEntropy, reluGrad, sigmoidGrad, tanhGrad } from './elementwise.native-kernel.ts';
import { lookUp } from './look-up.native-kernel.ts';
import { lstmCell, lstmCellGrad } from './lstm-cell.native-kernel.ts';
import { matMul } from './mat-mul.native-kernel.ts';
import type { NativeKernel } from './native-kernel.ts';

/** The project's own kernels over TensorFlow's operations: beside tfjs-node's, or in place of one of them. */
export const nativeKernels: readonly NativeKernel[] = [
  biasAdd,
  biasAddGrad,
  reluGrad,
  crossEntropy,
  matMul,
  lookUp,
  batchNormTraining,
  batchNormTrainingGrad,
  sigmoidGrad,
  tanhGrad,
  lstmCell,
  lstmCellGrad,
];
