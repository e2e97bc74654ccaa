import { spreadShape } from '../../graph/broadcast.ts';
import { channelsOf } from '../../graph/shape-checks.ts';
import { UnsupportedConfig, type LayerTable } from '../export-plan.ts';
import { TORCH_FUSION_LAYERS } from './fusion-layers.ts';
import { tuple } from './names.ts';
import { activated, biasOf, layoutOf, parameter, result, weightAndBias } from './pieces.ts';
import { TORCH_PLACE_LAYERS } from './place-layers.ts';
import { TORCH_RECURRENT_LAYERS } from './recurrent-layers.ts';
import { TORCH_SERIAL_LAYERS } from './serial-layers.ts';
import { TORCH_TOKEN_LAYERS } from './token-layers.ts';
import type { TorchCall, TorchLayout, TorchValue } from './torch-form.ts';

/**
 * The layers as PyTorch's own. Images and series are turned to channels first only where a layer demands it, and back only where
 * the order of values matters (flatten, reshape, the answer).
 */
export const TORCH_LAYERS: LayerTable<TorchCall, TorchValue['names']> = {
  dense({ writer, node, x, config: { units, activation } }) {
    const linear = `nn.Linear(${channelsOf(x.shape)}, ${units}, ${biasOf(node)})`;
    const product = `${writer.module(node, linear, weightAndBias(node, [1, 0]))}(${writer.read(x, 'last')})`;
    return result(writer, node, 'last', activated(activation, { expression: product, layout: 'last' }));
  },

  flatten: ({ writer, node, x }) => result(writer, node, 'last', `${writer.read(x, 'last')}.flatten(1)`),
  reshape: ({ writer, node, x, config }) =>
    result(writer, node, 'last', `${writer.read(x, 'last')}.reshape${tuple([-1, ...config.shape])}`),

  activation({ writer, node, x, config }) {
    const layout = layoutOf([x]);
    if (config.function === 'linear') return x.names;
    const expression = writer.read(x, layout);
    return result(writer, node, layout, activated(config.function, { expression, layout, slope: config.slope }));
  },

  'batch-norm'({ writer, node, x, config: { momentum, epsilon } }) {
    const axes = x.shape.length;
    if (axes > 3) throw new UnsupportedConfig(`it has a form for values of up to 3 axes, its values have ${axes}`);
    const layout = axes === 1 ? 'last' : 'first';
    const words = [channelsOf(x.shape), `eps=${epsilon}`, `momentum=${1 - momentum}`].join(', ');
    const norm = `nn.BatchNorm${axes === 3 ? 2 : 1}d(${words})`;
    const tensors = {
      weight: parameter('scale'),
      bias: parameter('offset'),
      running_mean: parameter('mean'),
      running_var: parameter('variance'),
    };
    return result(writer, node, layout, `${writer.module(node, norm, tensors)}(${writer.read(x, layout)})`);
  },

  'layer-norm'({ writer, node, x, config: { epsilon } }) {
    const norm = `nn.LayerNorm(${channelsOf(x.shape)}, eps=${epsilon})`;
    return result(writer, node, 'last', `${writer.module(node, norm, NORM)}(${writer.read(x, 'last')})`);
  },

  'group-norm'({ writer, node, x, config: { groups, epsilon } }) {
    const layout = x.shape.length === 1 ? 'last' : 'first';
    const norm = `nn.GroupNorm(${groups}, ${channelsOf(x.shape)}, eps=${epsilon})`;
    return result(writer, node, layout, `${writer.module(node, norm, NORM)}(${writer.read(x, layout)})`);
  },

  dropout({ writer, node, x, config: { rate } }) {
    const layout = layoutOf([x]);
    return result(writer, node, layout, `${writer.module(node, `nn.Dropout(${rate})`, {})}(${writer.read(x, layout)})`);
  },

  add: call => joined(call, ' + '),
  multiply: call => joined(call, ' * '),

  concatenate({ writer, node, inputs }) {
    const layout = layoutOf(inputs);
    const names = inputs.map(x => writer.read(x, layout));
    return result(writer, node, layout, `torch.cat(${tuple(names)}, dim=${layout === 'first' ? 1 : -1})`);
  },

  ...TORCH_PLACE_LAYERS,
  ...TORCH_RECURRENT_LAYERS,
  ...TORCH_TOKEN_LAYERS,
  ...TORCH_FUSION_LAYERS,
  ...TORCH_SERIAL_LAYERS,
};

const NORM = { weight: parameter('scale'), bias: parameter('offset') } as const;

function joined({ writer, node, inputs }: TorchCall, operator: string): TorchValue['names'] {
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  const layout = layoutOf(inputs.filter(({ shape }) => shape.length === rank));
  const names = inputs.map(x => (x.shape.length < rank ? atOnePlace(writer.read(x, 'last'), x, { layout, rank }) : writer.read(x, layout)));
  return result(writer, node, layout, names.join(operator));
}

/** A row under as many axes as the others have. */
function atOnePlace(
  name: string,
  { shape }: TorchValue,
  { layout, rank }: { readonly layout: TorchLayout; readonly rank: number },
): string {
  const spread = spreadShape(shape, rank);
  return `${name}.reshape${tuple([-1, ...(layout === 'last' ? spread : [...shape, ...spread.slice(0, -1)])])}`;
}
