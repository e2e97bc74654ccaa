import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { CARD_KEY, cardText } from '../card.ts';
import { planExport } from '../export-plan.ts';
import { PRODUCER } from '../lib/version.ts';
import { createOnnxBuilder, type OnnxValue } from './builder.ts';
import { inHalfPrecision } from './half.ts';
import { describe, writeNodes, type OnnxValues } from './nodes.ts';
import { ONNX_LAZY } from './lazy/index.ts';
import { writeOnDemand } from './on-demand.ts';
import { encodeOnnx, INT64, type OnnxGraph, type OnnxModel, type OnnxNode, type OnnxTensor } from './schema.ts';

/** The oldest file versions that go with operator sets from 21 on, and before. */
const IR_VERSIONS = { from21: 10, before: 8 } as const;
const ANSWERS = { softmax: ['Softmax', { axis: -1 }], sigmoid: ['Sigmoid', {}], linear: ['Identity', {}] } as const;

/**
 * One `.onnx` file; the input keeps the model's own name and form [N, ...shape] with a free batch size. `arithmetic`: of everything that is
 * no whole step; input and answer are float32 in any case.
 */
export function writeOnnx(model: Model, arithmetic: 'float32' | 'float16' = 'float32'): Uint8Array {
  const { name } = model.card;
  const { graph, opset, domains } = onnxGraph(model);
  return encodeOnnx({
    irVersion: opset >= 21 ? IR_VERSIONS.from21 : IR_VERSIONS.before,
    producerName: PRODUCER.name,
    producerVersion: PRODUCER.version,
    docString: name,
    opsetImport: [{ domain: '', version: opset }, ...domains],
    graph: arithmetic === 'float16' ? inHalfPrecision(newest(graph, opset)) : newest(graph, opset),
    metadataProps: [{ key: CARD_KEY, value: cardText(model.card) }],
  });
}

/** The graph alone, before it is encoded, and the versions of the operator sets it needs. */
export function onnxGraph(model: Model): {
  readonly graph: OnnxGraph;
  readonly opset: number;
  readonly domains: OnnxModel['opsetImport'];
} {
  const { nodes, input, output, answer, answerName } = planExport(model);
  const builder = createOnnxBuilder();
  const values: OnnxValues = new Map();
  const lazy = ONNX_LAZY[output.layer];
  if (lazy === undefined) writeNodes(builder, nodes, values);
  else writeOnDemand({ builder, nodes, values, output, form: lazy });
  const [opType, attributes] = ANSWERS[answer];
  builder.add(opType, answerName, [builder.read(values.get(output.name) as OnnxValue, 'last')], attributes);
  const graph = {
    name: model.card.name,
    node: readNodes(builder.nodes, answerName),
    initializer: builder.constants,
    input: [describe(input.name, input.shape)],
    output: [describe(answerName, output.shape)],
  };
  const domains = [...builder.domains].map(([domain, version]) => ({ domain, version }));
  return { graph, opset: builder.opset, domains };
}

/** From operator set 18 on, what these reduce over is an input. */
const REDUCTIONS = ['ReduceMean', 'ReduceMax'];

function newest(graph: OnnxGraph, opset: number): OnnxGraph {
  if (opset < 18) return graph;
  const axes: OnnxTensor[] = [];
  const node = graph.node.map((each): OnnxNode => {
    const attribute = each.attribute.map(one => (one.type === 5 ? { ...one, g: newest(one.g, opset) } : one));
    const over = attribute.find(one => one.name === 'axes');
    if (!REDUCTIONS.includes(each.opType) || over?.type !== 7) return { ...each, attribute };
    const name = `${each.name}.axes`;
    axes.push({ name, dims: [over.ints.length], dataType: INT64, rawData: new Uint8Array(BigInt64Array.from(over.ints, BigInt).buffer) });
    return { ...each, input: [...each.input, name], attribute: attribute.filter(one => one !== over) };
  });
  return { ...graph, node, initializer: [...graph.initializer, ...axes] };
}

/** Without the nodes that nothing reads in the end: numbers that steps stand for, where all readers take the steps. */
function readNodes(nodes: readonly OnnxNode[], answer: string): readonly OnnxNode[] {
  const read = new Set([answer]);
  const kept = nodes.toReversed().filter(node => {
    if (!node.output.some(name => read.has(name))) return false;
    inputsOf(node).forEach(name => read.add(name));
    return true;
  });
  return kept.reverse();
}

/** With what its branches read. */
function inputsOf({ input, attribute }: OnnxNode): readonly string[] {
  return [...input, ...attribute.flatMap(each => (each.type === 5 ? each.g.node.flatMap(inputsOf) : []))];
}
