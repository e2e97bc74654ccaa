import type { DataRow, ModelRow } from '../../../src-shared/contracts/views.ts';

/** Why a model can't be a member of what is on the bench; null when it can. */
export type Obstacle =
  | { readonly kind: 'no-validation' }
  | { readonly kind: 'saw-validation' }
  | { readonly kind: 'other-data'; readonly data: string; readonly wanted: string }
  | { readonly kind: 'other-classes'; readonly missing: readonly string[] }
  | { readonly kind: 'other-task' }
  | { readonly kind: 'same-weights'; readonly name: string }
  | { readonly kind: 'full'; readonly most: number };

/** As many as a fuse step takes. */
export const MOST_MEMBERS = 64;

/** `chosen` are the members so far; the first one says what the others have to be. */
export function obstacleOf(row: ModelRow, chosen: readonly ModelRow[], data: readonly DataRow[]): Obstacle | null {
  const [first] = chosen;
  if (chosen.length >= MOST_MEMBERS) return { kind: 'full', most: MOST_MEMBERS };
  return own(row, data) ?? (first === undefined ? null : beside(row, first, chosen));
}

/** What only the model itself says. */
function own({ output }: ModelRow, data: readonly DataRow[]): Obstacle | null {
  const set = data.find(each => each.output.manifest.hash === output.data.hash);
  if (set !== undefined && (set.output.summary.splits.validation ?? 0) === 0) return { kind: 'no-validation' };
  const { summary, crossValidation } = output;
  const seesBoth = crossValidation?.folds.of === 'train+validation' || summary.fusion?.fittedOn?.split === 'validation';
  return seesBoth ? { kind: 'saw-validation' } : null;
}

function beside(row: ModelRow, first: ModelRow, chosen: readonly ModelRow[]): Obstacle | null {
  const [mine, theirs] = [row.output.summary, first.output.summary];
  if (mine.task !== theirs.task) return { kind: 'other-task' };
  const missing = theirs.classes.filter(name => !mine.classes.includes(name));
  if (missing.length > 0 || mine.classes.length !== theirs.classes.length) return { kind: 'other-classes', missing };
  if (row.output.data.hash !== first.output.data.hash)
    return { kind: 'other-data', data: row.dataName ?? '', wanted: first.dataName ?? '' };
  const twin = chosen.find(({ output }) => output.file.hash === row.output.file.hash);
  return twin === undefined ? null : { kind: 'same-weights', name: twin.name };
}
