import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { transpose } from '../lib/transpose.ts';
import type { GraphEmitter, WeightedOperation } from '../tensorflow/graph-value.ts';
import { wholeShape } from '../tensorflow/tf-graph.ts';
import type { LiteForm } from './lite-value.ts';
import { PADDINGS } from './schema.ts';

interface WeightedForm {
  /** In TensorFlow Lite's order: outputs first, but for filters of single channels. */
  readonly kernel: Parameter;
  /** Of the outputs. */
  readonly axis: number;
  operator(emitter: GraphEmitter, kernel: string, bias: string): LiteForm;
}

/** An operation with a kernel, whose bias is an input of it. */
export function weightedForm(operation: WeightedOperation): WeightedForm {
  return FORMS[operation.op](operation);
}

function windowOf({ window: { strides, padding } }: WeightedOperation) {
  return { padding: PADDINGS[padding], strideHeight: strides[0]!, strideWidth: strides[1]!, fusedActivation: 0 };
}

const NO_DILATION = { dilationWidth: 1, dilationHeight: 1 };

const FORMS: { readonly [O in WeightedOperation['op']]: (operation: WeightedOperation) => WeightedForm } = {
  MatMul: ({ kernel, input }) => ({
    kernel: transpose(kernel, [1, 0]),
    axis: 0,
    operator: (_emitter, weights, bias) => ({
      code: 'FULLY_CONNECTED',
      inputs: [input.name, weights, bias],
      options: { table: 'FullyConnectedOptions', values: { fusedActivation: 0, weightsFormat: 0, keepsAxes: false } },
    }),
  }),

  Conv2D: operation => ({
    kernel: transpose(operation.kernel, [3, 0, 1, 2]),
    axis: 0,
    operator: (_emitter, weights, bias) => ({
      code: 'CONV_2D',
      inputs: [operation.input.name, weights, bias],
      options: { table: 'Conv2DOptions', values: { ...windowOf(operation), ...NO_DILATION } },
    }),
  }),

  DepthwiseConv2dNative(operation) {
    const [height = 1, width = 1, channels = 1, multiplier = 1] = operation.kernel.shape;
    return {
      kernel: { shape: [1, height, width, channels * multiplier], values: operation.kernel.values },
      axis: 3,
      operator: (_emitter, weights, bias) => ({
        code: 'DEPTHWISE_CONV_2D',
        inputs: [operation.input.name, weights, bias],
        options: { table: 'DepthwiseConv2DOptions', values: { ...windowOf(operation), multiplier, ...NO_DILATION } },
      }),
    };
  },

  Conv2DBackpropInput: operation => ({
    kernel: transpose(operation.kernel, [2, 0, 1, 3]),
    axis: 0,
    operator: (emitter, weights, bias) => ({
      code: 'TRANSPOSE_CONV',
      inputs: [wholeShape(emitter, operation.name, operation.input, operation.shape.slice(1)).name, weights, operation.input.name, bias],
      options: { table: 'TransposeConvOptions', values: windowOf(operation) },
    }),
  }),
};
