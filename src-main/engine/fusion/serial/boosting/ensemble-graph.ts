import type { GraphNode, ModelGraph, Parameters } from '../../../../../src-shared/domain/graph/model-graph.ts';
import { checkGraph } from '../../../graph/check-graph.ts';

const INPUT = 'input';
const SUM = 'sum';

/** What a stage's nodes and arrays are called in the ensemble: `s1-…` for the first. */
export function stagePrefix(stage: number): string {
  return `s${stage + 1}-`;
}

/** So many copies of one graph under one input, with the sum of their answers, each times its factor. */
export function ensembleGraph(stage: ModelGraph, factors: readonly number[]): ModelGraph {
  const own = stage.inputs[0]!;
  const input: GraphNode = { ...(stage.nodes.find(node => node.name === own) as GraphNode), name: INPUT };
  const parts = factors.map((factor, i) => stageNodes(stage, i, factor));
  const ends = parts.map(nodes => (nodes.at(-1) as GraphNode).name);
  const sum: readonly GraphNode[] = ends.length === 1 ? [] : [{ name: SUM, layer: 'add', config: {}, inputs: ends }];
  const output = ends.length === 1 ? ends[0]! : SUM;
  return checkGraph({ version: 1, nodes: [input, ...parts.flat(), ...sum], inputs: [INPUT], outputs: [output] });
}

/** The answer stands last. */
function stageNodes({ nodes, inputs, outputs }: ModelGraph, stage: number, factor: number): readonly GraphNode[] {
  const prefix = stagePrefix(stage);
  const own = inputs[0]!;
  const named = (name: string): string => (name === own ? INPUT : prefix + name);
  const end = nodes.find(node => node.name === outputs[0]) as GraphNode;
  const copied = [...nodes.filter(node => node.name !== own && node !== end), end].map(node => ({
    ...node,
    name: named(node.name),
    inputs: node.inputs.map(named),
  }));
  if (factor === 1) return copied;
  const scaled = { name: `${prefix}share`, layer: 'rescale', config: { factor: [factor], offset: [0] }, inputs: [named(end.name)] };
  return [...copied, scaled];
}

export function underStage(parameters: Parameters, stage: number): Parameters {
  return Object.fromEntries(Object.entries(parameters).map(([name, array]) => [stagePrefix(stage) + name, array]));
}

/** Arrays of the first so many stages. */
export function firstStages(parameters: Parameters, count: number): Parameters {
  const prefixes = Array.from({ length: count }, (_, stage) => stagePrefix(stage));
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => prefixes.some(prefix => name.startsWith(prefix))));
}
