import { ACTIVATION_FUNCTIONS } from '../../src-main/engine/graph/activations.ts';
import type { Shape } from '../../src-shared/domain/graph/model-graph.ts';

/** A layer in use; the output shapes and multiply-adds are worked out by hand. */
export interface LayerCase {
  readonly layer: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Shape[];
  readonly output: Shape;
  readonly parameters: Readonly<Record<string, Shape>>;
  readonly multiplyAdds: number;
  /** The JavaScript back end's own gradient is wrong here; other back ends are judged. */
  readonly referenceGradientWrong?: true;
  /** Its inputs are probabilities: values between 0.3 and 0.7 are tried. */
  readonly shares?: true;
}

const vectors = (size: number) => ({ scale: [size], offset: [size], mean: [size], variance: [size] });

export const layerCases: readonly LayerCase[] = [
  { layer: 'input', config: { shape: [2, 3] }, inputs: [], output: [2, 3], parameters: {}, multiplyAdds: 0 },
  { layer: 'dense', config: { units: 3 }, inputs: [[4]], output: [3], parameters: { kernel: [4, 3], bias: [3] }, multiplyAdds: 12 },
  {
    layer: 'dense',
    config: { units: 2, bias: false, activation: 'tanh', initialiser: 'he-normal' },
    inputs: [[5]],
    output: [2],
    parameters: { kernel: [5, 2] },
    multiplyAdds: 10,
  },
  {
    layer: 'conv2d',
    config: { filters: 3, kernel: 3 },
    inputs: [[5, 4, 2]],
    output: [3, 2, 3],
    parameters: { kernel: [3, 3, 2, 3], bias: [3] },
    multiplyAdds: 3 * 2 * 3 * 18,
  },
  {
    layer: 'conv2d',
    config: { filters: 2, kernel: [3, 2], stride: 2, padding: 'same', activation: 'sigmoid' },
    inputs: [[5, 4, 2]],
    output: [3, 2, 2],
    parameters: { kernel: [3, 2, 2, 2], bias: [2] },
    multiplyAdds: 3 * 2 * 2 * 12,
  },
  {
    layer: 'depthwise-conv2d',
    config: { kernel: 3, multiplier: 2 },
    inputs: [[5, 4, 2]],
    output: [3, 2, 4],
    parameters: { kernel: [3, 3, 2, 2], bias: [4] },
    multiplyAdds: 3 * 2 * 4 * 9,
  },
  {
    layer: 'depthwise-conv2d',
    config: { kernel: 2, stride: [2, 2], padding: 'same', bias: false },
    inputs: [[4, 3, 3]],
    output: [2, 2, 3],
    parameters: { kernel: [2, 2, 3, 1] },
    multiplyAdds: 2 * 2 * 3 * 4,
  },
  { layer: 'max-pool', config: {}, inputs: [[5, 4, 2]], output: [2, 2, 2], parameters: {}, multiplyAdds: 0 },
  {
    layer: 'max-pool',
    config: { size: 3, stride: 2, padding: 'same' },
    inputs: [[5, 4, 2]],
    output: [3, 2, 2],
    parameters: {},
    multiplyAdds: 0,
  },
  { layer: 'average-pool', config: { size: [2, 1] }, inputs: [[5, 4, 2]], output: [2, 4, 2], parameters: {}, multiplyAdds: 0 },
  {
    layer: 'average-pool',
    config: { size: 3, stride: 2, padding: 'same' },
    inputs: [[5, 4, 2]],
    output: [3, 2, 2],
    parameters: {},
    multiplyAdds: 0,
    referenceGradientWrong: true,
  },
  { layer: 'global-average-pool', config: {}, inputs: [[3, 2, 4]], output: [4], parameters: {}, multiplyAdds: 0 },
  { layer: 'flatten', config: {}, inputs: [[3, 2, 4]], output: [24], parameters: {}, multiplyAdds: 0 },
  { layer: 'reshape', config: { shape: [4, 6] }, inputs: [[3, 2, 4]], output: [4, 6], parameters: {}, multiplyAdds: 0 },
  ...ACTIVATION_FUNCTIONS.map(name => ({
    layer: 'activation',
    config: { function: name },
    inputs: [[3, 13]],
    output: [3, 13],
    parameters: {},
    multiplyAdds: 0,
  })),
  { layer: 'batch-norm', config: {}, inputs: [[3]], output: [3], parameters: vectors(3), multiplyAdds: 3 },
  {
    layer: 'batch-norm',
    config: { momentum: 0.9, epsilon: 0.01 },
    inputs: [[3, 2, 2]],
    output: [3, 2, 2],
    parameters: vectors(2),
    multiplyAdds: 12,
  },
  { layer: 'dropout', config: { rate: 0.4 }, inputs: [[6]], output: [6], parameters: {}, multiplyAdds: 0 },
  {
    layer: 'add',
    config: {},
    inputs: [
      [3, 2],
      [3, 2],
      [3, 2],
    ],
    output: [3, 2],
    parameters: {},
    multiplyAdds: 0,
  },
  { layer: 'repeat', config: { times: 5 }, inputs: [[3]], output: [5, 3], parameters: {}, multiplyAdds: 0 },
  ...(['max-probability', 'margin', 'entropy'] as const).map(confidence => ({
    layer: 'cascade',
    config: { confidence, thresholds: [0.5, 0.4], temperatures: [1, 2, 0.5] },
    inputs: [[4], [4], [4]],
    output: [4],
    parameters: {},
    multiplyAdds: 0,
  })),
  {
    layer: 'specialists',
    config: {
      classes: [
        [0, 2],
        [4, 1, 3],
      ],
      threshold: 0.6,
    },
    inputs: [[5], [2], [3]],
    output: [5],
    parameters: {},
    multiplyAdds: 0,
  },
  {
    layer: 'cascade',
    config: { thresholds: [0.6], temperatures: [1, 1.5] },
    inputs: [[1], [1]],
    output: [1],
    parameters: {},
    multiplyAdds: 0,
  },
  {
    layer: 'concatenate',
    config: {},
    inputs: [
      [3, 2],
      [3, 1],
      [3, 4],
    ],
    output: [3, 7],
    parameters: {},
    multiplyAdds: 0,
  },
  {
    layer: 'lstm',
    config: { units: 3 },
    inputs: [[4, 2]],
    output: [3],
    parameters: { kernel: [2, 12], recurrent: [3, 12], bias: [12] },
    multiplyAdds: 4 * 12 * (2 + 3),
  },
  {
    layer: 'lstm',
    config: { units: 2, returnSequences: true, bias: false },
    inputs: [[3, 3]],
    output: [3, 2],
    parameters: { kernel: [3, 8], recurrent: [2, 8] },
    multiplyAdds: 3 * 8 * (3 + 2),
  },
  {
    layer: 'lstm',
    config: { units: 2 },
    inputs: [[1, 3]],
    output: [2],
    parameters: { kernel: [3, 8], recurrent: [2, 8], bias: [8] },
    multiplyAdds: 8 * (3 + 2),
  },
  { layer: 'rescale', config: { factor: [-1.5], offset: [0.25] }, inputs: [[3, 2]], output: [3, 2], parameters: {}, multiplyAdds: 6 },
  { layer: 'rescale', config: { factor: [2, -0.5, 1], offset: [0.1] }, inputs: [[3]], output: [3], parameters: {}, multiplyAdds: 3 },
  { layer: 'rescale', config: {}, inputs: [[2, 2, 3]], output: [2, 2, 3], parameters: {}, multiplyAdds: 0 },
  { layer: 'select-channels', config: { channels: [2, 0, 1, 2] }, inputs: [[3]], output: [4], parameters: {}, multiplyAdds: 0 },
  { layer: 'logits', config: {}, inputs: [[4]], output: [4], parameters: {}, multiplyAdds: 0, shares: true },
  { layer: 'logits', config: { of: 'sigmoid' }, inputs: [[2, 3]], output: [2, 3], parameters: {}, multiplyAdds: 0, shares: true },
  { layer: 'log-softmax', config: {}, inputs: [[2, 4]], output: [2, 4], parameters: {}, multiplyAdds: 0 },
  {
    layer: 'maximum',
    config: {},
    inputs: [
      [3, 2],
      [3, 2],
      [3, 2],
    ],
    output: [3, 2],
    parameters: {},
    multiplyAdds: 0,
  },
  { layer: 'ranks', config: {}, inputs: [[5]], output: [5], parameters: {}, multiplyAdds: 25 },
  {
    layer: 'piecewise-linear',
    config: { at: [[-0.5, 0.1, 0.7], [0], [0, 1]], values: [[1, 2, 2.5], [3], [-1, 1]] },
    inputs: [[3]],
    output: [3],
    parameters: {},
    multiplyAdds: 12,
  },
];
