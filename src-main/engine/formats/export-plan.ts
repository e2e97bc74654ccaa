import type { Model } from '../../../src-shared/domain/graph/model-card.ts';
import type { Parameter, Parameters, Shape, WeightPrecision } from '../../../src-shared/domain/graph/model-graph.ts';
import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import type { AppFailure } from '../../../src-shared/lib/app-error.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { LayerType } from '../graph/layer.ts';
import type { activation } from '../graph/layers/activation.layer.ts';
import type { add } from '../graph/layers/add.layer.ts';
import type { attention } from '../graph/layers/attention.layer.ts';
import type { averagePool } from '../graph/layers/average-pool.layer.ts';
import type { averagePool1d } from '../graph/layers/average-pool1d.layer.ts';
import type { batchNorm } from '../graph/layers/batch-norm.layer.ts';
import type { bidirectional } from '../graph/layers/bidirectional.layer.ts';
import type { cascade } from '../graph/layers/cascade.layer.ts';
import type { concatenate } from '../graph/layers/concatenate.layer.ts';
import type { conv1d } from '../graph/layers/conv1d.layer.ts';
import type { conv2dTranspose } from '../graph/layers/conv2d-transpose.layer.ts';
import type { conv2d } from '../graph/layers/conv2d.layer.ts';
import type { dense } from '../graph/layers/dense.layer.ts';
import type { depthwiseConv2d } from '../graph/layers/depthwise-conv2d.layer.ts';
import type { dropout } from '../graph/layers/dropout.layer.ts';
import type { embedding } from '../graph/layers/embedding.layer.ts';
import type { fakeQuantiseLayer } from '../graph/layers/fake-quantise.layer.ts';
import type { flatten } from '../graph/layers/flatten.layer.ts';
import type { globalAveragePool } from '../graph/layers/global-average-pool.layer.ts';
import type { globalMaxPool } from '../graph/layers/global-max-pool.layer.ts';
import type { groupNorm } from '../graph/layers/group-norm.layer.ts';
import type { gru } from '../graph/layers/gru.layer.ts';
import type { input } from '../graph/layers/input.layer.ts';
import type { layerNorm } from '../graph/layers/layer-norm.layer.ts';
import type { logSoftmax } from '../graph/layers/log-softmax.layer.ts';
import type { logits } from '../graph/layers/logits.layer.ts';
import type { lstm } from '../graph/layers/lstm.layer.ts';
import type { mask } from '../graph/layers/mask.layer.ts';
import type { maximum } from '../graph/layers/maximum.layer.ts';
import type { maxPool } from '../graph/layers/max-pool.layer.ts';
import type { maxPool1d } from '../graph/layers/max-pool1d.layer.ts';
import type { multiply } from '../graph/layers/multiply.layer.ts';
import type { opaque } from '../graph/layers/opaque.layer.ts';
import type { pad } from '../graph/layers/pad.layer.ts';
import type { permute } from '../graph/layers/permute.layer.ts';
import type { piecewiseLinear } from '../graph/layers/piecewise-linear.layer.ts';
import type { positionalEmbedding } from '../graph/layers/positional-embedding.layer.ts';
import type { ranks } from '../graph/layers/ranks.layer.ts';
import type { rescale } from '../graph/layers/rescale.layer.ts';
import type { repeat } from '../graph/layers/repeat.layer.ts';
import type { reshape } from '../graph/layers/reshape.layer.ts';
import type { specialists } from '../graph/layers/specialists.layer.ts';
import type { selectChannels } from '../graph/layers/select-channels.layer.ts';
import type { upsampling } from '../graph/layers/upsampling.layer.ts';
import { declarationsOf } from '../graph/parameters.ts';
import { storedParameter } from '../graph/stored-kernels.ts';
import { shapesOf, type ResolvedNode } from '../graph/shapes.ts';

type ConfigOf<L> = L extends LayerType<infer S extends ParamSpecs> ? ParamValues<S> : never;

