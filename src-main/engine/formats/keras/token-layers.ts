import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { LayerTable } from '../export-plan.ts';
import { multiHeadForm, spelledHeads } from './attention-form.ts';
import type { KerasCall, KerasDialect, KerasForm } from './keras-form.ts';
import { CHANNELS_LAST, inRow, reshaped, weightsOf } from './pieces.ts';

/** Layers of texts: numbers of tokens, and series that read themselves. */
export const KERAS_TOKEN_LAYERS: LayerTable<KerasCall, KerasForm> = {
  embedding: ({ node, config: { tokens, units } }) => ({
    className: 'Embedding',
    config: { input_dim: tokens, output_dim: units, mask_zero: false },
    weights: weightsOf(node, { kernel: 'embeddings' }),
  }),

  /** Numbers are made 6 and more, the first step's too, and cut off at 6: the sixth of that is the mask. */
  mask({ node, dialect }) {
    const time = node.shape[0]!;
    const first = Float32Array.from({ length: time }, (_, step) => (step === 0 ? RELU6 : 0));
    const shares: KerasForm = { className: 'Rescaling', config: { scale: 1 / RELU6, offset: 0 }, shape: [1, 1, time] };
    const cutOff: KerasForm = { className: 'ReLU', config: { max_value: RELU6 }, shape: [1, 1, time] };
    const raised = eachByItself(dialect, { factor: RELU6, offset: { shape: [time], values: first } });
    return inRow([reshaped([1, 1, time]), raised, cutOff, shares, reshaped(node.shape)]);
  },

  /** All values of an item as channels of one place, each with a factor of 1 and its own bias. */
  'positional-embedding'({ node, dialect }) {
    const { values } = node.parameters['positions']!;
    const count = values.length;
    const added = eachByItself(dialect, { factor: 1, offset: { shape: [count], values } });
    return inRow([reshaped([1, 1, count]), added, reshaped(node.shape)]);
  },

  attention: ({ node, dialect, config: { headSize } }) =>
    dialect === 'keras-3' ? multiHeadForm(node, headSize) : spelledHeads(node, headSize),
};

const RELU6 = 6;

function eachByItself(dialect: KerasDialect, { factor, offset }: { readonly factor: number; readonly offset: Parameter }): KerasForm {
  const count = offset.values.length;
  const kernel = { shape: [1, 1, count, 1], values: new Float32Array(count).fill(factor) };
  return {
    className: 'DepthwiseConv2D',
    config: {
      kernel_size: [1, 1],
      strides: [1, 1],
      padding: 'valid',
      depth_multiplier: 1,
      ...CHANNELS_LAST,
      dilation_rate: [1, 1],
      use_bias: true,
      activation: 'linear',
    },
    weights: { [dialect === 'keras-3' ? 'kernel' : 'depthwise_kernel']: kernel, bias: offset },
    shape: [1, 1, count],
  };
}
