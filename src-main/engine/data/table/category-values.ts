import { type AppFailure, invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { MAX_DISTINCT_TEXTS, type ColumnStore } from './column-store.ts';

/** Name under which a missing value is a category of its own. */
export const MISSING_CATEGORY = '';

/** Distinct values of some rows, ascending by code point; a missing one is the category ''. */
export function categoryValues(column: ColumnStore, rows: Uint32Array): string[] {
  const { codes } = column;
  const texts = textsOf(column);
  const seen = new Set<number>();
  for (const row of rows) seen.add(codes[row]!);
  return [...seen].map(code => (code === 0 ? MISSING_CATEGORY : texts[code - 1]!)).sort((a, b) => (a < b ? -1 : 1));
}

/** By code of the column: the place of its text in `values`, −1 where it isn't there. */
export function placesOfCodes(column: ColumnStore, values: readonly string[]): Int32Array {
  const placeOf = new Map(values.map((value, i) => [value, i]));
  return Int32Array.from([MISSING_CATEGORY, ...textsOf(column)], text => placeOf.get(text) ?? -1);
}

/** Throws `invalid-input` for a column with too many. */
export function textsOf({ name, texts }: ColumnStore): readonly string[] {
  if (texts !== null) return texts;
  throw tooManyTexts(name);
}

function tooManyTexts(name: string): AppFailure {
  return invalidInput(`A column of categories may have at most ${MAX_DISTINCT_TEXTS} distinct values, but '${name}' has more`, {
    path: 'columns',
    hint: 'Leave it out with ignore: […].',
  });
}
