import type { Masks, ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import { declarationsOf } from '../graph/parameters.ts';
import { sizeOf } from '../graph/shape-checks.ts';
import { shapesOf, type ResolvedNode } from '../graph/shapes.ts';

/** A layer whose kernel may become the product of two. */
export interface Candidate {
  readonly resolved: ResolvedNode;
  readonly node: string;
  /** Full name of its kernel, a matrix [rows, columns], row-major. */
  readonly kernel: string;
  readonly rows: number;
  readonly columns: number;
  /** See `LayerType.lowRank`. */
  split(rank: number): readonly [between: LayerConfig, outputs: LayerConfig];
}

type LayerConfig = ResolvedNode['config'];

/** A layer that stays as it is, and why. */
export interface LayerLeft {
  readonly node: string;
  readonly reason: string;
}

export interface FactorisationSubject {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly masks: Masks;
}

/**
 * Layers that can be factorised, of those named or of all that have a kernel. Throws `invalid-input` for a name that no such
 * layer has, and when none is left.
 */
export function candidatesOf(
  { graph, masks }: FactorisationSubject,
  named: readonly string[] | undefined,
): { readonly candidates: readonly Candidate[]; readonly left: readonly LayerLeft[] } {
  const found = [...shapesOf(graph).values()].flatMap(resolved => candidateOf(resolved, masks) ?? []);
  for (const name of named ?? []) requireLayer(name, found);
  const wanted = found.filter(({ node }) => named === undefined || named.includes(node));
  const candidates = wanted.filter(one => 'kernel' in one);
  const left = wanted.filter(one => 'reason' in one);
  if (candidates.length > 0) return { candidates, left };
  throw invalidInput('A model with at least one dense or convolutional layer that can be factorised is required, got none', {
    path: 'model',
    ...(left.length === 0 ? {} : { hint: left.map(({ node, reason }) => `${node}: ${reason}`).join('; ') }),
  });
}

/** Null for a layer without a kernel. */
function candidateOf(resolved: ResolvedNode, masks: Masks): Candidate | LayerLeft | null {
  const { node, layer, config } = resolved;
  const kernels = declarationsOf(resolved).filter(({ role }) => role === 'kernel');
  const [kernel] = kernels;
  if (kernel === undefined) return null;
  if (layer.lowRank === undefined || kernels.length > 1) {
    return { node: node.name, reason: `${layer.title.toLowerCase()} has no form of two smaller layers` };
  }
  if (masks[kernel.fullName]?.includes(0) === true) {
    return { node: node.name, reason: 'its weights were pruned one by one, and a product of factors would fill them again' };
  }
  if (layer.lowRank(config, 1) === null) {
    return { node: node.name, reason: 'its filters read different channels, so that its kernel is no matrix' };
  }
  const { lowRank } = layer;
  const columns = kernel.shape.at(-1) ?? 1;
  return {
    ...{ resolved, columns, node: node.name, kernel: kernel.fullName },
    rows: sizeOf(kernel.shape) / columns,
    split(rank) {
      const pair = lowRank(config, rank);
      if (pair === null) throw new Error(`The layer '${node.name}' has a form of rank 1, but none of rank ${rank}`);
      return pair;
    },
  };
}

function requireLayer(name: string, found: readonly (Candidate | LayerLeft)[]): void {
  const one = found.find(({ node }) => node === name);
  if (one === undefined) {
    const names = found.map(({ node }) => node);
    const near = closest(name, names);
    throw invalidInput(`A layer with a kernel is required (${names.join(', ')}), got '${name}'`, {
      path: 'layers',
      hint: near === null ? `Layers with a kernel: ${names.join(', ')}.` : `Did you mean '${near}'?`,
    });
  }
  if ('reason' in one) {
    throw invalidInput(`A layer that can be factorised is required, but '${name}' can't be: ${one.reason}`, { path: 'layers' });
  }
}

/** Multiply-adds for one item with a kernel of that rank, both layers together; null: of the layer as it is. */
export function multiplyAddsOf({ resolved, split }: Candidate, rank: number | null): number {
  const { layer, config, inputs, output } = resolved;
  if (rank === null) return layer.multiplyAdds(config, inputs, output);
  const [between, outputs] = split(rank);
  const middle = layer.outputShape(between, inputs);
  return layer.multiplyAdds(between, inputs, middle) + layer.multiplyAdds(outputs, [middle], output);
}

/** Values of the kernel, or of the two that replace it. */
export function kernelValuesOf({ rows, columns }: Candidate, rank: number | null): number {
  return rank === null ? rows * columns : rank * (rows + columns);
}
