import type { Split } from '../../../src-shared/domain/dataset.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { shuffle, type Random } from '../../../src-shared/lib/random.ts';

const ORDER = ['test', 'validation', 'train'] as const;

interface GroupDraw {
  /** Group of each item. */
  readonly of: ArrayLike<number>;
  /** Items wanted in each split. */
  readonly sizes: Readonly<Record<Split, number>>;
  /** Whether training takes all that the others leave. */
  readonly trainTakesRest: boolean;
  readonly random: Random;
}

/**
 * Splits that never part a group. Groups come in an order drawn by lot; each split takes whole ones until the next would bring it
 * further from its size than it is, and at least one where it is to have items. Throws `invalid-input` when there are too few.
 */
export function drawGroups(pool: Uint32Array, { of, sizes, trainTakesRest, random }: GroupDraw): Record<Split, Uint32Array> {
  const groups = [...Map.groupBy(pool, item => of[item]!)].sort(([a], [b]) => a - b).map(([, items]) => items);
  const order = groups.map((_, i) => i);
  shuffle(order, random);
  const wanted = ORDER.filter(split => sizes[split] > 0);
  if (groups.length < wanted.length) {
    throw invalidInput(`At least one group for each split is required: ${wanted.length} splits, but ${groups.length} groups`, {
      path: 'splits.groupBy',
      hint: 'Group by another column, or ask for fewer splits.',
    });
  }
  const splits: Record<Split, Uint32Array> = { train: pool.subarray(0, 0), validation: pool.subarray(0, 0), test: pool.subarray(0, 0) };
  let next = 0;
  wanted.forEach((split, i) => {
    const left = order.length - (wanted.length - 1 - i);
    const takesAll = split === 'train' && trainTakesRest;
    const taken: number[] = [];
    while (next < left) {
      const group = groups[order[next]!]!;
      if (!takesAll && taken.length > 0 && taken.length + group.length / 2 > sizes[split]) break;
      taken.push(...group);
      next++;
    }
    splits[split] = Uint32Array.from(taken).sort();
  });
  return splits;
}
