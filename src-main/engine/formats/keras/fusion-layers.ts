import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { rampsOf } from '../../graph/layers/piecewise-ramps.ts';
import { STEEP } from '../../graph/layers/ranks.layer.ts';
import { channelsOf } from '../../graph/shape-checks.ts';
import { UnsupportedConfig, type ExportNode, type LayerTable } from '../export-plan.ts';
import type { KerasCall, KerasForm } from './keras-form.ts';
import { inRow } from './pieces.ts';

/** The layers that fusions are made of. Where Keras has none, a dense layer with settled weights computes the same. */
export const KERAS_FUSION_LAYERS: LayerTable<KerasCall, KerasForm> = {
  rescale({ node, config: { factor, offset } }) {
    if (factor.length === 1 && offset.length === 1) return { className: 'Rescaling', config: { scale: factor[0]!, offset: offset[0]! } };
    const channels = channelsOf(node.shape);
    const each = (values: readonly number[]): readonly number[] => Array.from({ length: channels }, (_, i) => values[i] ?? values[0]!);
    const factors = each(factor);
    return settledDense(
      node,
      matrix([channels, channels], (from, to) => (from === to ? factors[to]! : 0)),
      each(offset),
    );
  },

  'select-channels': ({ node, config: { channels } }) =>
    settledDense(
      node,
      matrix([channelsOf(node.inputShapes[0]!), channels.length], (from, to) => Number(channels[to] === from)),
    ),

  /** No reader of Keras's configs knows a logarithm by itself; at the end of a model it is left out (`endingOf`). */
  logits() {
    throw new UnsupportedConfig('it has a form only as the last layer of a model, where the answers are probabilities that sum to 1');
  },

  'log-softmax': ({ dialect }) => ({ className: 'Activation', config: { activation: dialect === 'tfjs' ? 'logSoftmax' : 'log_softmax' } }),
  maximum: () => ({ className: 'Maximum', config: {} }),

  /** All differences, each made a step, and summed by value. */
  ranks({ node }) {
    const values = channelsOf(node.shape);
    if (values > MOST_RANKED) throw new UnsupportedConfig(`at most ${MOST_RANKED} values can be ranked, it has ${values}`);
    const pair = (index: number): readonly [own: number, other: number] => [Math.floor(index / values), index % values];
    const differences = matrix([values, values * values], (from, to) => Number(pair(to)[0] === from) - Number(pair(to)[1] === from));
    const sums = matrix([values * values, values], (from, to) => Number(pair(from)[0] === to));
    return inRow([
      settledDense(node, differences),
      { className: 'Rescaling', config: { scale: STEEP, offset: 0 } },
      { className: 'Activation', config: { activation: 'sigmoid' } },
      settledDense(node, sums, new Array<number>(values).fill(-0.5)),
    ]);
  },

  /** The ramps of all curves side by side, cut off at 0 and 6, and summed by channel. */
  'piecewise-linear'({ node, config }) {
    const { count, starts, slopes, heights, first } = rampsOf(config);
    const channels = channelsOf(node.shape);
    const own = (ramp: number): number => Math.floor(ramp / count);
    const steps = matrix([channels, channels * count], (from, to) => (own(to) === from ? RELU6 * slopes[to]! : 0));
    const sums = matrix([channels * count, channels], (from, to) => (own(from) === to ? heights[from]! / RELU6 : 0));
    return inRow([
      settledDense(
        node,
        steps,
        [...starts].map((start, ramp) => -RELU6 * start * slopes[ramp]!),
      ),
      { className: 'ReLU', config: { max_value: RELU6 } },
      settledDense(node, sums, [...first]),
    ]);
  },
};

/** Beyond, the table of all differences would be larger than most models. */
const MOST_RANKED = 64;
const RELU6 = 6;

function settledDense(node: ExportNode, kernel: Parameter, bias?: readonly number[]): KerasForm {
  if (node.shape.length !== 1) throw new UnsupportedConfig(`it has a form for rows only, its values have shape [${node.shape.join(', ')}]`);
  const own = bias === undefined ? {} : { bias: { shape: [bias.length], values: Float32Array.from(bias) } };
  const config = { units: kernel.shape[1]!, use_bias: bias !== undefined, activation: 'linear', trainable: false };
  return { className: 'Dense', config, weights: { kernel, ...own } };
}

function matrix([rows, columns]: readonly [number, number], entry: (row: number, column: number) => number): Parameter {
  const values = Float32Array.from({ length: rows * columns }, (_, i) => entry(Math.floor(i / columns), i % columns));
  return { shape: [rows, columns], values };
}
