import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { CARD_KEY, cardText } from '../card.ts';
import { planExport } from '../export-plan.ts';
import { PRODUCER } from '../lib/version.ts';
import { createOnnxBuilder, type OnnxValue } from './builder.ts';
import { describe, writeNodes, type OnnxValues } from './nodes.ts';
import { ONNX_LAZY } from './lazy/index.ts';
import { writeOnDemand } from './on-demand.ts';
import { encodeOnnx, type OnnxGraph } from './schema.ts';

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
  const values: OnnxValues = new Map();
  const lazy = ONNX_LAZY[output.layer];
  if (lazy === undefined) writeNodes(builder, nodes, values);
  else writeOnDemand({ builder, nodes, values, output, form: lazy });
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
