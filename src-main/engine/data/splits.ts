import { SPLITS, type Split } from '../../../src-shared/domain/dataset.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { createRandom, shuffle, type Random } from '../../../src-shared/lib/random.ts';
import { drawGroups } from './group-splits.ts';
import { cutByHash } from './hash-splits.ts';
import { stratifyLabels } from './iterative-stratification.ts';
import { cutInOrder } from './order-splits.ts';
import { rowsOfItems, type LabelRows } from './label-rows.ts';

/** Below 1 a share of the items, else a count; `train` left out: the rest; `test` left out: the own test part, or 15 %. */
export interface SplitRequest {
  readonly train?: number | undefined;
  readonly validation: number;
  readonly test?: number | undefined;
  readonly stratify: boolean;
  /** Column whose equal values stay in one split. */
  readonly groupBy?: string | undefined;
  /** Column of times or numbers: the last items are the test part, those before them the validation part. */
  readonly orderBy?: string | undefined;
  /** `hash`: by what an item is, so that it never changes side; `lot`, as when left out: drawn, in exact shares. */
  readonly by?: string | undefined;
  /** `folders`: the source's own parts, which it must have; `drawn`: none of them; `auto`, as when left out: those it has. */
  readonly from?: string | undefined;
  readonly seed: number;
}

export interface SplitInput {
  readonly items: number;
  /** Class number per item; null when there are no classes to keep in proportion. */
  readonly classOf: ArrayLike<number> | null;
  /** Labels of each item, to be kept in proportion; left out where an item has no more than a class. */
  readonly labels?: LabelRows | null;
  /** Group of each item: groups stay whole, and class shares are what they then are. Null where nothing was named. */
  readonly groupOf?: ArrayLike<number> | null;
  /** Place of each item in the order that was asked for. Null where nothing was named. */
  readonly orderOf?: ArrayLike<number> | null;
  /** What an item, or the group it belongs to, is, whatever others there are; for `by: hash`. */
  readonly identityOf?: ((item: number) => string) | undefined;
  /** The source's own test part: training and validation never come from it, and test only from it. */
  readonly ownTest: Uint32Array | null;
  /** Its own validation part: taken whole, in place of what would be drawn. */
  readonly ownValidation?: Uint32Array | null;
  readonly request: SplitRequest;
}

/** Item numbers, ascending; disjoint; an empty split has length 0. */
export type Splits = Readonly<Record<Split, Uint32Array>>;

const DEFAULT_TEST = 0.15;

/**
 * Draws the splits from the `split` stream of the seed. Shares are of the items a split may come from (with an own test
 * part: of that part for `test`, of the others for the rest), rounded by largest remainder. Stratified: every split takes from
 * each class in proportion to what is left of it, rounded by largest remainder, so within one item of the exact share. Items
 * with several labels are dealt by iterative stratification. In an order nothing is drawn (`cutInOrder`), nor by a hash
 * (`cutByHash`).
 * Throws `invalid-input` when more is asked for than there is, or when a split that was asked for would be empty.
 */
export function makeSplits(input: SplitInput): Splits {
  const { items, classOf, request } = input;
  const own = ownParts(input);
  const { test: ownTest, validation: ownValidation } = own;
  if (request.by === 'hash') return hashed(input, own);
  const random = createRandom(request.seed).split('split');
  const strata = request.stratify ? { classOf, labels: input.labels ?? null } : { classOf: null, labels: null };
  const pool = itemsBeside(items, [ownTest, ownValidation]);
  const sizes = splitSizes(pool.length, {
    test: ownTest === null ? (request.test ?? DEFAULT_TEST) : 0,
    validation: ownValidation === null ? request.validation : 0,
    train: request.train,
  });
  const drawn = beside(input, { pool, strata, sizes, random });
  const validation = ownValidation ?? drawn.validation;
  if (ownTest === null) return { ...drawn, validation };
  const testSize =
    request.test === undefined ? ownTest.length : splitSizes(ownTest.length, { test: request.test, validation: 0, train: 0 }).test;
  const { test } = draw(ownTest.slice(), strata, { test: testSize, validation: 0, train: 0 }, random.split('test'));
  return { ...drawn, validation, test };
}

