import type { LayerTable } from '../export-plan.ts';
import type { OnnxBuilder, OnnxValue } from './builder.ts';
import type { OnnxCall } from './onnx-call.ts';

/** The layers that fusions are made of. */
export const ONNX_FUSION_LAYERS: LayerTable<OnnxCall, OnnxValue['names']> = {
  rescale({ builder, node, x, config: { factor, offset } }) {
    const scaled = builder.add('Mul', `${node.name}.scaled`, [builder.read(x, 'last'), numbers(builder, `${node.name}/factor`, factor)]);
    return { last: builder.add('Add', node.name, [scaled, numbers(builder, `${node.name}/offset`, offset)]) };
  },

  'select-channels'({ builder, node, x, config: { channels } }) {
    const places = builder.integers(`${node.name}.channels`, channels);
    return { last: builder.add('Gather', node.name, [builder.read(x, 'last'), places], { axis: -1 }) };
  },
};

/** A number for all channels, or one each: both spread over the axes before. */
function numbers(builder: OnnxBuilder, name: string, values: readonly number[]): string {
  return builder.constant(name, { shape: [values.length], values: Float32Array.from(values) });
}