/** Config of each layer type, for the formats' tables. */
export interface LayerConfigs {
  readonly input: ConfigOf<typeof input>;
  readonly dense: ConfigOf<typeof dense>;
  readonly conv2d: ConfigOf<typeof conv2d>;
  readonly 'depthwise-conv2d': ConfigOf<typeof depthwiseConv2d>;
  readonly 'max-pool': ConfigOf<typeof maxPool>;
  readonly 'average-pool': ConfigOf<typeof averagePool>;
  readonly 'global-average-pool': ConfigOf<typeof globalAveragePool>;
  readonly flatten: ConfigOf<typeof flatten>;
  readonly reshape: ConfigOf<typeof reshape>;
  readonly activation: ConfigOf<typeof activation>;
  readonly 'batch-norm': ConfigOf<typeof batchNorm>;
  readonly dropout: ConfigOf<typeof dropout>;
  readonly add: ConfigOf<typeof add>;
  readonly concatenate: ConfigOf<typeof concatenate>;
  readonly repeat: ConfigOf<typeof repeat>;
  readonly specialists: ConfigOf<typeof specialists>;
  readonly cascade: ConfigOf<typeof cascade>;
  readonly lstm: ConfigOf<typeof lstm>;
  readonly rescale: ConfigOf<typeof rescale>;
  readonly 'select-channels': ConfigOf<typeof selectChannels>;
  readonly logits: ConfigOf<typeof logits>;
  readonly 'log-softmax': ConfigOf<typeof logSoftmax>;
  readonly maximum: ConfigOf<typeof maximum>;
  readonly ranks: ConfigOf<typeof ranks>;
  readonly 'average-pool1d': ConfigOf<typeof averagePool1d>;
  readonly conv1d: ConfigOf<typeof conv1d>;
  readonly 'conv2d-transpose': ConfigOf<typeof conv2dTranspose>;
  readonly 'global-max-pool': ConfigOf<typeof globalMaxPool>;
  readonly 'max-pool1d': ConfigOf<typeof maxPool1d>;
  readonly multiply: ConfigOf<typeof multiply>;
  readonly upsampling: ConfigOf<typeof upsampling>;
  readonly pad: ConfigOf<typeof pad>;
  readonly permute: ConfigOf<typeof permute>;
  readonly attention: ConfigOf<typeof attention>;
  readonly bidirectional: ConfigOf<typeof bidirectional>;
  readonly embedding: ConfigOf<typeof embedding>;
  readonly 'group-norm': ConfigOf<typeof groupNorm>;
  readonly gru: ConfigOf<typeof gru>;
  readonly 'layer-norm': ConfigOf<typeof layerNorm>;
  readonly mask: ConfigOf<typeof mask>;
  readonly 'positional-embedding': ConfigOf<typeof positionalEmbedding>;
  readonly 'piecewise-linear': ConfigOf<typeof piecewiseLinear>;
  readonly 'fake-quantise': ConfigOf<typeof fakeQuantiseLayer>;
  readonly opaque: ConfigOf<typeof opaque>;
}

/** How a format writes each layer it has a form for. */
export type LayerTable<Call, Result> = {
  readonly [L in keyof LayerConfigs]?: (call: Call & { readonly config: LayerConfigs[L] }) => Result;
};

/** A node with everything a writer asks about it. */
export interface ExportNode {
  readonly name: string;
  readonly layer: string;
  readonly config: unknown;
  /** Names of the nodes it reads. */
  readonly inputs: readonly string[];
  readonly inputShapes: readonly Shape[];
  readonly shape: Shape;
  /** Its kernels hold nothing but such numbers. */
  readonly precision?: WeightPrecision;
  /** By short name, in the layer's order. */
  readonly parameters: Readonly<Record<string, Parameter>>;
}

export interface ExportPlan {
  /** Topological order. */
  readonly nodes: readonly ExportNode[];
  readonly input: ExportNode;
  readonly output: ExportNode;
  /** What turns the graph's output into the answer. */
  readonly answer: 'softmax' | 'sigmoid' | 'linear';
  /** A name for the answer that no node has: `probabilities` or `values`. */
  readonly answerName: string;
}

const ANSWERS = { classes: 'softmax', binary: 'sigmoid', labels: 'sigmoid', values: 'linear' } as const;

