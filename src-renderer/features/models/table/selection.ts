import { modelsOf, type TableRow } from './model-table-model.ts';

/** With every model on the lines between the two, both included; a line that is not there counts for nothing. */
export function withRange(
  lines: readonly TableRow[],
  selected: ReadonlySet<string>,
  [from, to]: readonly [string | null, string],
): ReadonlySet<string> {
  const ends = [from, to].map(id => lines.findIndex(line => line.id === id)).filter(at => at >= 0);
  const range = lines.slice(Math.min(...ends), Math.max(...ends) + 1);
  return new Set([...selected, ...range.flatMap(line => modelsOf(line).map(row => row.id))]);
}

/** The line so many further, or the first one to begin with; stops at both ends. */
export function neighbour(lines: readonly { readonly id: string }[], id: string | null, by: number): string | null {
  const at = lines.findIndex(line => line.id === id);
  const next = at < 0 ? 0 : Math.min(lines.length - 1, Math.max(0, at + by));
  return lines[next]?.id ?? null;
}

/** How much of a line is selected. */
export function markOf(line: TableRow, selected: ReadonlySet<string>): 'all' | 'some' | 'none' {
  const ids = modelsOf(line).map(row => row.id);
  const count = ids.filter(id => selected.has(id)).length;
  if (count === 0) return 'none';
  return count === ids.length ? 'all' : 'some';
}
