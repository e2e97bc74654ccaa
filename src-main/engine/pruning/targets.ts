import type { Masks, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';

/** A kernel that may be pruned. */
export interface PrunableKernel {
  /** `node/parameter`. */
  readonly name: string;
  readonly node: string;
  readonly weights: number;
  /** Not pruned yet. */
  readonly alive: number;
}

/**
 * One of these. `keep`: share of each named layer's units that stays; `sparsity`: share of all units that may go that goes.
 * The rest: what is left at most, up to 1 as a share of what there was, above 1 in its own unit.
 */
export interface PruningTarget {
  readonly keep?: Readonly<Record<string, number>> | undefined;
  /** Exactly these channels go, by layer. */
  readonly channels?: Readonly<Record<string, readonly number[]>> | undefined;
  /** Exactly these layers or blocks go. */
  readonly layers?: readonly string[] | undefined;
  readonly sparsity?: number | undefined;
  readonly parameters?: number | undefined;
  readonly multiplyAdds?: number | undefined;
  readonly bytes?: number | undefined;
  /** Measured here: share of the unpruned network's time for one item that is left, or milliseconds (see `searchSpeed`). */
  readonly latency?: number | undefined;
  readonly latencyMs?: number | undefined;
  /** As much goes as leaves this accuracy at least, or this loss at most, on the validation part (see `searchQuality`). */
  readonly accuracy?: number | undefined;
  readonly loss?: number | undefined;
}

export type PruningScope = 'per-layer' | 'global' | 'global-by-cost';

/** What is to be reached. */
export type ResolvedTarget =
  /** Weights to keep in each kernel; kernels left out stay as they are. */
  | { readonly kind: 'per-layer'; readonly kept: Readonly<Record<string, number>> }
  /** Weights to keep over all kernels, and how many at least in each. */
  | { readonly kind: 'global'; readonly kept: number; readonly floors: Readonly<Record<string, number>> };

/** Under a global ranking every layer keeps this share of what an equal rate would leave it, and at least one weight. */
const FLOOR_SHARE = 0.1;

export function prunableKernels(
  kernels: readonly { readonly fullName: string; readonly node: string }[],
  parameters: Parameters,
  masks: Masks,
): PrunableKernel[] {
  return kernels.map(({ fullName, node }) => {
    const weights = parameters[fullName]!.values.length;
    return { name: fullName, node, weights, alive: masks[fullName]?.reduce((sum, bit) => sum + bit, 0) ?? weights };
  });
}

/**
 * Turns a target into counts. Throws `invalid-input` for an unknown layer or a model without kernels, `nothing-changed` when
 * nothing would be pruned that isn't yet.
 */
export function resolveTarget(kernels: readonly PrunableKernel[], target: PruningTarget, scope: PruningScope): ResolvedTarget {
  if (kernels.length === 0)
    throw invalidInput('A model with at least one dense or convolutional layer is required, got none', { path: 'model' });
  const resolved = target.keep === undefined ? sparsityTarget(kernels, target.sparsity ?? 0, scope) : keepTarget(kernels, target.keep);
  if (!removesSomething(kernels, resolved)) {
    const alive = kernels.reduce((sum, kernel) => sum + kernel.alive, 0);
    throw new AppFailure({
      code: 'nothing-changed',
      message: `A target that removes weights is required, but this one keeps all ${alive} that are left`,
      path: 'target',
      hint: 'Keep less, or choose a higher sparsity.',
    });
  }
  return resolved;
}

/** At least one weight of a layer stays. */
export function keptCount(weights: number, share: number): number {
  return Math.min(weights, Math.max(1, Math.round(weights * share)));
}

function keepTarget(kernels: readonly PrunableKernel[], keep: Readonly<Record<string, number>>): ResolvedTarget {
  const layers = [...new Set(kernels.map(({ node }) => node))];
  for (const layer of Object.keys(keep)) if (!layers.includes(layer)) throw unknownLayer(layer, layers);
  const kept = kernels.flatMap(({ name, node, weights, alive }) => {
    const share = Object.hasOwn(keep, node) ? keep[node] : undefined;
    return share === undefined ? [] : [[name, Math.min(alive, keptCount(weights, share))] as const];
  });
  return { kind: 'per-layer', kept: Object.fromEntries(kept) };
}

function sparsityTarget(kernels: readonly PrunableKernel[], sparsity: number, scope: PruningScope): ResolvedTarget {
  if (scope === 'per-layer') {
    const kept = kernels.map(({ name, weights, alive }) => [name, Math.min(alive, keptCount(weights, 1 - sparsity))] as const);
    return { kind: 'per-layer', kept: Object.fromEntries(kept) };
  }
  const floors = kernels.map(
    ({ name, weights, alive }) => [name, Math.min(alive, keptCount(weights, (1 - sparsity) * FLOOR_SHARE))] as const,
  );
  const least = floors.reduce((sum, [, floor]) => sum + floor, 0);
  const all = kernels.reduce((sum, { weights }) => sum + weights, 0);
  return { kind: 'global', kept: Math.max(least, Math.round(all * (1 - sparsity))), floors: Object.fromEntries(floors) };
}

function removesSomething(kernels: readonly PrunableKernel[], target: ResolvedTarget): boolean {
  if (target.kind === 'per-layer') return kernels.some(({ name, alive }) => (target.kept[name] ?? alive) < alive);
  return target.kept < kernels.reduce((sum, { alive }) => sum + alive, 0);
}

function unknownLayer(layer: string, layers: readonly string[]): AppFailure {
  const near = closest(layer, layers);
  return invalidInput(`A layer with weights is required (${layers.join(', ')}), got '${layer}'`, {
    path: `target.keep.${layer}`,
    hint: near === null ? `Layers that can be pruned: ${layers.join(', ')}.` : `Did you mean '${near}'?`,
  });
}
