import type { DuplicateReport, Twin } from '../../../src-shared/domain/data-report.ts';
import { SPLITS, type Split } from '../../../src-shared/domain/dataset.ts';

/** What is known of an item without looking at its input. */
export interface ItemFacts {
  /** Place in `SPLITS` plus one; 0 for an item that is in none. */
  readonly splitOf: Uint8Array;
  labelOf(item: number): string;
}

/** Takes the digests of the items one by one, in order, and tells which are equal. */
export interface DuplicateFinder {
  /** Gives the first item of this digest: its own number where it is new. */
  add(digest: string): number;
  report(): Omit<DuplicateReport, 'near'>;
}

const EXAMPLES = 24;
const SHOWN_OF_EACH = 6;

/** Equal digests (sha-256) are equal inputs. */
export function createDuplicateFinder({ splitOf, labelOf }: ItemFacts): DuplicateFinder {
  const first = new Map<string, number>();
  const groups = new Map<number, number[]>();
  let items = 0;
  return {
    add(digest) {
      const item = items++;
      const earlier = first.get(digest);
      if (earlier === undefined) first.set(digest, item);
      else groups.set(earlier, [...(groups.get(earlier) ?? [earlier]), item]);
      return earlier ?? item;
    },
    report() {
      const all = [...groups.values()];
      const twin = (item: number): Twin => ({ item, split: SPLITS[splitOf[item]! - 1] ?? null, label: labelOf(item) });
      const isAcross = (group: readonly number[]): boolean =>
        new Set(group.map(item => splitOf[item]!).filter(split => split > 0)).size > 1;
      const ordered = [...all.filter(isAcross), ...all.filter(group => !isAcross(group))];
      return {
        items,
        groups: all.length,
        duplicated: all.reduce((sum, group) => sum + group.length, 0),
        across: acrossSplits(all, splitOf),
        conflicting: all.filter(group => new Set(group.map(labelOf)).size > 1).length,
        examples: ordered.slice(0, EXAMPLES).map(group => group.slice(0, SHOWN_OF_EACH).map(twin)),
      };
    },
  };
}

/** A later split (validation, test) against each before it. */
function acrossSplits(groups: readonly (readonly number[])[], splitOf: Uint8Array): DuplicateReport['across'] {
  return SPLITS.flatMap((to, at) =>
    SPLITS.slice(0, at).map((from: Split, before) => {
      const seen = groups.filter(group => group.some(item => splitOf[item] === before + 1));
      const items = seen.reduce((sum, group) => sum + group.filter(item => splitOf[item] === at + 1).length, 0);
      return { from, to, items };
    }),
  ).filter(({ items }) => items > 0);
}
