import type { ModelRow } from '../../../src-shared/contracts/views.ts';

/** At least two models that come out of cross-validations with the very same folds. */
export function shareFolds(members: readonly ModelRow[]): boolean {
  const folds = new Set(members.map(({ output }) => output.crossValidation?.folds.file.hash));
  return members.length > 1 && folds.size === 1 && !folds.has(undefined);
}
