import { resetsAfter, type CellKind, type RecurrentConfig } from '../../graph/recurrent-layer.ts';
import type { JsonObject } from '../../../../src-shared/lib/json.ts';
import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { UnsupportedConfig, type ExportNode, type LayerTable } from '../export-plan.ts';
import type { KerasCall, KerasDialect, KerasForm } from './keras-form.ts';
import { LEFT_OUT } from './masked-steps.ts';
import { inRow, reshaped, weightsOf } from './pieces.ts';

/** Layers that read a series step by step. */
export const KERAS_RECURRENT_LAYERS: LayerTable<KerasCall, KerasForm> = {
  lstm: call => formOf(call, 'LSTM', cellConfig('lstm', call.dialect, call.config), NAMES),
  gru: call => formOf(call, 'GRU', cellConfig('gru', call.dialect, call.config), NAMES),

  /** TensorFlow.js finds a weight by the name of the layer within; the others by its place. */
  bidirectional(call) {
    const { dialect, config } = call;
    const own = Object.entries(NAMES);
    const names = ['forward', 'backward'].flatMap(direction =>
      own.map(
        ([name, theirs]) =>
          [`${direction}-${name}`, dialect === 'tfjs' ? `${direction}_${config.cell}/${theirs}` : `${direction}_${theirs}`] as const,
      ),
    );
    const layer = { ...WRAPPED[dialect], class_name: CLASSES[config.cell], config: wrappedConfig(dialect, config) };
    return formOf(call, 'Bidirectional', { layer, merge_mode: 'concat' }, Object.fromEntries(names));
  },
};

function formOf({ node }: KerasCall, className: string, config: JsonObject, names: Readonly<Record<string, string>>): KerasForm {
  const form = { className, config, weights: weightsOf(node, names) };
  return node.inputs.length > 1 ? underMask(form, node) : form;
}

/**
 * The format's own mask travels beside the values, and is told by them: the steps that are left out become one great number, by which
 * a layer of the format knows them. Behind all states it ends, as here, at a layer that doesn't pass it on.
 */
function underMask(form: KerasForm, { inputShapes, shape }: ExportNode): KerasForm {
  const [series] = inputShapes as readonly [Shape];
  const great: KerasForm = { className: 'Rescaling', config: { scale: -2 * LEFT_OUT, offset: LEFT_OUT } };
  const returnsAll = shape.length > 1;
  // Keras has zeros where a step is left out of both directions, TensorFlow.js the states that were held.
  const zeros: KerasForm[] = form.className === 'Bidirectional' ? [{ className: 'Multiply', config: {}, shape, also: [1] }] : [];
  return inRow([
    { className: 'Maximum', config: {}, shape: series, before: { 1: great } },
    { className: 'Masking', config: { mask_value: LEFT_OUT }, shape: series },
    { ...form, shape },
    ...(returnsAll ? [reshaped(shape), ...zeros] : []),
  ]);
}

const CLASSES: { readonly [C in CellKind]: string } = { lstm: 'LSTM', gru: 'GRU' };
const NAMES = { kernel: 'kernel', recurrent: 'recurrent_kernel', bias: 'bias' } as const;
const WRAPPED: { readonly [D in KerasDialect]: JsonObject } = {
  'keras-3': { module: 'keras.layers', registered_name: null },
  'keras-2': { module: 'keras.layers', registered_name: null },
  tfjs: {},
};

function wrappedConfig(dialect: KerasDialect, config: RecurrentConfig & { readonly cell: CellKind }): JsonObject {
  const name = { name: config.cell, trainable: true };
  return { ...name, ...(dialect === 'keras-3' ? {} : { dtype: 'float32' }), ...cellConfig(config.cell, dialect, config) };
}

function cellConfig(cell: CellKind, dialect: KerasDialect, config: RecurrentConfig): JsonObject {
  const { units, returnSequences, bias } = config;
  const after = resetsAfter(cell, config);
  if (after && dialect === 'tfjs')
    throw new UnsupportedConfig(
      'its GRU resets after the product, and tfjs-layers computes only those that reset in front of it; a TensorFlow.js graph model, Keras, SavedModel, TensorFlow Lite, ONNX and PyTorch hold it',
    );
  return {
    units,
    activation: 'tanh',
    recurrent_activation: 'sigmoid',
    use_bias: bias,
    ...(cell === 'lstm' ? { unit_forget_bias: true } : { reset_after: after }),
    return_sequences: returnSequences,
    return_state: false,
    go_backwards: false,
    stateful: false,
    unroll: false,
  };
}
