import type { ValueOutcomes } from './outcomes.ts';

/** Per item, the mean over its outputs of a function of (prediction − target). */
export function perItem({ items, outputs, predictions, targets }: ValueOutcomes, of: (difference: number) => number): Float64Array {
  const result = new Float64Array(items);
  for (let i = 0; i < items; i++) {
    let sum = 0;
    for (let j = i * outputs; j < (i + 1) * outputs; j++) sum += of(predictions[j]! - targets[j]!);
    result[i] = sum / outputs;
  }
  return result;
}
