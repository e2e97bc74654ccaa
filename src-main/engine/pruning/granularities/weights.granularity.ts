import type { Masks } from '../../../../src-shared/domain/graph/model-graph.ts';
import { parameterDeclarations } from '../../graph/parameters.ts';
import { defineGranularity, updateClock, type CuttableNetwork, type GranularityCall, type PrunableParts } from '../granularity.ts';
import { keepBest, keepBestOverall } from '../masks.ts';
import { comparable, scoreSubjects } from '../score-subjects.ts';
import { prunableKernels, resolveTarget, type PrunableKernel, type ResolvedTarget } from '../targets.ts';
import { kernelSparsity, rankedKernels } from './ranked-kernels.ts';

/** Every weight of a kernel by itself. The file shrinks when compressed; dense arithmetic gets no faster. */
export const weights = defineGranularity({
  id: 'weights',
  title: 'Single weights',
  help: 'Sets connections to zero: a smaller file when compressed, the same speed.',
  source: 'Han et al. 2015, arXiv:1506.02626',
  params: {},
  revision: 1,
  units: 'weights',
  targets: ['keep', 'sparsity'],
  plan(call) {
    const { graph, parameters, masks, updates, criterion } = call;
    const declared = parameterDeclarations(graph).filter(({ role }) => role === 'kernel');
    const kernels = prunableKernels(declared, parameters, masks);
    const target = resolveTarget(kernels, call.target, call.scope);
    const clock = updateClock(updates);
    return {
      ...clock,
      async masksAt(at, state, passes) {
        const ranked = rankedKernels(
          kernels.map(({ name }) => name),
          state,
        );
        const scores = await scoreSubjects(criterion, { ranked, state, passes, random: call.random });
        const overall = target.kind === 'global' ? comparable(scores, ranked, criterion) : scores;
        return nextMasks(call, { kernels, target, scores: overall, masks: state.masks, progress: clock.progress(at) });
      },
      sparsity: now => kernelSparsity(kernels, now),
    };
  },
  parts: kernelParts,
});

/** Every kernel is a part. */
function kernelParts({ graph, parameters, masks }: Pick<CuttableNetwork, 'graph' | 'parameters' | 'masks'>): PrunableParts {
  const kernels = parameterDeclarations(graph).filter(({ role }) => role === 'kernel');
  const nodes = new Map(kernels.map(({ fullName, node }) => [fullName, node]));
  return {
    units: 'weights',
    ranked: rankedKernels([...nodes.keys()], { parameters, masks }),
    layersOf: name => [nodes.get(name) ?? name],
    masksWithout: (kept, state) => ({ ...state.masks, ...kept }),
  };
}

interface Ranking {
  readonly kernels: readonly PrunableKernel[];
  readonly target: ResolvedTarget;
  readonly scores: Readonly<Record<string, Float32Array>>;
  readonly masks: Masks;
  readonly progress: number;
}

type Kept = GranularityCall<unknown>['kept'];

function nextMasks({ kept: keptShare }: { readonly kept: Kept }, { kernels, target, scores, masks, progress }: Ranking): Masks {
  const countAt = (counts: { readonly alive: number; readonly weights: number; readonly final: number }): number => {
    const { alive, weights: all, final } = counts;
    return Math.round(keptShare(progress, alive / all, final / all) * all);
  };
  if (target.kind === 'per-layer') {
    const pruned = kernels.flatMap(({ name, alive, weights: all }) => {
      const final = target.kept[name];
      if (final === undefined || final >= alive) return [];
      return [[name, keepBest(scores[name]!, masks[name] ?? null, countAt({ alive, weights: all, final }))] as const];
    });
    return { ...masks, ...Object.fromEntries(pruned) };
  }
  const alive = kernels.reduce((sum, kernel) => sum + kernel.alive, 0);
  const all = kernels.reduce((sum, kernel) => sum + kernel.weights, 0);
  const kept = countAt({ alive, weights: all, final: target.kept });
  const own = Object.fromEntries(kernels.map(({ name }) => [name, scores[name]!]));
  const pruned = keepBestOverall(own, masks, { kept, floors: target.floors });
  return { ...masks, ...Object.fromEntries(Object.entries(pruned).filter(([, mask]) => mask.includes(0))) };
}
