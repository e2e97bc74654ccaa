import type { Masks, ModelGraph, Parameters, Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import { declarationsOf, type NodeParameter } from './parameters.ts';
import { sizeOf } from './shape-checks.ts';
import { shapesOf, type ResolvedNode } from './shapes.ts';

/** What one layer costs; a `LayerRow` of the models contract, and more. */
export interface LayerCost {
  readonly name: string;
  readonly layer: string;
  readonly outputShape: Shape;
  /** Stored values, statistics included. */
  readonly parameters: number;
  /** Of these, the ones that pruning left: see `costsOf`. */
  readonly nonZeros: number;
  /** For one item. Pruned single weights still count: dense arithmetic does them all the same. */
  readonly multiplyAdds: number;
  /** Values of the layer's result for one item. */
  readonly activations: number;
  /** Further values for one item, within the layer. */
  readonly held: number;
}

export interface ModelCosts {
  readonly layers: readonly LayerCost[];
  readonly total: {
    readonly parameters: number;
    readonly nonZeros: number;
    readonly multiplyAdds: number;
    readonly activations: number;
    readonly held: number;
    /** Greatest sum of float32 results alive at once for one item, when each is freed after its last reader. */
    readonly peakActivationBytes: number;
  };
}

/**
 * Costs by layer and in total. `nonZeros`: of a kernel with a mask the kept positions, else with values at hand those
 * that aren't 0, else all; vectors and statistics always count whole, because a bias that starts at 0 isn't pruned.
 */
export function costsOf(graph: ModelGraph, parameters?: Parameters, masks?: Masks): ModelCosts {
  const nodes = [...shapesOf(graph).values()];
  const layers = nodes.map(resolved => costOf(resolved, parameters, masks));
  const sum = (key: 'parameters' | 'nonZeros' | 'multiplyAdds' | 'activations' | 'held'): number =>
    layers.reduce((total, layer) => total + layer[key], 0);
  return {
    layers,
    total: {
      parameters: sum('parameters'),
      nonZeros: sum('nonZeros'),
      multiplyAdds: sum('multiplyAdds'),
      activations: sum('activations'),
      held: sum('held'),
      peakActivationBytes: peakActivationBytes(graph, nodes),
    },
  };
}

function costOf(resolved: ResolvedNode, parameters: Parameters | undefined, masks: Masks | undefined): LayerCost {
  const { node, layer, config, inputs, output } = resolved;
  const declared = declarationsOf(resolved);
  return {
    name: node.name,
    layer: layer.id,
    outputShape: output,
    parameters: declared.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    nonZeros: declared.reduce((sum, parameter) => sum + nonZerosOf(parameter, parameters, masks), 0),
    multiplyAdds: layer.multiplyAdds(config, inputs, output),
    activations: sizeOf(output),
    held: layer.held?.(config, inputs, output) ?? 0,
  };
}

function nonZerosOf({ fullName, shape, role }: NodeParameter, parameters: Parameters | undefined, masks: Masks | undefined): number {
  const counted = role === 'kernel' ? (masks?.[fullName] ?? parameters?.[fullName]?.values) : undefined;
  if (counted === undefined) return sizeOf(shape);
  let count = 0;
  for (const value of counted) if (value !== 0) count += 1;
  return count;
}

function peakActivationBytes(graph: ModelGraph, nodes: readonly ResolvedNode[]): number {
  const lastReader = new Map<string, number>();
  nodes.forEach(({ node }, i) => node.inputs.forEach(name => lastReader.set(name, i)));
  for (const name of graph.outputs) lastReader.set(name, nodes.length);
  const sizes = new Map(nodes.map(({ node, output }) => [node.name, sizeOf(output)]));
  let alive = 0;
  let peak = 0;
  nodes.forEach(({ node, layer, config, inputs, output }, i) => {
    alive += sizeOf(output);
    peak = Math.max(peak, alive + (layer.held?.(config, inputs, output) ?? 0));
    for (const read of new Set(node.inputs)) if (lastReader.get(read) === i) alive -= sizes.get(read) ?? 0;
  });
  return peak * 4;
}
