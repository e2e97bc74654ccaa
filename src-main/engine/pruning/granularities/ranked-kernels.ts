import type { Masks } from '../../../../src-shared/domain/graph/model-graph.ts';
import type { RunnerState } from '../../training/step-runner.ts';
import { countOnes } from '../masks.ts';
import type { Ranked } from '../score-subjects.ts';

/** Kernels with every weight as a unit. */
export function rankedKernels(
  names: readonly string[],
  { parameters, masks }: Pick<RunnerState, 'parameters' | 'masks'>,
): readonly Ranked[] {
  return names.map(name => {
    const kernel = parameters[name]!;
    return { subject: { kind: 'weights', name, kernel }, alive: masks[name] ?? new Uint8Array(kernel.values.length).fill(1) };
  });
}

/** Share of zeroed weights over all that may be pruned. */
export function kernelSparsity(kernels: readonly { readonly name: string; readonly weights: number }[], masks: Masks): number {
  const total = kernels.reduce((sum, { weights }) => sum + weights, 0);
  return kernels.reduce((sum, { name, weights }) => sum + weights - (masks[name] ? countOnes(masks[name]) : weights), 0) / total;
}
