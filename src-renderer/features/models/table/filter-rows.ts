import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import type { TableView } from './table-view.ts';

/** The rows a view shows. Every word of the text must be found in the name, step, run, data, note, tags or id. */
export function filterRows(rows: readonly ModelRow[], { text, starred, kind, data, tag }: TableView): readonly ModelRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter(
    row =>
      (!starred || row.starred) &&
      (kind === null || row.kind === kind) &&
      (data === null || row.dataName === data) &&
      (tag === null || row.tags.includes(tag)) &&
      hasWords(row, words),
  );
}

function hasWords({ id, name, step, runName, dataName, note, tags }: ModelRow, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const all = [name, step, runName, dataName ?? '', note, ...tags, id].join('\n').toLowerCase();
  return words.every(word => all.includes(word));
}

/** What the filters offer: each value once, in order. */
export function choicesOf(rows: readonly ModelRow[]): Readonly<Record<'kind' | 'data' | 'tag', readonly string[]>> {
  const sorted = (values: readonly string[]): readonly string[] => [...new Set(values)].sort((a, b) => a.localeCompare(b));
  return {
    kind: sorted(rows.map(row => row.kind)),
    data: sorted(rows.flatMap(row => row.dataName ?? [])),
    tag: sorted(rows.flatMap(row => row.tags)),
  };
}
