import { invalidInput } from '../../../../../src-shared/lib/app-error.ts';
import { shuffle } from '../../../../../src-shared/lib/random.ts';
import type { LabelRows } from '../../../data/label-rows.ts';
import { defineFoldKind, k, repeats, seed, stratify, type FoldGroups, type FoldPool } from '../fold-kind.ts';
import { foldsOf, groupsPresent, requireGroups } from '../places.ts';

/**
 * Folds that never part a group (a speaker, a patient). Large groups first, each to the fold that it makes least unequal: by
 * the shares of the classes where the pool has them, else, and among equals, by size. The order of equal groups is drawn.
 */
export const grouped = defineFoldKind({
  id: 'grouped',
  title: 'Whole groups',
  help: 'Items of one group (a speaker, a patient) are held out together.',
  source: 'Greedy balancing, largest first (Graham 1969)',
  revision: 1,
  params: { k, repeats, stratify, seed },
  deal(pool, config, random) {
    const groups = requireGroups(pool);
    const present = [...groupsPresent(groups, pool.items)];
    if (present.length < config.k) {
      throw invalidInput(
        `At least one group for each fold is required: ${config.k} folds, but ${present.length} groups of '${groups.label}' in these items`,
        {
          path: 'folds.k',
          hint: present.length < 2 ? 'Deal the items by another kind of folds.' : `Choose at most ${present.length} folds.`,
        },
      );
    }
    shuffle(present, random);
    const counts = countsByGroup(config.stratify ? pool : { ...pool, classOf: null, labels: null }, groups);
    const order = present.sort((a, b) => Math.hypot(...counts[b]!) - Math.hypot(...counts[a]!));
    const foldOfGroup = dealGroups(order, counts, config.k);
    const foldOf = Int32Array.from({ length: pool.items }, (_, place) => foldOfGroup[groups.of[place]!]!);
    return foldsOf(foldOf, config.k);
  },
});

/** Items with each label, and of all, by group. */
function labelsByGroup(labels: LabelRows, items: number, groups: FoldGroups): readonly Float64Array[] {
  const counts = groups.names.map(() => new Float64Array(labels.width + 1));
  for (let place = 0; place < items; place++) {
    const own = counts[groups.of[place]!]!;
    own[labels.width]!++;
    for (let label = 0; label < labels.width; label++) own[label]! += labels.has(place, label) ? 1 : 0;
  }
  return counts;
}

/** Items of each class, by group; one number a group where there are no classes. */
function countsByGroup({ items, classOf, labels = null }: FoldPool, groups: FoldGroups): readonly Float64Array[] {
  if (labels !== null) return labelsByGroup(labels, items, groups);
  let classes = 1;
  for (let place = 0; place < items && classOf !== null; place++) classes = Math.max(classes, classOf[place]! + 1);
  const counts = groups.names.map(() => new Float64Array(classes));
  for (let place = 0; place < items; place++) counts[groups.of[place]!]![classOf === null ? 0 : classOf[place]!]!++;
  return counts;
}

/** Fold of each group. `order`: the groups that occur. */
function dealGroups(order: readonly number[], counts: readonly Float64Array[], folds: number): Int32Array {
  const totals = new Float64Array(counts[0]?.length ?? 0);
  for (const own of counts) own.forEach((count, c) => (totals[c]! += count));
  const filled = Array.from({ length: folds }, () => new Float64Array(totals.length));
  const foldOf = new Int32Array(counts.length);
  order.forEach((group, dealt) => {
    const own = counts[group]!;
    // No fold may stay empty while others get a second group that the last ones would need.
    const mustFill = order.length - dealt <= filled.filter(isEmpty).length;
    const candidates = [...filled.keys()].filter(fold => !mustFill || isEmpty(filled[fold]!));
    const cost = (fold: number): number => growth(filled[fold]!, own, totals);
    const best = candidates.reduce((least, fold) => (cost(fold) < cost(least) ? fold : least));
    own.forEach((count, c) => (filled[best]![c]! += count));
    foldOf[group] = best;
  });
  return foldOf;
}

function isEmpty(counts: Float64Array): boolean {
  return counts.every(count => count === 0);
}

/** How much the sum over classes of squared shares grows: least where a fold lacks most of what comes. */
function growth(filled: Float64Array, own: Float64Array, totals: Float64Array): number {
  return own.reduce((sum, count, c) => (totals[c] === 0 ? sum : sum + ((filled[c]! + count) ** 2 - filled[c]! ** 2) / totals[c]! ** 2), 0);
}
