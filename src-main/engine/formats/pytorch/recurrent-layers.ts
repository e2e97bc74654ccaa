import { channelsOf } from '../../graph/shape-checks.ts';
import { CELLS, resetsAfter, type CellKind, type RecurrentConfig } from '../../graph/recurrent-layer.ts';
import type { LayerTable } from '../export-plan.ts';
import { parameter, result } from './pieces.ts';
import type { TorchCall, TorchParameter, TorchTensor, TorchValue } from './torch-form.ts';

/** Layers that read a series step by step. */
export const TORCH_RECURRENT_LAYERS: LayerTable<TorchCall, TorchValue['names']> = {
  lstm(call) {
    const { writer, node, x, config } = call;
    if (call.inputs.length > 1) return held(call, lstm(call, ['']));
    const states = `${lstm(call, [''])}(${writer.read(x, 'last')})[0]`;
    return result(writer, node, 'last', config.returnSequences ? states : `${states}[:, -1]`);
  },

  gru(call) {
    const { writer, node, x, config } = call;
    const after = resetsAfter('gru', config);
    const mask = call.inputs[1] === undefined ? '' : `, ${writer.read(call.inputs[1], 'last')}`;
    if (after && mask !== '') return held(call, gruResetAfter(call, ['']));
    const states = after
      ? `${gruResetAfter(call, [''])}(${writer.read(x, 'last')})[0]`
      : `${gru(call, '')}(${writer.read(x, 'last')}${mask})`;
    return result(writer, node, 'last', config.returnSequences ? states : `${states}[:, -1]`);
  },

  bidirectional(call) {
    const { writer, node, x, config } = call;
    const series = writer.read(x, 'last');
    const both = ['forward-', 'backward-'];
    if (call.inputs.length > 1) return bothHeld(call, both);
    if (config.cell === 'lstm') {
      const states = `${lstm(call, both)}(${series})`;
      return result(writer, node, 'last', config.returnSequences ? `${states}[0]` : `torch.cat(tuple(${states}[1][0]), dim=-1)`);
    }
    if (resetsAfter('gru', config)) {
      const states = `${gruResetAfter(call, both)}(${series})`;
      return result(writer, node, 'last', config.returnSequences ? `${states}[0]` : `torch.cat(tuple(${states}[1]), dim=-1)`);
    }
    const forward = `${gru(call, 'forward-')}(${series})`;
    const backward = `${gru(call, 'backward-')}(${series}.flip(1))`;
    const [ahead, back] = config.returnSequences ? [forward, `${backward}.flip(1)`] : [`${forward}[:, -1]`, `${backward}[:, -1]`];
    return result(writer, node, 'last', `torch.cat((${ahead}, ${back}), dim=-1)`);
  },
};

type RecurrentCall = TorchCall & { readonly config: RecurrentConfig };

/** Both directions under a mask. */
function bothHeld(call: RecurrentCall & { readonly config: { readonly cell: CellKind } }, both: readonly string[]): TorchValue['names'] {
  const { writer, node, inputs, config } = call;
  if (config.cell === 'lstm') return held(call, lstm(call, both));
  if (resetsAfter('gru', config)) return held(call, gruResetAfter(call, both));
  const [series, mask] = inputs.map(input => writer.read(input, 'last'));
  const forward = `${gru(call, 'forward-')}(${series}, ${mask})`;
  const backward = `${gru(call, 'backward-')}(${series}.flip(1), ${mask}.flip(1))`;
  const all = `torch.cat((${forward}, ${backward}.flip(1)), dim=-1) * (${mask} > 0.5)`;
  const last = `torch.cat((${forward}[:, -1], ${backward}[:, -1]), dim=-1)`;
  return result(writer, node, 'last', config.returnSequences ? all : last);
}

/** Under a mask. */
function held({ writer, node, inputs, config: { returnSequences } }: RecurrentCall, module: string): TorchValue['names'] {
  writer.needs('held_states');
  const [series, mask] = inputs.map(input => writer.read(input, 'last'));
  return result(writer, node, 'last', `held_states(${module}, ${series}, ${mask}, every_step=${returnSequences ? 'True' : 'False'})`);
}

/** PyTorch's gates stand as ours do; its second bias is 0. */
function lstm({ writer, node, x, config: { units, bias } }: RecurrentCall, directions: readonly string[]): string {
  const columns = CELLS['lstm' satisfies CellKind].gates * units;
  const none: TorchTensor = { kind: 'settled', tensor: { shape: [columns], values: new Float32Array(columns) } };
  const tensors = directions.flatMap((direction, i): (readonly [string, TorchTensor])[] => {
    const end = `_l0${i === 0 ? '' : '_reverse'}`;
    const kernels = [
      [`weight_ih${end}`, parameter(`${direction}kernel`, [1, 0])],
      [`weight_hh${end}`, parameter(`${direction}recurrent`, [1, 0])],
    ] as const;
    return bias ? [...kernels, [`bias_ih${end}`, parameter(`${direction}bias`)], [`bias_hh${end}`, none]] : [...kernels];
  });
  const both = directions.length > 1 ? ', bidirectional=True' : '';
  const layer = `nn.LSTM(${channelsOf(x.shape)}, ${units}, batch_first=True, bias=${bias ? 'True' : 'False'}${both})`;
  return writer.module(node, layer, Object.fromEntries(tensors));
}

/** Reset and update stand the other way round in PyTorch; its biases are rows of ours. */
const GRU_BLOCKS = [1, 0, 2] as const;

function gruResetAfter({ writer, node, x, config: { units, bias } }: RecurrentCall, directions: readonly string[]): string {
  const tensors = directions.flatMap((direction, i): (readonly [string, TorchParameter])[] => {
    const end = `_l0${i === 0 ? '' : '_reverse'}`;
    const kernel = (name: string): TorchParameter => ({ kind: 'parameter', of: direction + name, order: [1, 0], blocks: GRU_BLOCKS });
    const row = (place: number): TorchParameter => ({
      kind: 'parameter',
      of: `${direction}bias`,
      order: [0],
      row: place,
      blocks: GRU_BLOCKS,
    });
    const kernels = [[`weight_ih${end}`, kernel('kernel')] as const, [`weight_hh${end}`, kernel('recurrent')] as const];
    return bias ? [...kernels, [`bias_ih${end}`, row(0)], [`bias_hh${end}`, row(1)]] : kernels;
  });
  const both = directions.length > 1 ? ', bidirectional=True' : '';
  const layer = `nn.GRU(${channelsOf(x.shape)}, ${units}, batch_first=True, bias=${bias ? 'True' : 'False'}${both})`;
  return writer.module(node, layer, Object.fromEntries(tensors));
}

function gru({ writer, node, x, config: { units, bias } }: RecurrentCall, direction: string): string {
  writer.needs('ResetBeforeGRU');
  const tensors = {
    'given.weight': parameter(`${direction}kernel`, [1, 0]),
    'state.weight': parameter(`${direction}recurrent`, [1, 0]),
    ...(bias ? { 'given.bias': parameter(`${direction}bias`) } : {}),
  };
  const layer = `ResetBeforeGRU(${channelsOf(x.shape)}, ${units}, bias=${bias ? 'True' : 'False'})`;
  return writer.module(node, layer, tensors, direction === '' ? undefined : direction.slice(0, -1));
}
