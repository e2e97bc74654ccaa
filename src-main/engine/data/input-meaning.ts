import type { DatasetManifest, TableColumnEncoding } from '../../../src-shared/domain/dataset.ts';
import type { Category, PresetPurpose } from '../graph/preset.ts';
import { encodingOf } from './table/encodings/index.ts';
import { FIRST } from './text/token-pipeline.ts';

/** What the numbers of an item stand for, as far as a network may be built by it. */
export type InputMeaning = Pick<PresetPurpose, 'tokens' | 'categories'>;

/** Of a stored data set. Nothing is said of columns whose inputs don't add up to the row, and of texts by several vocabularies. */
export function inputMeaning({ preprocessing, input }: Pick<DatasetManifest, 'preprocessing' | 'input'>): InputMeaning {
  const [tokens, ...further] = preprocessing.filter(step => step.kind === 'tokens');
  if (tokens !== undefined) return further.length > 0 ? {} : { tokens: tokens.vocabulary.length + FIRST };
  const table = preprocessing.find(step => step.kind === 'table');
  return table === undefined ? {} : { categories: categoriesOf(table.columns, input.shape[1] ?? 0) };
}

/** Stored forms of a column whose inputs are 0 but for the one that is meant. */
const ONE_OF_ALL: ReadonlySet<TableColumnEncoding['kind']> = new Set(['category', 'hashing']);

function categoriesOf(columns: readonly TableColumnEncoding[], width: number): readonly Category[] {
  let place = 0;
  const found: Category[] = [];
  for (const column of columns) {
    const values = encodingOf(column).width(column);
    if (ONE_OF_ALL.has(column.kind)) found.push({ first: place, values });
    place += values;
  }
  return place === width ? found : [];
}
