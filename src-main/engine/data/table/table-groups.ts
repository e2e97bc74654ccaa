import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { ImportedGroups } from '../reader.ts';
import { MAX_DISTINCT_TEXTS, type ColumnStore } from './column-store.ts';
import type { InferredColumn } from './infer-column.ts';

/** The groups a column names, by its texts in order of appearance; rows without a value are a group together. */
export function tableGroups(store: ColumnStore, labels: readonly ColumnStore[]): ImportedGroups {
  if (labels.includes(store))
    throw invalidInput(`Another column than the label is required to group by, but '${store.name}' is the label`, {
      path: 'splits.groupBy',
    });
  const { texts, codes, rows } = store;
  if (texts === null)
    throw invalidInput(`At most ${MAX_DISTINCT_TEXTS} groups can be kept apart, but '${store.name}' has more`, {
      path: 'splits.groupBy',
      hint: 'Group by a column with fewer values.',
    });
  const names = store.missing === 0 ? texts : [...texts, ''];
  const values = Int32Array.from({ length: rows }, (_, row) => (codes[row] === 0 ? texts.length : codes[row]! - 1));
  return { label: store.name, names, values };
}

/** Which group a row is in says nothing of a new row: it is no input. */
export function groupColumn(store: ColumnStore): InferredColumn {
  const { name, missing, texts } = store;
  return { store, info: { name, type: 'group', missing, distinct: texts?.length ?? MAX_DISTINCT_TEXTS }, warning: null, encoding: null };
}
