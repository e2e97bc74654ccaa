import type { LayerTable } from '../export-plan.ts';
import type { OnnxValue } from './builder.ts';
import { cascadeWhole } from './lazy/cascade.ts';
import { specialistsWhole } from './lazy/specialists.ts';
import type { OnnxCall } from './onnx-call.ts';

/** The layers that fusions in a row are made of, where they are no answer of the model: see `ONNX_LAZY`. */
export const ONNX_SERIAL_LAYERS: LayerTable<OnnxCall, OnnxValue['names']> = {
  cascade: cascadeWhole,

  specialists: specialistsWhole,

  repeat({ builder, node, x, config: { times } }) {
    const row = builder.add('Unsqueeze', `${node.name}.row`, [builder.read(x, 'last'), builder.integers(`${node.name}.place`, [1])]);
    return { last: builder.add('Expand', node.name, [row, builder.integers(`${node.name}.places`, [1, times, 1])]) };
  },
};
