import { OUT_OF_SIGHT } from '../../graph/places.ts';
import { channelsOf } from '../../graph/shape-checks.ts';
import type { LayerTable } from '../export-plan.ts';
import { tuple } from './names.ts';
import { parameter, result } from './pieces.ts';
import type { TorchCall, TorchValue } from './torch-form.ts';

/** Layers of texts: numbers of tokens, and series that read themselves. */
export const TORCH_TOKEN_LAYERS: LayerTable<TorchCall, TorchValue['names']> = {
  embedding({ writer, node, x, config: { tokens, units } }) {
    const table = writer.module(node, `nn.Embedding(${tokens}, ${units})`, { weight: parameter('kernel', [0, 1]) });
    const rows = `(${writer.read(x, 'last')} + 0.5).floor().clamp(0, ${tokens - 1}).long()`;
    return result(writer, node, 'last', `${table}(${rows})`);
  },

  mask({ writer, node, x }) {
    const ids = writer.read(x, 'last');
    const isFirst = `(torch.arange(${x.shape[0] ?? 0}, device=${ids}.device) == 0)`;
    return result(writer, node, 'last', `((${ids} > 0.5) | ${isFirst}).to(${ids}.dtype).unsqueeze(-1)`);
  },

  'positional-embedding'({ writer, node, x }) {
    const zeros = `torch.zeros${tuple(x.shape)}`;
    const rows = writer.module(node, `nn.Parameter(${zeros})`, { '': parameter('positions', [0, 1]) });
    return result(writer, node, 'last', `${writer.read(x, 'last')} + ${rows}`);
  },

  attention({ writer, node, inputs, config: { headSize } }) {
    const [queries, keys, values, mask] = inputs as readonly [TorchValue, TorchValue, TorchValue, TorchValue?];
    const channels = channelsOf(queries.shape);
    const byHead = (x: TorchValue): string =>
      `${writer.read(x, 'last')}.unflatten(-1, (${channels / headSize}, ${headSize})).transpose(1, 2)`;
    const bias =
      mask === undefined
        ? ''
        : `, attn_mask=((${writer.read(mask, 'last')} - 1) * ${OUT_OF_SIGHT}).reshape(-1, 1, 1, ${keys.shape[0] ?? 0})`;
    const read = `F.scaled_dot_product_attention(${byHead(queries)}, ${byHead(keys)}, ${byHead(values)}${bias})`;
    return result(writer, node, 'last', `${read}.transpose(1, 2).flatten(2)`);
  },
};
