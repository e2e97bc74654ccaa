import { invalidInput } from '../../../../../src-shared/lib/app-error.ts';
import { defineFoldKind } from '../fold-kind.ts';
import { foldsOf, groupsPresent, requireGroups } from '../places.ts';

const MOST_GROUPS = 1000;

/** A fold for each group, named after it. */
export const leaveOneGroupOut = defineFoldKind({
  id: 'leave-one-group-out',
  title: 'One group at a time',
  help: 'A fold for each group of the data set.',
  source: 'Stone 1974, Cross-validatory choice and assessment of statistical predictions, with groups as items',
  revision: 1,
  params: {},
  deal(pool) {
    const groups = requireGroups(pool);
    const present = groupsPresent(groups, pool.items);
    if (present.length < 2 || present.length > MOST_GROUPS) {
      throw invalidInput(
        `2 to ${MOST_GROUPS} groups of '${groups.label}' are required to leave one out, but these items have ${present.length}`,
        {
          path: 'folds.kind',
          hint: "Use kind 'grouped' with a number of folds, or group by another column.",
        },
      );
    }
    const foldOf = new Int32Array(groups.names.length);
    present.forEach((group, fold) => (foldOf[group] = fold));
    return foldsOf(
      Int32Array.from({ length: pool.items }, (_, place) => foldOf[groups.of[place]!]!),
      present.length,
      present.map(group => groups.names[group] ?? String(group)),
    );
  },
});