function hashed(
  { items, identityOf = String, request }: SplitInput,
  { test: ownTest, validation: ownValidation }: ReturnType<typeof ownParts>,
): Splits {
  const { train, validation, test, seed } = request;
  const random = createRandom(seed).split('hash');
  const drawn = cutByHash(itemsBeside(items, [ownTest, ownValidation]), {
    ...{ identityOf, random },
    shares: { train, validation: ownValidation === null ? validation : 0, test: ownTest === null ? (test ?? DEFAULT_TEST) : 0 },
  });
  const partOf = (whole: Uint32Array, share: number): Uint32Array =>
    cutByHash(whole, { identityOf, random, shares: { train: 0, validation: 0, test: share } }).test;
  return {
    train: drawn.train,
    validation: ownValidation ?? drawn.validation,
    test: ownTest === null ? drawn.test : test === undefined ? ownTest : partOf(ownTest, test),
  };
}

interface Drawing {
  readonly pool: Uint32Array;
  readonly strata: Parameters<typeof draw>[1];
  readonly sizes: Readonly<Record<Split, number>>;
  readonly random: Random;
}

/** Of the items beside the source's own parts. */
function beside({ groupOf = null, orderOf = null, request }: SplitInput, { pool, strata, sizes, random }: Drawing): Splits {
  if (orderOf !== null) return cutInOrder(pool, { of: orderOf, sizes });
  if (groupOf === null) return draw(pool, strata, sizes, random);
  return drawGroups(pool, { of: groupOf, sizes, trainTakesRest: request.train === undefined, random: random.split('groups') });
}

/** The source's own parts, as far as they are to be taken. */
function ownParts({ ownTest, ownValidation = null, request: { from = 'auto' } }: SplitInput): {
  readonly test: Uint32Array | null;
  readonly validation: Uint32Array | null;
} {
  if (from === 'drawn') return { test: null, validation: null };
  if (from === 'folders' && ownTest === null && ownValidation === null)
    throw invalidInput('A source with parts of its own is required, but this one has none', {
      path: 'splits.from',
      hint: 'Sort the files into folders called train, validation and test, or name the parts in a list.',
    });
  return { test: ownTest, validation: ownValidation };
}

function itemsBeside(items: number, parts: readonly (Uint32Array | null)[]): Uint32Array {
  const taken = new Uint8Array(items);
  for (const part of parts) for (const item of part ?? []) taken[item] = 1;
  const beside = new Uint32Array(items);
  let count = 0;
  for (let item = 0; item < items; item++) if (taken[item] === 0) beside[count++] = item;
  return beside.slice(0, count);
}

type Wanted = Readonly<Record<Split, number | undefined>>;

function splitSizes(items: number, wanted: Wanted): Record<Split, number> {
  const exact = SPLITS.map(split => targetSize(split, wanted[split], items));
  const rounded = largestRemainder(exact.map(size => size ?? 0));
  const sum = rounded.reduce((total, size) => total + size, 0);
  const asked = SPLITS.filter(split => wanted[split] !== undefined).map(split => `${split} ${wanted[split]}`);
  if (sum > items)
    throw invalidInput(`The splits may take at most the ${items} items there are, but ${asked.join(' + ')} asks for ${sum}`, {
      path: 'splits',
    });
  const sizes = Object.fromEntries(SPLITS.map((split, i) => [split, exact[i] === null ? items - sum : rounded[i]!])) as Record<
    Split,
    number
  >;
  for (const split of SPLITS) {
    if (sizes[split] === 0 && wanted[split] !== 0) throw emptySplit(split, wanted[split], items);
  }
  return sizes;
}

function targetSize(split: Split, wanted: number | undefined, items: number): number | null {
  if (wanted === undefined) return null;
  if (!(wanted >= 0) || (wanted >= 1 && !Number.isInteger(wanted))) {
    throw invalidInput(`A share below 1 or a whole number of items is required, got ${wanted}`, { path: `splits.${split}` });
  }
  return wanted < 1 ? wanted * items : wanted;
}

