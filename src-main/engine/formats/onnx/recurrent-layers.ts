import { resetsAfter, type CellKind, type RecurrentConfig } from '../../graph/recurrent-layer.ts';
import type { LayerTable } from '../export-plan.ts';
import type { OnnxValue } from './builder.ts';
import type { OnnxCall } from './onnx-call.ts';
import { packedSteps, unpackedStates, type PackedSteps } from './held-steps.ts';
import { recurrentWeights } from './recurrent-weights.ts';
import { storedKernel } from './stored.ts';

/** Layers that read a series step by step. ONNX has time first, and an axis of directions. */
export const ONNX_RECURRENT_LAYERS: LayerTable<OnnxCall, OnnxValue['names']> = {
  lstm: call => recurrent('lstm', call),
  gru: call => recurrent('gru', call),

  bidirectional(call) {
    const { builder, node, config } = call;
    if (call.inputs.length > 1) return held(config.cell, call, ['forward-', 'backward-']);
    const states = addCell(config.cell, call, ['forward-', 'backward-']);
    const side = builder.integers(`${node.name}.shape`, config.returnSequences ? [0, 0, 2 * config.units] : [0, 2 * config.units]);
    const perm = config.returnSequences ? [2, 0, 1, 3] : [1, 0, 2];
    const turned = builder.add('Transpose', `${node.name}.turned`, [states], { perm });
    return { last: builder.add('Reshape', node.name, [turned, side]) };
  },
};

type RecurrentCall = OnnxCall & { readonly config: RecurrentConfig };

function recurrent(cell: CellKind, call: RecurrentCall): OnnxValue['names'] {
  const { builder, node, config } = call;
  if (call.inputs.length > 1) return held(cell, call, ['']);
  const states = addCell(cell, call, ['']);
  const direction = builder.integers(`${node.name}.direction`, config.returnSequences ? [1] : [0]);
  if (!config.returnSequences) return { last: builder.add('Squeeze', node.name, [states, direction]) };
  const squeezed = builder.add('Squeeze', `${node.name}.squeezed`, [states, direction]);
  return { last: builder.add('Transpose', node.name, [squeezed], { perm: [1, 0, 2] }) };
}

const OPERATORS: { readonly [C in CellKind]: string } = { lstm: 'LSTM', gru: 'GRU' };

/** Under a mask: of the steps that count, brought to the front; each place then has the state that was known there. */
function held(cell: CellKind, call: RecurrentCall, directions: readonly string[]): OnnxValue['names'] {
  const { builder, node, config } = call;
  const steps = packedSteps(builder, node.name, call.inputs as readonly [OnnxValue, OnnxValue]);
  const states = addCell(cell, { ...call, config: { ...config, returnSequences: true } }, directions, steps);
  return {
    last: unpackedStates(builder, node.name, { states, steps, directions: directions.length, returnSequences: config.returnSequences }),
  };
}

/** The states: [time, directions, N, units], or the last ones [directions, N, units]. */
function addCell(cell: CellKind, { builder, node, x, config }: RecurrentCall, directions: readonly string[], packed?: PackedSteps): string {
  const opType = OPERATORS[cell];
  const attributes = cell === 'gru' ? { linear_before_reset: resetsAfter(cell, config) ? 1 : 0 } : {};
  const given = builder.add('Transpose', `${node.name}.series`, [packed?.series ?? builder.read(x, 'last')], { perm: [1, 0, 2] });
  const weights = recurrentWeights(cell, node.parameters, { units: config.units, directions });
  const names = Object.entries(weights).map(([name, parameter]) => {
    const whole = { name: `${node.name}/${name}`, parameter, axis: 1 };
    return name === 'bias' || node.precision?.kind === 'integer'
      ? builder.constant(whole.name, parameter)
      : storedKernel(builder, node, whole);
  });
  const states = `${node.name}.states`;
  const outputs = config.returnSequences ? [states] : ['', states];
  const both = directions.length > 1 ? { direction: 'bidirectional' } : {};
  builder.addMany({ opType, name: states, outputs }, packed === undefined ? [given, ...names] : [given, ...names, packed.lengths], {
    hidden_size: config.units,
    ...attributes,
    ...both,
  });
  return states;
}
