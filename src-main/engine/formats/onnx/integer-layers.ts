import { UnsupportedConfig, type LayerTable } from '../export-plan.ts';
import type { OnnxValue } from './builder.ts';
import type { OnnxCall } from './onnx-call.ts';
import { layoutOf } from './pieces.ts';
import { UINT8 } from './schema.ts';

/** Values that become whole steps, and numbers again: what runtimes of integers look for around an operator. */
export const ONNX_INTEGER_LAYERS: LayerTable<OnnxCall, OnnxValue['names']> = {
  'fake-quantise'({ builder, node: { name }, x, config: { range, bits, scale, zeroPoint } }) {
    const layout = layoutOf([x]);
    const input = builder.read(x, layout);
    const part = (word: string): string => `${name}.${word}`;
    if (range === 'item') {
      if (bits !== 8) throw new UnsupportedConfig(`ranges found on the way are of 8 bits, not ${bits}`);
      const [steps, scaleName, zeroPointName] = [part('steps'), part('scale'), part('zero-point')];
      builder.addMany({ opType: 'DynamicQuantizeLinear', name: steps, outputs: [steps, scaleName, zeroPointName] }, [input], {});
      return { [layout]: builder.addGrid(name, { kind: 'dynamic', steps, scaleName, zeroPointName }) };
    }
    const most = 2 ** bits - 1;
    const scaleName = builder.number(part('scale'), scale);
    const zeroPointName = builder.raw({ name: part('zero-point'), dims: [], dataType: UINT8, rawData: Uint8Array.of(zeroPoint) });
    const bounds = [-zeroPoint * scale, (most - zeroPoint) * scale];
    const within =
      bits === 8
        ? input
        : builder.add('Clip', part('within'), [input, ...bounds.map((bound, i) => builder.number(part(i === 0 ? 'low' : 'high'), bound))]);
    const steps = builder.add('QuantizeLinear', part('steps'), [within, scaleName, zeroPointName]);
    return { [layout]: builder.addGrid(name, { kind: 'fixed', steps, scaleName, zeroPointName, scale }) };
  },
};
