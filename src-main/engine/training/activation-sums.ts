import type { ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { resolvedNode, shapesOf } from '../graph/shapes.ts';
import { sizeOf } from '../graph/shape-checks.ts';
import type { ActivationSums } from './step-runner.ts';

/** How many values of a node's channel a batch of this many items has. */
export function valuesPerChannel(graph: ModelGraph, items: number): (node: string) => number {
  const nodes = shapesOf(graph);
  return node => items * sizeOf(resolvedNode(nodes, node).output.slice(0, -1));
}

/** What a step's `activationSums` gave, by node. */
export function activationsByNode(
  sums: Parameters,
  nodes: readonly string[],
  values: (node: string) => number,
): Readonly<Record<string, ActivationSums>> {
  return Object.fromEntries(
    nodes.map(node => [node, { magnitude: sums[`${node}/magnitude`]!.values, zeros: sums[`${node}/zeros`]!.values, values: values(node) }]),
  );
}
