import { LEAST_ODDS, LEAST_SHARE } from '../../graph/layers/logits.layer.ts';
import { rampsOf } from '../../graph/layers/piecewise-ramps.ts';
import { STEEP } from '../../graph/layers/ranks.layer.ts';
import { UnsupportedConfig, type LayerTable } from '../export-plan.ts';
import { literal } from './names.ts';
import { layoutOf, result } from './pieces.ts';
import type { TorchCall, TorchValue } from './torch-form.ts';

/** The layers that fusions are made of. */
export const TORCH_FUSION_LAYERS: LayerTable<TorchCall, TorchValue['names']> = {
  rescale({ writer, node, x, config: { factor, offset } }) {
    const input = writer.read(x, 'last');
    return result(writer, node, 'last', `${input} * ${numbers(input, factor)} + ${numbers(input, offset)}`);
  },

  'select-channels': ({ writer, node, x, config: { channels } }) =>
    result(writer, node, 'last', `${writer.read(x, 'last')}[..., [${channels.join(', ')}]]`),

  logits({ writer, node, x, config: { of } }) {
    const input = writer.read(x, 'last');
    if (of === 'softmax') return result(writer, node, 'last', `${input}.clamp(min=${LEAST_SHARE}).log()`);
    const odds = `${input}.clamp(min=${LEAST_ODDS}).log() - (1 - ${input}).clamp(min=${LEAST_ODDS}).log()`;
    return result(writer, node, 'last', odds);
  },

  'log-softmax': ({ writer, node, x }) => result(writer, node, 'last', `F.log_softmax(${writer.read(x, 'last')}, dim=-1)`),

  maximum({ writer, node, inputs }) {
    const [first = '', ...others] = inputs.map(x => writer.read(x, 'last'));
    return result(
      writer,
      node,
      'last',
      others.reduce((greatest, x) => `torch.maximum(${greatest}, ${x})`, first),
    );
  },

  ranks({ writer, node, x }) {
    const input = writer.read(x, 'last');
    const above = `torch.sigmoid((${input}.unsqueeze(2) - ${input}.unsqueeze(1)) * ${STEEP})`;
    return result(writer, node, 'last', `${above}.sum(dim=2) - 0.5`);
  },

  'piecewise-linear'({ writer, node, x, config }) {
    const { count, starts, slopes, heights, first } = rampsOf(config);
    const input = writer.read(x, 'last');
    const table = (values: Float32Array): string => literal(input, [...values], [config.at.length, count]);
    const steps = `((${input}.unsqueeze(-1) - ${table(starts)}) * ${table(slopes)}).clamp(0, 1)`;
    return result(writer, node, 'last', `(${steps} * ${table(heights)}).sum(dim=-1) + ${literal(input, [...first])}`);
  },

  'fake-quantise'({ writer, node, x, config: { range, bits, scale, zeroPoint } }) {
    if (range === 'item') throw new UnsupportedConfig('its range is found on the way, for each item by itself');
    const layout = layoutOf([x]);
    const most = 2 ** bits - 1;
    const words = `${writer.read(x, layout)}, ${scale}, ${Math.min(zeroPoint, most)}, 0, ${most}`;
    return result(writer, node, layout, `torch.fake_quantize_per_tensor_affine(${words})`);
  },
};

/** A number for all channels, or one each. */
function numbers(x: string, values: readonly number[]): string {
  return values.length === 1 ? String(values[0]) : literal(x, values);
}
