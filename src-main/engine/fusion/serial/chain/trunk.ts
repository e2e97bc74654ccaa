import type { Model } from '../../../../../src-shared/domain/graph/model-card.ts';
import type { GraphNode, ModelGraph, Parameter } from '../../../../../src-shared/domain/graph/model-graph.ts';
import { checkGraph } from '../../../graph/check-graph.ts';
import { resolvedNode, shapesOf, type ResolvedNode } from '../../../graph/shapes.ts';
import { arraysWithin, subgraphOf } from '../../../graph/subgraph.ts';

/** A model without its last layer, and what that computed. */
export interface Trunk {
  readonly model: Model;
  /** `[features, answers]` and `[answers]`; null where the model doesn't end with a layer of weights and the trunk is all of it. */
  readonly last: { readonly kernel: Parameter; readonly bias: Parameter | null } | null;
}

/** What the last layer reads becomes the answer: a row of features. */
export function trunkOf(model: Model): Trunk {
  const end = resolvedNode(shapesOf(model.graph), model.graph.outputs[0]!);
  if (!isPlainRow(end)) return { model, last: null };
  const { name, inputs } = end.node;
  const graph = subgraphOf(model.graph, inputs[0]!);
  const cut = { ...model, graph, parameters: arraysWithin(graph, model.parameters), masks: arraysWithin(graph, model.masks) };
  return { model: cut, last: { kernel: model.parameters[`${name}/kernel`]!, bias: model.parameters[`${name}/bias`] ?? null } };
}

/** A row times a kernel: channels of its own from one row, nothing behind. */
function isPlainRow({ layer, config, inputs }: ResolvedNode): boolean {
  const rule = layer.channels(config, inputs);
  return rule.kind === 'source' && rule.fixed === undefined && inputs[0]?.length === 1 && config['activation'] === 'linear';
}

const SHARES = 'shares';
const ANSWERS = { classes: 'softmax', binary: 'sigmoid', labels: 'sigmoid', values: null } as const;

/** A model that answers with probabilities; values stay as they are. */
export function withShares(model: Model): Model {
  const answer = ANSWERS[model.card.task];
  if (answer === null) return model;
  const node: GraphNode = { name: SHARES, layer: 'activation', config: { function: answer }, inputs: [...model.graph.outputs] };
  const graph: ModelGraph = checkGraph({ ...model.graph, nodes: [...model.graph.nodes, node], outputs: [SHARES] });
  return { ...model, graph };
}