/** Shapes and parameters of every node. Throws `invalid-input` for a model with several inputs or outputs. */
export function planExport({ graph, parameters, card }: Model): ExportPlan {
  const [inputName, outputName] = [graph.inputs[0], graph.outputs[0]];
  if (inputName === undefined || outputName === undefined || graph.inputs.length + graph.outputs.length !== 2) {
    throw invalidInput(
      `A model with one input and one output is required for export, this one has ${graph.inputs.length} and ${graph.outputs.length}`,
    );
  }
  const resolved = [...shapesOf(graph).values()];
  const ending = endingOf(resolved, outputName, ANSWERS[card.task]);
  const nodes = resolved.filter(({ node }) => !ending.left.has(node.name)).map(each => planNode(each, parameters));
  const named = (name: string): ExportNode => nodes.find(node => node.name === name) as ExportNode;
  const output = named(ending.output);
  if (card.task !== 'values' && output.shape.length !== 1) {
    throw invalidInput(`The output of a ${card.task} model must be one row per item, it has shape [${output.shape.join(', ')}]`, {
      path: outputName,
    });
  }
  const answerName = freeName(card.task === 'values' ? 'values' : 'probabilities', nodes);
  return { nodes, input: named(inputName), output, answer: ending.answer, answerName };
}

interface Ending {
  readonly output: string;
  readonly answer: ExportPlan['answer'];
  /** Nodes that are not written. */
  readonly left: ReadonlySet<string>;
}

/** Where the last layer only undoes the answer's function and nothing else reads it, both stay out: a file has what they make. */
function endingOf(nodes: readonly ResolvedNode[], output: string, answer: ExportPlan['answer']): Ending {
  const last = nodes.find(({ node }) => node.name === output);
  const undone = last?.layer.undoes?.(last.config) ?? null;
  const isRead = nodes.some(({ node }) => node.inputs.includes(output));
  const before = last?.node.inputs[0];
  if (undone === null || undone !== answer || isRead || before === undefined) return { output, answer, left: new Set() };
  return { output: before, answer: 'linear', left: new Set([output]) };
}

/** Runs the table's entry of a node; a layer the table lacks is refused by name. */
export function writeLayer<Call extends object, Result>(
  format: string,
  table: LayerTable<Call, Result>,
  node: ExportNode,
  call: Call,
): Result {
  const write = (table as Readonly<Record<string, (call: Call & { config: unknown }) => Result>>)[node.layer];
  if (write === undefined) throw refusal(format, node, `there is no form for layers of type '${node.layer}'`);
  try {
    return write({ ...call, config: node.config });
  } catch (thrown) {
    if (thrown instanceof UnsupportedConfig) throw refusal(format, node, thrown.message);
    throw thrown;
  }
}

/** Thrown inside a table's entry: why this layer, as configured, has no form in the format. */
export class UnsupportedConfig extends Error {
  override readonly name = 'UnsupportedConfig';
}

function refusal(format: string, node: ExportNode, why: string): AppFailure {
  return invalidInput(`Layer '${node.name}' can't be written as ${format}: ${why}`, {
    path: node.name,
    hint: 'Choose another format, or change the layer.',
  });
}

function planNode(resolved: ResolvedNode, parameters: Parameters): ExportNode {
  const { node, config, inputs, output } = resolved;
  const own = declarationsOf(resolved).map(({ name, fullName }) => {
    const parameter = parameters[fullName];
    if (parameter === undefined) throw new Error(`The model lacks its parameter '${fullName}'`);
    return [name, storedParameter(resolved, name, parameter)] as const;
  });
  return {
    name: node.name,
    layer: node.layer,
    config,
    inputs: node.inputs,
    inputShapes: inputs,
    shape: output,
    ...(node.precision === undefined ? {} : { precision: node.precision }),
    parameters: Object.fromEntries(own),
  };
}

/** The wish, or the wish with underscores behind it, so that no node has the name. */
export function freeName(wish: string, taken: readonly { readonly name: string }[]): string {
  return taken.some(({ name }) => name === wish) ? freeName(`${wish}_`, taken) : wish;
}
