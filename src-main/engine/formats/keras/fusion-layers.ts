import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { channelsOf } from '../../graph/shape-checks.ts';
import { UnsupportedConfig, type ExportNode, type LayerTable } from '../export-plan.ts';
import type { KerasCall, KerasForm } from './keras-form.ts';

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
};

function settledDense(node: ExportNode, kernel: Parameter, bias?: readonly number[]): KerasForm {
  if (node.shape.length !== 1) throw new UnsupportedConfig(`it has a form for rows only, its values have shape [${node.shape.join(', ')}]`);
  const own = bias === undefined ? {} : { bias: { shape: [bias.length], values: Float32Array.from(bias) } };
  const config = { units: channelsOf(node.shape), use_bias: bias !== undefined, activation: 'linear', trainable: false };
  return { className: 'Dense', config, weights: { kernel, ...own } };
}

function matrix([rows, columns]: readonly [number, number], entry: (row: number, column: number) => number): Parameter {
  const values = Float32Array.from({ length: rows * columns }, (_, i) => entry(Math.floor(i / columns), i % columns));
  return { shape: [rows, columns], values };
}
