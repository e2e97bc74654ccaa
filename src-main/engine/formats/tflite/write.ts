import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { CARD_KEY, cardText } from '../card.ts';
import { UnsupportedConfig, type LayerTable } from '../export-plan.ts';
import { PRODUCER } from '../lib/version.ts';
import { between, GRAPH_FUSION_LAYERS, ranksOf } from '../tensorflow/fusion-layers.ts';
import type { GraphCall } from '../tensorflow/graph-call.ts';
import type { GraphValue } from '../tensorflow/graph-value.ts';
import { emitNetwork } from '../tensorflow/network.ts';
import { encodeLite } from './encode.ts';
import { withFusedActivations, withoutUnread } from './fuse.ts';
import { inIntegers } from './integers.ts';
import { createLiteGraph, type LiteGraph } from './lite-graph.ts';
import { tensorAt, type LiteNetwork, type LiteOperator, type LiteTensor } from './lite-value.ts';
import { OPERATORS } from './operator-names.ts';
import { OPTION_TYPES, TENSOR_TYPES, type OperatorTable, type TensorTable } from './schema.ts';

/** Of the schema. */
const VERSION = 3;
/** Codes from here on have no place in the field of older files. */
const LAST_OLD_CODE = 127;
/** Of offsets in a file. */
const MOST_BYTES = 2 ** 31 - 2 ** 24;
/** What was known of operators when what is used here of them was new; the others are as old as the format. */
const VERSIONS: Readonly<Record<string, number>> = {
  CONV_2D: 3,
  DEPTHWISE_CONV_2D: 3,
  FULLY_CONNECTED: 4,
  TRANSPOSE_CONV: 3,
  DEQUANTIZE: 3,
  MAX_POOL_2D: 2,
  AVERAGE_POOL_2D: 2,
  ADD: 2,
  MUL: 2,
  MEAN: 2,
  CONCATENATION: 2,
  SOFTMAX: 2,
  RESIZE_BILINEAR: 3,
};

/** A `.tflite` file: items of any number in, answers out; the card is among its metadata. */
export function writeLite(model: Model): Uint8Array {
  const graph = createLiteGraph();
  const { input, answer } = emitNetwork('TensorFlow Lite', model, graph, ownLayers(graph));
  const plain = { tensors: graph.tensors, operators: graph.operators, input: input.name, output: answer.name };
  const network = withoutUnread(inIntegers(withFusedActivations(plain)));
  const tensors = tensorsOf(network);
  const bytes = tensors.reduce((sum, { values }) => sum + (values?.byteLength ?? 0), 0);
  if (bytes > MOST_BYTES) {
    throw invalidInput(`The weights of a TensorFlow Lite file may have ${MOST_BYTES} bytes, these have ${bytes}`, {
      hint: 'Choose another format.',
    });
  }
  return encodeLite(modelTable(model, network, tensors));
}

const { 'fake-quantise': SPELLED_OUT } = GRAPH_FUSION_LAYERS;

/** Beyond it a sigmoid is 0 or 1; the interpreter's own, by XNNPACK, gives no number for 1e30. */
const FAR = 80;

const ownLayers = (graph: LiteGraph): LayerTable<GraphCall, GraphValue> => ({
  ranks: call => ranksOf(call, (name, differences) => between(call.ops, name, differences, [-FAR, FAR])),

  'fake-quantise'(call) {
    const { range, bits, scale, zeroPoint } = call.config;
    if (range === 'item') throw new UnsupportedConfig('its range is found on the way, for each item by itself');
    // Steps there are from -128 on.
    if (bits === 8) return graph.onGrid(call.node.name, call.x, { scale, zeroPoint: zeroPoint - 128 });
    return SPELLED_OUT(call);
  },
});

/** Those that an operator reads or gives. */
function tensorsOf({ tensors, operators, input, output }: LiteNetwork): readonly LiteTensor[] {
  const names = new Set([input, ...operators.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]), output]);
  return [...names].map(name => tensorAt(tensors, name));
}

function modelTable(model: Model, network: LiteNetwork, tensors: readonly LiteTensor[]) {
  const codes = [...new Set(network.operators.map(({ code }) => code))];
  const places = new Map(tensors.map(({ name }, i) => [name, i]));
  const constants = tensors.flatMap(({ name, values }) => (values === undefined ? [] : [{ name, values }]));
  // The first one is empty: it is what values without numbers of their own have.
  const buffers = new Map(constants.map(({ name }, i) => [name, i + 1]));
  const ends = { input: places.get(network.input) ?? -1, output: places.get(network.output) ?? -1 };
  const map = (name: string, tensor: number) => [{ name, tensor }];
  return {
    version: VERSION,
    operatorCodes: codes.map(code => ({
      deprecatedCode: Math.min(OPERATORS[code], LAST_OLD_CODE),
      version: VERSIONS[code] ?? 1,
      code: OPERATORS[code],
    })),
    subgraphs: [
      {
        tensors: tensors.map(tensor => tensorTable(tensor, buffers.get(tensor.name) ?? 0)),
        inputs: [ends.input],
        outputs: [ends.output],
        operators: network.operators.map(one => operatorTable(one, codes.indexOf(one.code), places)),
        name: 'main',
      },
    ],
    description: `${PRODUCER.name} ${PRODUCER.version}: ${model.card.name}`,
    metadata: [{ name: CARD_KEY, buffer: constants.length + 1 }],
    signatures: [
      { inputs: map(network.input, ends.input), outputs: map(network.output, ends.output), key: 'serving_default', subgraph: 0 },
    ],
    buffers: [{}, ...constants.map(({ values }) => ({ data: bytesOf(values) })), { data: new TextEncoder().encode(cardText(model.card)) }],
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function tensorTable({ name, shape, type, values, grid }: LiteTensor, buffer: number): TensorTable {
  const isOpen = values === undefined && shape.includes(-1);
  return {
    shape: shape.map(size => (size === -1 ? 1 : size)),
    ...(isOpen ? { shapeSignature: shape } : {}),
    type: TENSOR_TYPES[type],
    buffer,
    name,
    ...(grid && { quantization: { scale: grid.scales, zeroPoint: grid.zeroPoints, axis: grid.axis ?? 0 } }),
  };
}

function operatorTable({ inputs, outputs, options }: LiteOperator, opcode: number, places: ReadonlyMap<string, number>): OperatorTable {
  const placed = (names: readonly string[]): readonly number[] => names.map(name => places.get(name) ?? -1);
  return {
    opcode,
    inputs: placed(inputs),
    outputs: placed(outputs),
    ...(options && { optionsType: OPTION_TYPES[options.table], options: options.values }),
  };
}
