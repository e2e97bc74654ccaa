import type { OpAttribute } from '../attributes.ts';
import { ATTRIBUTE, DATA_TYPE } from '../data-types.ts';
import { flagAttribute, T_FLOAT, typeAttribute } from '../node-backend.ts';
import { CHANNELS_LAST, named, type NativeCall, type NativeKernel } from './native-kernel.ts';

/** Gives values, mean, unbiased variance, and three arrays for the gradient. */
export const batchNormTraining: NativeKernel = {
  name: 'BatchNormTraining',
  run: ({ backend, inputs, attrs }) =>
    backend.executeMultipleOutputs('FusedBatchNormV3', attributesOf(attrs), named(inputs, ['x', 'scale', 'offset', 'none', 'none']), 6),
};

export const batchNormTrainingGrad: NativeKernel = {
  name: 'BatchNormTrainingGrad',
  run: ({ backend, inputs, attrs }) =>
    backend.executeMultipleOutputs('FusedBatchNormGradV3', attributesOf(attrs), named(inputs, ['dy', 'x', 'scale', 'r1', 'r2', 'r3']), 5),
};

function attributesOf(attrs: NativeCall['attrs']): OpAttribute[] {
  const epsilon = { name: 'epsilon', type: ATTRIBUTE.float, value: attrs['epsilon'] as number };
  return [T_FLOAT, typeAttribute('U', DATA_TYPE.float), CHANNELS_LAST, epsilon, flagAttribute('is_training', true)];
}
