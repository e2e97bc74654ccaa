import type { ColumnInfo } from '../../../../src-shared/domain/dataset.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { FeatureType, RegisteredEncoding } from './column-encoding.ts';
import type { ColumnStore } from './column-store.ts';

/** How a feature column is read, and what a person should know about it. */
export interface InferredColumn {
  readonly store: ColumnStore;
  readonly info: ColumnInfo;
  readonly warning: string | null;
  /** Null for what is no input. */
  readonly encoding: ChosenEncoding | null;
}

/** An encoding with its parsed parameters. */
export interface ChosenEncoding {
  readonly of: RegisteredEncoding;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface InferOptions {
  /** Columns to leave out. */
  readonly ignore: readonly string[];
  /** Columns to read as categories though they hold numbers. */
  readonly categories: readonly string[];
  /** For columns that are given none of their own. */
  readonly usual: Readonly<Record<FeatureType, ChosenEncoding>>;
  /** By column. */
  readonly own: ReadonlyMap<string, ChosenEncoding>;
}

/** More categories than this are no categories. */
export const MAX_CATEGORIES = 1000;
/** A text column with more distinct values than this, and than half of its rows, is taken for a name, an id or free text. */
const FEW = 20;
const NAMED_ID = /(^|[\s_.-])(id|uuid|index|row)$/i;

/** How a feature column is read: as the person said, else by what it holds. Throws `invalid-input` for what it can't be read as. */
export function inferColumn(store: ColumnStore, { ignore, categories, usual, own }: InferOptions): InferredColumn {
  const chosen = own.get(store.name);
  if (chosen !== undefined && !ignore.includes(store.name)) return asChosen(store, chosen);
  const { type, warning = null } = inferType(store, { ignore, categories });
  const info = { name: store.name, type, missing: store.missing, distinct: countDistinct(store) };
  return { store, info, warning, encoding: type === 'ignored' ? null : usual[type] };
}

/** Whether an encoding of such columns can read this one. */
export function isReadableAs({ firstNonNumber, areDates }: ColumnStore, takes: FeatureType): boolean {
  if (takes === 'number') return firstNonNumber === null;
  return takes === 'category' || areDates;
}

function asChosen(store: ColumnStore, encoding: ChosenEncoding): InferredColumn {
  const { takes, id } = encoding.of;
  const { name, firstNonNumber, missing, rows } = store;
  const path = `columns.${name}`;
  const came = firstNonNumber === null ? 'it has only numbers' : `row ${firstNonNumber.row} has '${short(firstNonNumber.text)}'`;
  if (missing === rows) throw invalidInput(`Column '${name}' must have values to be read, but it has none`, { path });
  if (takes === 'number' && !isReadableAs(store, takes))
    throw invalidInput(`Column '${name}' must hold numbers alone for '${id}', but ${came}`, { path });
  if (takes === 'date' && !isReadableAs(store, takes))
    throw invalidInput(`Column '${name}' must hold dates alone (2024-01-31, 2024-01-31T12:00) for '${id}', but ${came}`, { path });
  return { store, info: { name, type: takes, missing, distinct: countDistinct(store) }, warning: null, encoding };
}

interface InferredType {
  readonly type: FeatureType | 'ignored';
  readonly warning?: string;
}

function inferType(store: ColumnStore, { ignore, categories }: Pick<InferOptions, 'ignore' | 'categories'>): InferredType {
  const quoted = `Column '${store.name}'`;
  if (ignore.includes(store.name)) return { type: 'ignored' };
  if (store.missing === store.rows) return { type: 'ignored', warning: `${quoted} has no value at all and is ignored.` };
  if (store.nonNumbers === 0 && !categories.includes(store.name)) {
    return isRowId(store) ? { type: 'ignored', warning: `${quoted} numbers the rows and is ignored.` } : { type: 'number' };
  }
  if (store.areDates && !categories.includes(store.name)) return { type: 'date' };
  const free = freeText(store);
  if (free !== null) return { type: 'ignored', warning: `${quoted} ${free} and is ignored.` };
  const numbers = store.rows - store.missing - store.nonNumbers;
  const first = store.firstNonNumber;
  if (numbers === 0 || first === null || !(numbers > store.nonNumbers)) return { type: 'category' };
  return {
    type: 'category',
    warning: `${quoted} holds ${numbers} numbers but also texts ('${short(first.text)}' in row ${first.row}), and is read as categories.`,
  };
}

function freeText(store: ColumnStore): string | null {
  const distinct = countDistinct(store);
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
function isRowId({ name, numbers, rows, missing, nonNumbers }: ColumnStore): boolean {
  if (missing > 0 || rows <= FEW || !numbers.every(Number.isInteger)) return false;
  if (numbers.every((value, row) => value === numbers[0]! + row)) return true;
  return NAMED_ID.test(name) && countDistinct({ texts: null, numbers, nonNumbers }) === rows;
}

/** Distinct values, missing ones apart. For number columns whose texts weren't kept, of the numbers. */
function countDistinct({
  texts,
  numbers,
  nonNumbers,
  distinct: known,
}: Pick<ColumnStore, 'texts' | 'numbers' | 'nonNumbers' | 'distinct'>): number {
  if (known !== undefined) return known;
  if (texts !== null && nonNumbers > 0) return texts.length;
  const sorted = numbers.filter(value => !Number.isNaN(value)).sort();
  let distinct = sorted.length === 0 ? 0 : 1;
  for (let i = 1; i < sorted.length; i++) if (sorted[i] !== sorted[i - 1]) distinct++;
  return distinct;
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
