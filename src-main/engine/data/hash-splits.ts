import type { Split } from '../../../src-shared/domain/dataset.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { Random } from '../../../src-shared/lib/random.ts';

interface HashCut {
  /** What an item is, whatever others there are. */
  readonly identityOf: (item: number) => string;
  /** Shares below 1; `train` left out: the rest. */
  readonly shares: Readonly<Record<Exclude<Split, 'train'>, number>> & { readonly train: number | undefined };
  /** Of the seed. */
  readonly random: Random;
}

/**
 * A side for each item by a hash of what it is and the seed: test below the test share, validation above it, training above that. An item
 * keeps its side when others come or go, and its equals share it; so the shares are met about, and class shares are what comes of it.
 * Each split ascending. Throws `invalid-input` for counts, for shares above 1 together, and where a split that was asked for
 * is left without an item.
 */
export function cutByHash(pool: Uint32Array, { identityOf, shares, random }: HashCut): Record<Split, Uint32Array> {
  checkShares(shares);
  const { test, validation, train } = shares;
  const bounds = { test, validation: test + validation, train: train === undefined ? 1 : test + validation + train };
  const places = Float64Array.from(pool, item => random.split(identityOf(item)).next());
  const between = (from: number, to: number): Uint32Array => pool.filter((_, i) => places[i]! >= from && places[i]! < to);
  const parts = {
    test: between(0, bounds.test),
    validation: between(bounds.test, bounds.validation),
    train: between(bounds.validation, bounds.train),
  };
  for (const [split, items] of Object.entries(parts)) {
    const isWanted = split === 'train' ? shares.train !== 0 : shares[split as 'test'] > 0;
    if (isWanted && items.length === 0) throw leftOut(split, pool.length);
  }
  return parts;
}

function checkShares(shares: HashCut['shares']): void {
  for (const [split, share = 0] of Object.entries(shares))
    if (!(share >= 0 && share < 1))
      throw invalidInput(`Sides by a hash are given in shares below 1, all together 1 at most, got ${share} for ${split}`, {
        path: `splits.${split}`,
        hint: 'Ask for shares, or draw the parts by lot.',
      });
  const sum = shares.test + shares.validation + (shares.train ?? 0);
  if (sum > 1 + 1e-9) throw invalidInput(`Shares of 1 together are required at most, got ${Number(sum.toFixed(6))}`, { path: 'splits' });
}

function leftOut(split: string, items: number): Error {
  return invalidInput(`The hash of no one of ${items} items falls into the ${split} split`, {
    path: `splits.${split}`,
    hint: 'Ask for a larger share, bring more items, or take another seed.',
  });
}
