import type { ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';

/** The part of a graph that one node's values are made of, with that node as its only output. */
export function subgraphOf(graph: ModelGraph, output: string): ModelGraph {
  const needed = new Set([output]);
  for (const node of graph.nodes.toReversed()) if (needed.has(node.name)) node.inputs.forEach(name => needed.add(name));
  const nodes = graph.nodes.filter(node => needed.has(node.name));
  return { version: 1, nodes, inputs: graph.inputs.filter(name => needed.has(name)), outputs: [output] };
}

/** The parameters, or masks, of a graph's own nodes. */
export function arraysWithin<T>({ nodes }: ModelGraph, arrays: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  const names = new Set(nodes.map(node => node.name));
  return Object.fromEntries(Object.entries(arrays).filter(([name]) => names.has(name.slice(0, name.lastIndexOf('/')))));
}

/** A part of a model by its output. */
export function partOf(
  model: { readonly graph: ModelGraph; readonly parameters: Parameters },
  output: string,
): { readonly graph: ModelGraph; readonly parameters: Parameters } {
  const graph = subgraphOf(model.graph, output);
  return { graph, parameters: arraysWithin(graph, model.parameters) };
}
