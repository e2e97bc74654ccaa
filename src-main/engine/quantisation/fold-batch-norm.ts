import type { GraphNode, Masks, ModelGraph, Parameter, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { batchNorm } from '../graph/layers/batch-norm.layer.ts';
import { shapesOf, type ResolvedNode } from '../graph/shapes.ts';

/** A network as data. */
export interface Network {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly masks: Masks;
}

/**
 * The same answers with one layer less: a batch normalisation whose input only it reads, and which a layer of products gives, becomes part
 * of that layer's kernel and bias, by its stored statistics (Jacob 2018, arXiv:1712.05877, §3.2). Others stay.
 */
export function foldBatchNorms(network: Network): Network {
  const nodes = shapesOf(network.graph);
  return network.graph.nodes.reduce((folded, { name }) => {
    const pair = foldable(nodes, name, network.graph);
    return pair === null ? folded : fold(folded, pair);
  }, network);
}

interface Pair {
  readonly product: string;
  readonly norm: ResolvedNode;
}

function foldable(nodes: ReadonlyMap<string, ResolvedNode>, name: string, { outputs }: ModelGraph): Pair | null {
  const norm = nodes.get(name);
  if (norm === undefined || norm.layer.id !== batchNorm.id) return null;
  const source = nodes.get(norm.node.inputs[0] ?? '');
  if (source === undefined || source.layer.integers?.(source.config) !== 'multiplies') return null;
  const readers = [...nodes.values()].filter(({ node }) => node.inputs.includes(source.node.name));
  const isAlone = readers.length === 1 && !outputs.includes(source.node.name) && source.node.precision === undefined;
  return isAlone && source.layer.endsWith?.(source.config) === 'linear' ? { product: source.node.name, norm } : null;
}

function fold({ graph, parameters, masks }: Network, { product, norm }: Pair): Network {
  const { name } = norm.node;
  const of = (parameter: string): Parameter => parameters[`${name}/${parameter}`]!;
  const kernelName = `${product}/kernel`;
  const kernel = parameters[kernelName]!;
  const epsilon = Number(norm.config['epsilon']);
  const [mean, variance] = [of('mean').values, of('variance').values];
  const [scale, offset] = [parameters[`${name}/scale`]?.values, parameters[`${name}/offset`]?.values];
  const factors = variance.map((value, i) => (scale?.[i] ?? 1) / Math.sqrt(value + epsilon));
  const before = parameters[`${product}/bias`]?.values;
  const bias = mean.map((value, i) => ((before?.[i] ?? 0) - value) * factors[i]! + (offset?.[i] ?? 0));
  const kept = Object.entries(parameters).filter(([key]) => !key.startsWith(`${name}/`));
  const folded = {
    // A kernel's channels stand last, those of filters for each channel as the last two axes.
    [kernelName]: { shape: kernel.shape, values: kernel.values.map((value, i) => value * factors[i % factors.length]!) },
    [`${product}/bias`]: { shape: [bias.length], values: bias },
  };
  return { graph: without(graph, name, product), parameters: { ...Object.fromEntries(kept), ...folded }, masks };
}

/** The node's readers read what it read; the layer in front of it has a bias. */
function without({ nodes, inputs, outputs }: ModelGraph, gone: string, product: string): ModelGraph {
  const renamed = (name: string): string => (name === gone ? product : name);
  const left = nodes.flatMap((node): GraphNode[] => {
    if (node.name === gone) return [];
    const config = node.name === product ? { ...node.config, bias: true } : node.config;
    return [{ ...node, config, inputs: node.inputs.map(renamed) }];
  });
  return { version: 1, nodes: left, inputs, outputs: outputs.map(renamed) };
}
