import { T_FLOAT } from '../node-backend.ts';
import { CHANNELS_LAST, type NativeKernel } from './native-kernel.ts';

export const reluGrad: NativeKernel = {
  name: 'ReluGrad',
  run: ({ backend, inputs }) => backend.executeSingleOutput('ReluGrad', [T_FLOAT], [inputs['dy']!, inputs['y']!]),
};

export const biasAdd: NativeKernel = {
  name: 'BiasAdd',
  run: ({ backend, inputs }) => backend.executeSingleOutput('BiasAdd', [T_FLOAT, CHANNELS_LAST], [inputs['x']!, inputs['bias']!]),
};

export const biasAddGrad: NativeKernel = {
  name: 'BiasAddGrad',
  run: ({ backend, inputs }) => backend.executeSingleOutput('BiasAddGrad', [T_FLOAT, CHANNELS_LAST], [inputs['dy']!]),
};

export const crossEntropy: NativeKernel = {
  name: 'CrossEntropy',
  run: ({ backend, inputs }) =>
    backend.executeMultipleOutputs('SoftmaxCrossEntropyWithLogits', [T_FLOAT], [inputs['logits']!, inputs['distribution']!], 2),
};

export const sigmoidGrad: NativeKernel = {
  name: 'SigmoidGrad',
  run: ({ backend, inputs }) => backend.executeSingleOutput('SigmoidGrad', [T_FLOAT], [inputs['y']!, inputs['dy']!]),
};

export const tanhGrad: NativeKernel = {
  name: 'TanhGrad',
  run: ({ backend, inputs }) => backend.executeSingleOutput('TanhGrad', [T_FLOAT], [inputs['y']!, inputs['dy']!]),
};
