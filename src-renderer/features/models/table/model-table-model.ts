import {
  columnGroupingFeature,
  columnVisibilityFeature,
  constructAggregationFn,
  createExpandedRowModel,
  createGroupedRowModel,
  createSortedRowModel,
  rowAggregationFeature,
  rowExpandingFeature,
  rowSortingFeature,
  tableFeatures,
  type ColumnDef,
  type Row,
  type SortFn,
  type TableOptions,
} from '@tanstack/react-table';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { COLUMNS, type Column, type ColumnId } from './columns.ts';
import { isSpread, spreadOf } from './spread.ts';
import type { Grouping, TableView } from './table-view.ts';

const features = tableFeatures({
  ...{ columnVisibilityFeature, rowSortingFeature, columnGroupingFeature, rowAggregationFeature, rowExpandingFeature },
  sortedRowModel: createSortedRowModel(),
  groupedRowModel: createGroupedRowModel(),
  expandedRowModel: createExpandedRowModel(),
});

export type Features = typeof features;
export type TableRow = Row<Features, ModelRow>;

/** Which column's values make the groups. */
const GROUPED_BY: Readonly<Record<Grouping, readonly ColumnId[]>> = {
  none: [],
  step: ['name'],
  run: ['run'],
  kind: ['madeBy'],
  data: ['data'],
};

/** Names alone would put steps and runs together that only happen to be called the same. */
const GROUP_KEYS: { readonly [K in ColumnId]?: (row: ModelRow) => string } = {
  name: row => `${row.step}\n${row.runId}`,
  run: row => `${row.runName}\n${row.runId}`,
};

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

const compare: SortFn<Features, ModelRow> = (a, b, id) => {
  const [left, right] = [orderOf(a.getValue(id)), orderOf(b.getValue(id))];
  return typeof left === 'string' || typeof right === 'string' ? collator.compare(String(left), String(right)) : left - right;
};

function orderOf(value: unknown): number | string {
  if (isSpread(value)) return value.mean;
  return typeof value === 'number' || typeof value === 'string' ? value : '';
}

const overGroup = {
  figure: constructAggregationFn<Features, ModelRow, number | undefined, unknown>({
    aggregate: ({ rows, getValue }) => spreadOf(rows.map(row => getValue(row))),
  }),
  /** The text all members share. */
  text: constructAggregationFn<Features, ModelRow, string | undefined, unknown>({
    aggregate: ({ rows, getValue }) => {
      const [first, ...others] = rows.map(row => getValue(row));
      return others.every(other => other === first) ? first : undefined;
    },
  }),
};

const definitions = COLUMNS.map((column: Column): ColumnDef<Features, ModelRow> => {
  const { id, value, figure } = column;
  const key = GROUP_KEYS[id];
  return {
    ...{ id, accessorFn: value, sortFn: compare, sortUndefined: 'last', sortDescFirst: figure },
    aggregationFn: figure ? overGroup.figure : overGroup.text,
    ...(key === undefined ? {} : { getGroupingValue: key }),
  } as ColumnDef<Features, ModelRow>;
});

/** What the table library is given for a view; `collapsed` groups are closed, all others open. */
export function tableOptions(
  rows: readonly ModelRow[],
  { sort, group, columns }: Pick<TableView, 'sort' | 'group' | 'columns'>,
  collapsed: ReadonlySet<string>,
): TableOptions<Features, ModelRow> {
  const grouping = [...GROUPED_BY[group]];
  return {
    features,
    columns: definitions,
    data: rows as ModelRow[],
    getRowId: row => row.id,
    groupedColumnMode: false,
    autoResetExpanded: false,
    getIsRowExpanded: row => !collapsed.has(row.id),
    state: {
      sorting: [{ ...sort }],
      grouping,
      columnVisibility: Object.fromEntries(COLUMNS.map(({ id }) => [id, columns.includes(id)])),
      expanded: true,
    },
  };
}

/** Ids of the models a row stands for. */
export function modelsOf(row: TableRow): readonly ModelRow[] {
  return row.getIsGrouped() ? row.subRows.flatMap(modelsOf) : [row.original];
}
