import type { CombineCall, LayersCall } from './combiner.ts';
import { logitsOfShares, sharesOf, weightedSum } from './shares.ts';

/** ln Σ wᵢ·pᵢ; of values Σ wᵢ·xᵢ. */
export function meanOfShares({ task, width, outputs, weights }: CombineCall): Float32Array {
  const shares = outputs.map((own, i) => (weights[i] === 0 ? own : sharesOf(task, own, width)));
  return logitsOfShares(task, weightedSum(shares, weights));
}

export function meanOfSharesLayers({ tail, ends, weights }: LayersCall): string {
  const shares = ends.map((end, i) => (weights[i] === 0 ? end : tail.shares(end)));
  return tail.logits(tail.weightedSum(shares, weights));
}
