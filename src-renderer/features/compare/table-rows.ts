import { bestOf } from './report-figures.ts';
import { groupValue, signed, type Figure, type FigureValue } from './figures.ts';
import { groupSubjects, type Subject, type SubjectGroup } from './subjects.ts';

/** A line of the table: a model that stands alone, a group of replicates, or one of its members. */
export type TableRow =
  | { readonly kind: 'model' | 'member'; readonly subject: Subject }
  | { readonly kind: 'group'; readonly group: SubjectGroup; readonly isOpen: boolean };

export interface Sorting {
  /** Null: as they were chosen. */
  readonly figure: Figure | null;
  readonly isReversed: boolean;
}

/** Groups by their mean, members below their group where it is open. What lacks the figure comes last. */
export function tableRows(subjects: readonly Subject[], open: ReadonlySet<string>, sorting: Sorting): readonly TableRow[] {
  const groups = sorted(groupSubjects(subjects), sorting, (group, figure) => groupValue(figure, group.members));
  return groups.flatMap((group): TableRow[] => {
    const [only] = group.members;
    if (group.members.length === 1 && only !== undefined) return [{ kind: 'model', subject: only }];
    const isOpen = open.has(group.name);
    const members = isOpen ? sorted(group.members, sorting, (subject, figure) => figure.of(subject)) : [];
    return [{ kind: 'group', group, isOpen }, ...members.map(subject => ({ kind: 'member' as const, subject }))];
  });
}

/** Of a row; a group's is the mean over its replicates. */
export function rowValue(row: TableRow, figure: Figure): FigureValue | null {
  return row.kind === 'group' ? groupValue(figure, row.group.members) : figure.of(row.subject);
}

/** Names of rows that no other one beats in a figure; members of a group compete with nobody. `noise`: a share that counts as equal. */
export function bestRows(rows: readonly TableRow[], figure: Figure, noise = 0): ReadonlySet<TableRow> {
  const rivals = rows.filter(row => row.kind !== 'member' && rowValue(row, figure) !== null);
  const values = rivals.map(row => rowValue(row, figure)?.value ?? Number.NaN);
  // Ratios are of values where less is better; of the others their order is what counts.
  const best = bestOf(figure.better === 'less' ? values : values.map(value => -value), figure.better === 'less' ? noise : 0);
  return new Set(rivals.filter((_, i) => best.has(i)));
}

function sorted<T>(
  list: readonly T[],
  { figure, isReversed }: Sorting,
  valueOf: (item: T, figure: Figure) => FigureValue | null,
): readonly T[] {
  if (figure === null) return list;
  const keyOf = (item: T): number | null => {
    const found = valueOf(item, figure);
    return found === null || !Number.isFinite(found.value) ? null : signed(figure, found.value) * (isReversed ? -1 : 1);
  };
  const keyed = list.map((item, place) => ({ item, place, key: keyOf(item) }));
  const rank = (key: number | null): number => key ?? Number.POSITIVE_INFINITY;
  return keyed.sort((a, b) => compare(rank(a.key), rank(b.key)) || a.place - b.place).map(({ item }) => item);
}

/** Infinities are equal, which their difference is not. */
function compare(a: number, b: number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
