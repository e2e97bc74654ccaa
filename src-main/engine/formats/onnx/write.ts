import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { CARD_KEY, cardText } from '../card.ts';
import { planExport, writeLayer } from '../export-plan.ts';
import { PRODUCER } from '../lib/version.ts';
import { createOnnxBuilder, type OnnxValue } from './builder.ts';
import { ONNX_LAYERS } from './layers.ts';
import { encodeOnnx, FLOAT, type OnnxGraph, type OnnxValueInfo } from './schema.ts';

/** The oldest that has every operator used, for the sake of older runtimes. */
const OPSET = 17;
const IR_VERSION = 8;
const ANSWERS = { softmax: ['Softmax', { axis: -1 }], sigmoid: ['Sigmoid', {}], linear: ['Identity', {}] } as const;

/** One `.onnx` file; the input keeps the model's own name and form [N, ...shape] with a free batch size. */
export function writeOnnx(model: Model): Uint8Array {
  const { name } = model.card;
  return encodeOnnx({
    irVersion: IR_VERSION,
    producerName: PRODUCER.name,
    producerVersion: PRODUCER.version,
    docString: name,
    opsetImport: [{ domain: '', version: OPSET }],
    graph: onnxGraph(model),
    metadataProps: [{ key: CARD_KEY, value: cardText(model.card) }],
  });
}

/** The graph alone, before it is encoded. */
export function onnxGraph(model: Model): OnnxGraph {
  const { nodes, input, output, answer, answerName } = planExport(model);
  const builder = createOnnxBuilder();
  const values = new Map<string, OnnxValue>();
  for (const node of nodes) {
    const inputs = node.inputs.map(source => values.get(source) as OnnxValue);
    const call = { builder, node, inputs, x: inputs[0] as OnnxValue };
    values.set(node.name, { shape: node.shape, names: writeLayer('ONNX', ONNX_LAYERS, node, call) });
  }
  const [opType, attributes] = ANSWERS[answer];
  builder.add(opType, answerName, [builder.read(values.get(output.name) as OnnxValue, 'last')], attributes);
  return {
    name: model.card.name,
    node: builder.nodes,
    initializer: builder.constants,
    input: [describe(input.name, input.shape)],
    output: [describe(answerName, output.shape)],
  };
}

function describe(name: string, shape: Shape): OnnxValueInfo {
  const dim = [{ dimParam: 'batch' }, ...shape.map(dimValue => ({ dimValue }))];
  return { name, type: { tensorType: { elemType: FLOAT, shape: { dim } } } };
}
