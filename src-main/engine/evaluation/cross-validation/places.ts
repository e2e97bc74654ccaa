import type { DealtFold, FoldGroups, FoldPool } from './fold-kind.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';

/** Places of each class, classes ascending; all in one list when there are no classes. */
export function placesByClass(items: number, classOf: ArrayLike<number> | null): number[][] {
  const lists = new Map<number, number[]>();
  for (let place = 0; place < items; place++) {
    const number = classOf === null ? 0 : classOf[place]!;
    const known = lists.get(number);
    if (known === undefined) lists.set(number, [place]);
    else known.push(place);
  }
  return [...lists].sort(([a], [b]) => a - b).map(([, places]) => places);
}

/** The folds of a dealing in which every place is held out once. */
export function foldsOf(foldOf: Int32Array, k: number, labels: readonly string[] = []): readonly DealtFold[] {
  const heldOut = Array.from({ length: k }, (): number[] => []);
  foldOf.forEach((fold, place) => void heldOut[fold]!.push(place));
  return heldOut.map((places, fold) => ({ heldOut: Uint32Array.from(places), trained: null, label: labels[fold] ?? null }));
}

/** Throws `invalid-input` when the data set has no groups. */
export function requireGroups({ groups }: FoldPool): FoldGroups {
  if (groups !== null) return groups;
  throw invalidInput('A data set with groups is required, but this one has none', {
    path: 'folds.kind',
    hint: 'Import the table with splits: { groupBy: COLUMN }.',
  });
}

/** Numbers of the groups that occur in the pool, ascending. */
export function groupsPresent({ of }: FoldGroups, items: number): readonly number[] {
  const present = new Set<number>();
  for (let place = 0; place < items; place++) present.add(of[place]!);
  return [...present].sort((a, b) => a - b);
}
