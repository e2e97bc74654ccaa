import type { Masks, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Random } from '../../../src-shared/lib/random.ts';
import type { MaskPlan } from '../training/loop-plan.ts';
import { countOnes, keepBest, keepBestOverall } from './masks.ts';
import type { PrunableKernel, ResolvedTarget } from './targets.ts';

export interface MaskPlanParts {
  readonly kernels: readonly PrunableKernel[];
  readonly target: ResolvedTarget;
  /** Steps done before each pruning. */
  readonly updates: readonly number[];
  /** As `PruningSchedule.kept`. */
  kept(progress: number, initial: number, final: number): number;
  score(name: string, parameters: Parameters, random: Random): Float32Array;
  /** Stream `criterion`. */
  readonly random: Random;
}

/** Prunes along a schedule from what is alive at the start down to the target; the last update meets the target exactly. */
export function createMaskPlan(parts: MaskPlanParts): MaskPlan {
  const { kernels, updates } = parts;
  const changes = new Set(updates);
  const total = kernels.reduce((sum, { weights }) => sum + weights, 0);
  return {
    changesAt: done => changes.has(done),
    masksAt: (done, parameters, masks) => nextMasks(parts, parameters, masks, (updates.indexOf(done) + 1) / updates.length),
    finalAt: Math.max(...updates),
    sparsity: masks =>
      kernels.reduce((sum, { name, weights }) => sum + weights - (masks[name] ? countOnes(masks[name]) : weights), 0) / total,
  };
}

function nextMasks(parts: MaskPlanParts, parameters: Parameters, masks: Masks, progress: number): Masks {
  const { kernels, target, random } = parts;
  const scoreOf = (name: string): Float32Array => parts.score(name, parameters, random.split(name));
  if (target.kind === 'per-layer') {
    const pruned = kernels.flatMap(kernel => {
      const final = target.kept[kernel.name];
      if (final === undefined || final >= kernel.alive) return [];
      const kept = countAt(parts, progress, { alive: kernel.alive, weights: kernel.weights, final });
      return [[kernel.name, keepBest(scoreOf(kernel.name), masks[kernel.name] ?? null, kept)] as const];
    });
    return { ...masks, ...Object.fromEntries(pruned) };
  }
  const alive = kernels.reduce((sum, kernel) => sum + kernel.alive, 0);
  const weights = kernels.reduce((sum, kernel) => sum + kernel.weights, 0);
  const kept = countAt(parts, progress, { alive, weights, final: target.kept });
  const scores = Object.fromEntries(kernels.map(({ name }) => [name, scoreOf(name)]));
  const pruned = keepBestOverall(scores, masks, { kept, floors: target.floors });
  return { ...masks, ...Object.fromEntries(Object.entries(pruned).filter(([, mask]) => mask.includes(0))) };
}

function countAt(
  parts: MaskPlanParts,
  progress: number,
  counts: { readonly alive: number; readonly weights: number; readonly final: number },
): number {
  const { alive, weights, final } = counts;
  return Math.round(parts.kept(progress, alive / weights, final / weights) * weights);
}