function emptySplit(split: Split, wanted: number | undefined, items: number): Error {
  const what = wanted === undefined ? 'nothing is left for it' : `${wanted} of ${items} items is less than one`;
  return invalidInput(`The ${split} split must have at least one item, but ${what}`, {
    path: `splits.${split}`,
    hint: 'Ask for a smaller share elsewhere, or bring more items.',
  });
}

/** Whole numbers with the rounded sum of `sizes`, each within 1 of its own; the largest fractions are rounded up, ties in order. */
export function largestRemainder(sizes: readonly number[]): number[] {
  // Sums such as 0.7·n + 0.15·n + 0.15·n come out a few ulp beside the whole number they mean.
  const total = Math.round(sizes.reduce((sum, size) => sum + size, 0) - 1e-9);
  const whole = sizes.map(size => Math.floor(size + 1e-9));
  const order = sizes.map((_, i) => i).sort((a, b) => sizes[b]! - whole[b]! - (sizes[a]! - whole[a]!) || a - b);
  let missing = total - whole.reduce((sum, size) => sum + size, 0);
  for (const i of order) {
    if (missing-- <= 0) break;
    whole[i]!++;
  }
  return whole;
}

interface Strata {
  readonly classOf: ArrayLike<number> | null;
  readonly labels: LabelRows | null;
}

function draw(pool: Uint32Array, { classOf, labels }: Strata, sizes: Readonly<Record<Split, number>>, random: Random): Splits {
  if (labels !== null) return dealLabels(pool, labels, sizes, random);
  const strata = classOf === null ? [pool] : groupByClass(pool, classOf);
  strata.forEach((stratum, c) => shuffle(stratum, random.split(c)));
  const used = strata.map(() => 0);
  const take = (size: number): Uint32Array => {
    const left = strata.map((stratum, c) => stratum.length - used[c]!);
    const all = left.reduce((sum, n) => sum + n, 0);
    const shares = largestRemainder(left.map(n => (all === 0 ? 0 : (size * n) / all)));
    const taken = new Uint32Array(size);
    let at = 0;
    shares.forEach((share, c) => {
      taken.set(strata[c]!.subarray(used[c]!, used[c]! + share), at);
      used[c]! += share;
      at += share;
    });
    return taken.sort();
  };
  const test = take(sizes.test);
  const validation = take(sizes.validation);
  return { test, validation, train: take(sizes.train) };
}

function dealLabels(pool: Uint32Array, labels: LabelRows, sizes: Readonly<Record<Split, number>>, random: Random): Splits {
  const wanted = SPLITS.map(split => sizes[split]);
  const unused = pool.length - wanted.reduce((sum, size) => sum + size, 0);
  const partOf = stratifyLabels({ labels: rowsOfItems(labels, pool), items: pool.length, sizes: [...wanted, unused], random });
  const parts = SPLITS.map((split, part) => [split, pool.filter((_, place) => partOf[place] === part)] as const);
  return Object.fromEntries(parts) as Record<Split, Uint32Array>;
}

/** Each ascending as the pool is, the classes in order. Two passes: as lists of numbers, millions of items would fill the memory. */
function groupByClass(pool: Uint32Array, classOf: ArrayLike<number>): Uint32Array[] {
  const counts = new Map<number, number>();
  for (const item of pool) counts.set(classOf[item]!, (counts.get(classOf[item]!) ?? 0) + 1);
  const classes = [...counts.keys()].sort((a, b) => a - b);
  const groups = classes.map(of => new Uint32Array(counts.get(of) ?? 0));
  const placeOf = new Map(classes.map((of, place) => [of, place]));
  const filled = new Uint32Array(classes.length);
  for (const item of pool) {
    const place = placeOf.get(classOf[item]!) ?? 0;
    groups[place]![filled[place]!++] = item;
  }
  return groups;
}
