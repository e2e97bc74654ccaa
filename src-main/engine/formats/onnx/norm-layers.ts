import { channelsOf } from '../../graph/shape-checks.ts';
import type { LayerTable } from '../export-plan.ts';
import type { OnnxValue } from './builder.ts';
import type { OnnxCall } from './onnx-call.ts';
import { constants } from './pieces.ts';

/** Layers that normalise the channels of an item among each other. */
export const ONNX_NORM_LAYERS: LayerTable<OnnxCall, OnnxValue['names']> = {
  'layer-norm'({ builder, node, x, config: { epsilon } }) {
    const names = [builder.read(x, 'last'), ...constants(builder, node, ['scale', 'offset'])];
    return { last: builder.add('LayerNormalization', node.name, names, { axis: -1, epsilon: { float: epsilon } }) };
  },

  /** The groups as the channels of an instance normalisation; then each channel's scale and offset. */
  'group-norm'({ builder, node, x, config: { groups, epsilon } }) {
    const isRow = x.shape.length === 1;
    const channels = channelsOf(x.shape);
    const read = builder.read(x, isRow ? 'last' : 'first');
    const part = (name: string): string => `${node.name}.${name}`;
    const ones = { shape: [groups], values: new Float32Array(groups).fill(1) };
    const zeros = { shape: [groups], values: new Float32Array(groups) };
    const apart = builder.add('Reshape', part('apart'), [read, builder.integers(part('groups'), [0, groups, -1])]);
    const neutral = [builder.constant(part('ones'), ones), builder.constant(part('zeros'), zeros)];
    const even = builder.add('InstanceNormalization', part('even'), [apart, ...neutral], { epsilon: { float: epsilon } });
    const shape = builder.integers(part('shape'), [0, channels, ...x.shape.slice(0, -1)]);
    const whole = builder.add('Reshape', part('whole'), [even, shape]);
    const places = x.shape.slice(1).map(() => 1);
    const vector = (name: string): string =>
      builder.constant(`${node.name}/${name}`, { shape: [channels, ...places], values: node.parameters[name]!.values });
    const scaled = builder.add('Mul', part('scaled'), [whole, vector('scale')]);
    return { [isRow ? 'last' : 'first']: builder.add('Add', node.name, [scaled, vector('offset')]) };
  },
};
