import type { FoldCandidate } from '../../../../src-shared/domain/cross-validation.ts';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';

/** `least`: the least mean; `one-standard-error`: the smallest within one standard error of it (Breiman et al. 1984). */
export type ChoiceRule = 'least' | 'one-standard-error';

/** Index of the candidate to take. Throws `diverged` where none was trained to an end. */
export function chooseCandidate(candidates: readonly FoldCandidate[], sizes: readonly number[], rule: ChoiceRule): number {
  const scored = candidates.flatMap(({ score }, candidate) => (score === null ? [] : [{ candidate, ...score, size: sizes[candidate]! }]));
  const [first] = scored;
  if (first === undefined) {
    throw new AppFailure({
      code: 'diverged',
      message: `A candidate that can be trained is required, but all ${candidates.length} diverged on the inner folds`,
      path: 'alternatives',
      hint: 'Lower the learning rates.',
    });
  }
  const best = scored.reduce((least, one) => (one.mean < least.mean ? one : least), first);
  if (rule === 'least') return best.candidate;
  const within = scored.filter(({ mean }) => mean <= best.mean + best.standardError);
  return within.reduce((least, one) => (one.size < least.size || (one.size === least.size && one.mean < least.mean) ? one : least))
    .candidate;
}
