import type { GraphNode, ModelGraph, Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import type { ParamSpecs, ParamValues } from '../../../src-shared/domain/params/param-spec.ts';
import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { LayerType } from './layer.ts';
import { layers } from './layers/index.ts';

/** A node with its layer type looked up and its shapes worked out (without the batch axis). */
export interface ResolvedNode {
  readonly node: GraphNode;
  readonly layer: LayerType;
  readonly config: ParamValues<ParamSpecs>;
  readonly inputs: readonly Shape[];
  readonly output: Shape;
}

/**
 * Input and output shapes of every node, in topological order. Expects a graph that `checkGraph` let through; a layer's
 * refusal comes out as `invalid-input` with the node's name as path.
 */
export function shapesOf(graph: ModelGraph): ReadonlyMap<string, ResolvedNode> {
  const resolved = new Map<string, ResolvedNode>();
  for (const node of graph.nodes) {
    const inputs = node.inputs.map(name => resolvedNode(resolved, name).output);
    resolved.set(node.name, resolve(node, inputs));
  }
  return resolved;
}

/** For names that are known to be in the graph; another one is a bug and throws. */
export function resolvedNode(nodes: ReadonlyMap<string, ResolvedNode>, name: string): ResolvedNode {
  const found = nodes.get(name);
  if (found === undefined) throw new Error(`No node is called '${name}'`);
  return found;
}

function resolve(node: GraphNode, inputs: readonly Shape[]): ResolvedNode {
  const layer = layers.require(node.layer);
  const config = node.config;
  return { node, layer, config, inputs, output: atNode(node.name, () => layer.outputShape(config, inputs)) };
}

/** Gives a refusal that has no place yet the node's name as path. */
export function atNode<T>(name: string, compute: () => T): T {
  try {
    return compute();
  } catch (thrown) {
    if (!(thrown instanceof AppFailure) || thrown.error.code !== 'invalid-input' || thrown.error.path !== undefined) throw thrown;
    const { message, hint } = thrown.error;
    throw invalidInput(message, { path: name, ...(hint === undefined ? {} : { hint }) });
  }
}
