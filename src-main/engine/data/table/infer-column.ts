import type { ColumnInfo } from '../../../../src-shared/domain/dataset.ts';
import type { ColumnStore } from './column-store.ts';

/** How a feature column is read, and what a person should know about it. */
export interface InferredColumn {
  readonly store: ColumnStore;
  readonly info: ColumnInfo;
  readonly warning: string | null;
}

export interface InferOptions {
  /** Columns to leave out. */
  readonly ignore: readonly string[];
  /** Columns to read as categories though they hold numbers. */
  readonly categories: readonly string[];
}

/** More categories than this are no categories. */
export const MAX_CATEGORIES = 1000;
/** A text column with more distinct values than this, and than half of its rows, is taken for a name, an id or free text. */
const FEW = 20;
const NAMED_ID = /(^|[\s_.-])(id|uuid|index|row)$/i;

export function inferColumn(store: ColumnStore, { ignore, categories }: InferOptions): InferredColumn {
  const distinct = countDistinct(store);
  const as = (type: ColumnInfo['type'], warning: string | null = null): InferredColumn => ({
    store,
    info: { name: store.name, type, missing: store.missing, distinct },
    warning,
  });
  const quoted = `Column '${store.name}'`;
  if (ignore.includes(store.name)) return as('ignored');
  if (store.missing === store.rows) return as('ignored', `${quoted} has no value at all and is ignored.`);
  if (store.nonNumbers === 0 && !categories.includes(store.name)) {
    return isRowId(store, distinct) ? as('ignored', `${quoted} numbers the rows and is ignored.`) : as('number');
  }
  const free = freeText(store, distinct);
  if (free !== null) return as('ignored', `${quoted} ${free} and is ignored.`);
  const numbers = store.rows - store.missing - store.nonNumbers;
  const first = store.firstNonNumber;
  if (numbers === 0 || first === null || !(numbers > store.nonNumbers)) return as('category');
  return as(
    'category',
    `${quoted} holds ${numbers} numbers but also texts ('${short(first.text)}' in row ${first.row}), and is read as categories.`,
  );
}

function freeText(store: ColumnStore, distinct: number): string | null {
  const first = store.firstNonNumber;
  if (store.texts === null) {
    return first === null
      ? 'has too many distinct values for categories'
      : `has too many distinct values, not all numbers ('${short(first.text)}' in row ${first.row}),`;
  }
  if (distinct > MAX_CATEGORIES) return `has ${distinct} distinct texts, more than ${MAX_CATEGORIES},`;
  const present = store.rows - store.missing;
  return distinct > FEW && distinct > present / 2 ? `has ${distinct} distinct texts in ${present} rows, as a name or an id has,` : null;
}

/** Whole numbers without repeats or gaps that count the rows, or that are called an id. */
function isRowId({ name, numbers, rows, missing }: ColumnStore, distinct: number): boolean {
  if (missing > 0 || distinct !== rows || rows <= FEW || !numbers.every(Number.isInteger)) return false;
  return NAMED_ID.test(name) || numbers.every((value, row) => value === numbers[0]! + row);
}

/** Distinct values, missing ones apart. For number columns whose texts weren't kept, of the numbers. */
function countDistinct({ texts, numbers, nonNumbers }: ColumnStore): number {
  if (texts !== null && nonNumbers > 0) return texts.length;
  const sorted = numbers.filter(value => !Number.isNaN(value)).sort();
  let distinct = sorted.length === 0 ? 0 : 1;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) distinct++;
  return distinct;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
