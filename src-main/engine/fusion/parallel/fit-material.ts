import { isSigmoid } from '../../../../src-shared/domain/graph/task.ts';
import type { HeldOutPredictions } from '../held-out.ts';
import { sharesOf } from './shares.ts';

/** Of each member, the probability it gives to what is right: an entry per item, or per item and label. */
export function rightShares({ task, width, outputs, targets }: HeldOutPredictions): readonly Float32Array[] {
  return outputs.map(own => {
    const shares = sharesOf(task, own, width);
    if (isSigmoid(task)) return shares.map((share, i) => (targets[i] === 1 ? share : 1 - share));
    return Float32Array.from(targets, (target, i) => shares[i * width + target]!);
  });
}

/** Of each member of a regression, what it gives too much. */
export function errorsOf({ outputs, targets }: HeldOutPredictions): readonly Float32Array[] {
  return outputs.map(own => own.map((value, i) => value - targets[i]!));
}
