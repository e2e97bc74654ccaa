import { COLUMNS, isColumn, type ColumnId } from './columns.ts';

export const GROUPINGS = ['none', 'step', 'run', 'kind', 'data'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** How a person looks at the list: kept from visit to visit, and under names. */
export interface TableView {
  readonly text: string;
  readonly starred: boolean;
  /** Step kind, name of the data, tag; null: any. */
  readonly kind: string | null;
  readonly data: string | null;
  readonly tag: string | null;
  readonly sort: { readonly id: ColumnId; readonly desc: boolean };
  readonly group: Grouping;
  readonly columns: readonly ColumnId[];
}

export const DEFAULT_VIEW: TableView = {
  ...{ text: '', starred: false, kind: null, data: null, tag: null, group: 'none' },
  sort: { id: 'created', desc: true },
  columns: COLUMNS.filter(column => column.shown).map(column => column.id),
};

/** Whatever was kept, by this version or another: what does not fit becomes its default. */
export function parseTableView(kept: unknown): TableView {
  if (typeof kept !== 'object' || kept === null) return DEFAULT_VIEW;
  const given = kept as Readonly<Record<string, unknown>>;
  const text = (name: string): string | null => (typeof given[name] === 'string' ? given[name] : null);
  const sort = given['sort'] as Partial<TableView['sort']> | null | undefined;
  const columns = Array.isArray(given['columns']) ? given['columns'].filter(isColumn) : [];
  return {
    text: text('text') ?? '',
    starred: given['starred'] === true,
    kind: text('kind'),
    data: text('data'),
    tag: text('tag'),
    sort: isColumn(sort?.id) ? { id: sort.id, desc: sort.desc === true } : DEFAULT_VIEW.sort,
    group: GROUPINGS.find(each => each === given['group']) ?? 'none',
    columns: columns.length > 0 ? columns : DEFAULT_VIEW.columns,
  };
}

/** Whether it leaves models out. */
export function isFiltered({ text, starred, kind, data, tag }: TableView): boolean {
  return text.trim() !== '' || starred || kind !== null || data !== null || tag !== null;
}
