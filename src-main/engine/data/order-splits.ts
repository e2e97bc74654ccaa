import type { Split } from '../../../src-shared/domain/dataset.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import type { LabelledFile } from './labelled-files.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import { type ColumnStore, parseNumber } from './table/column-store.ts';
import { parseDate } from './table/parse-date.ts';

interface OrderCut {
  /** By item: when it was, or any other number. */
  readonly of: ArrayLike<number>;
  readonly sizes: Readonly<Record<Split, number>>;
}

/**
 * The last items of `pool` are the test part, those before them the validation part, and those before these train: a model meets what comes
 * later than what it has learnt. Items of one moment are never parted, but go with the earlier ones. Each split ascending. Throws
 * `invalid-input` where a split is left without a moment of its own.
 */
export function cutInOrder(pool: Uint32Array, { of, sizes }: OrderCut): Record<Split, Uint32Array> {
  const order = pool.slice().sort((a, b) => of[a]! - of[b]! || a - b);
  const afterMoment = (place: number): number => {
    let after = place;
    while (after > 0 && after < order.length && of[order[after]!] === of[order[after - 1]!]) after++;
    return after;
  };
  const test = afterMoment(order.length - sizes.test);
  const validation = afterMoment(order.length - sizes.test - sizes.validation);
  const train = Math.max(0, order.length - sizes.test - sizes.validation - sizes.train);
  const parts = { train: order.slice(train, validation), validation: order.slice(validation, test), test: order.slice(test) };
  for (const [split, items] of Object.entries(parts))
    if (sizes[split as Split] > 0 && items.length === 0)
      throw invalidInput(`At least one moment for each split is required, but the ${split} split would have none of its own`, {
        path: 'splits.orderBy',
        hint: 'Put in order by a finer column, or ask for fewer splits.',
      });
  for (const items of Object.values(parts)) items.sort();
  return parts;
}

/** Numbers or dates of a column of a table. Throws `invalid-input` where a row has none. */
export function columnOrder(store: ColumnStore, labels: readonly ColumnStore[]): Float64Array {
  const { name, numbers, nonNumbers, firstNonNumber, areDates, missing } = store;
  if (labels.includes(store))
    throw invalidInput(`Another column than the label is required to put in order by, but '${name}' is the label`, { path: PATH });
  if (nonNumbers > 0 && !areDates) throw noOrder(name, firstNonNumber?.text ?? '');
  if (missing > 0) throw gaps(name, missing);
  return numbers;
}

/** The same of an attribute of files. */
export function attributeOrder(files: readonly Pick<LabelledFile, 'attributes'>[], attribute: string): Float64Array {
  const known = Object.keys(files[0]?.attributes ?? {});
  if (!known.includes(attribute)) {
    const near = closest(attribute, known);
    const there = known.length === 0 ? 'the files have none' : `there are: ${known.join(', ')}`;
    throw invalidInput(`An attribute of the files is required to put in order by, got '${attribute}'; ${there}`, {
      path: PATH,
      ...(near === null ? {} : { hint: `Did you mean '${near}'?` }),
    });
  }
  const texts = files.map(({ attributes }) => attributes[attribute] ?? '');
  const missing = texts.filter(text => text === '').length;
  if (missing > 0) throw gaps(attribute, missing);
  return Float64Array.from(texts, text => {
    const number = parseNumber(text);
    const value = Number.isNaN(number) ? parseDate(text) : number;
    if (Number.isNaN(value)) throw noOrder(attribute, text);
    return value;
  });
}

const PATH = 'splits.orderBy';

function noOrder(name: string, text: string): Error {
  return invalidInput(`Numbers or dates as 2024-05-31 are required to put in order by '${name}', got '${text.slice(0, 80)}'`, {
    path: PATH,
  });
}

function gaps(name: string, missing: number): Error {
  return invalidInput(`Every item needs its place in the order of '${name}', but ${missing} have none`, {
    path: PATH,
    hint: 'Leave these rows out, or put in order by another column.',
  });
}
