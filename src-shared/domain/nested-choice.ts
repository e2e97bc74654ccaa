import type { CrossValidationReport } from './cross-validation.ts';

/** A candidate over all folds of a nested cross-validation. */
export interface CandidateRecord {
  readonly name: string;
  /** Folds whose member it became. */
  readonly folds: number;
  /** Mean over those folds in which it was trained to an end; null where there are none. */
  readonly innerMean: number | null;
  /** Whether the model of all items is one. */
  readonly isFinal: boolean;
}

/** In the order of the recipe; empty where there was nothing to choose. */
export function candidateRecords({ nested, members }: CrossValidationReport): readonly CandidateRecord[] {
  if (nested === undefined) return [];
  return nested.names.map((name, candidate) => {
    const scores = members.flatMap(({ choice }) => choice?.candidates[candidate]?.score ?? []);
    const sum = scores.reduce((total, { mean }) => total + mean, 0);
    return {
      name,
      folds: members.filter(({ choice }) => choice?.chosen === candidate).length,
      innerMean: scores.length === 0 ? null : sum / scores.length,
      isFinal: nested.whole?.chosen === candidate,
    };
  });
}

/** Mean inner figure of what each fold chose: what a choice looks like on the items it was made on; null without one. */
export function innerOptimum({ members }: CrossValidationReport): number | null {
  const scores = members.flatMap(({ choice }) => choice?.candidates[choice.chosen]?.score ?? []);
  return scores.length === 0 ? null : scores.reduce((total, { mean }) => total + mean, 0) / scores.length;
}
