import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useMemo, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Check } from './check.tsx';
import { COLUMNS, type Column, type ColumnId } from './columns.ts';
import { GroupLine, ModelLine } from './list-line.tsx';
import { useLineTools, type LineActions } from './line-tools.ts';
import type { TableRow } from './model-table-model.ts';
import { markOf } from './selection.ts';
import styles from './table.module.css';
import type { TableView } from './table-view.ts';

const LINE_HEIGHT = 34;
/** Checkbox and star. */
const LEADING = [34, 32] as const;

interface ListGridProps extends LineActions {
  readonly lines: readonly TableRow[];
  readonly view: TableView;
  readonly selected: ReadonlySet<string>;
  readonly cursor: string | null;
  readonly onSort: (id: ColumnId) => void;
  readonly onSelectAll: () => void;
}

/** The table itself; only the lines in view are there. */
export function ListGrid(props: ListGridProps) {
  const { lines, view, selected, cursor, onSelect } = props;
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useMemo<readonly Column[]>(() => COLUMNS.filter(column => view.columns.includes(column.id)), [view.columns]);
  const tools = useLineTools(props);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are called in this component only, and never memoised
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    getItemKey: i => lines[i]?.id ?? i,
    overscan: 10,
  });
  useFollowCursor(lines, cursor, scroller, virtual.scrollToIndex);
  const items = virtual.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const width = columns.reduce((sum, column) => sum + column.width, LEADING[0] + LEADING[1]);
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    const line = lines.find(each => each.id === cursor);
    if (event.key !== ' ' || line === undefined || (event.target as HTMLElement).closest('button, input') !== null) return;
    event.preventDefault();
    onSelect(line, event.shiftKey);
  }
  return (
    <div ref={scroller} className={styles.scroller} tabIndex={0} role="group" aria-label={t('models.title')} onKeyDown={onKeyDown}>
      <table className={`table ${styles.table}`} style={{ minWidth: width }} aria-rowcount={lines.length + 1}>
        <colgroup>
          {LEADING.map(each => (
            <col key={each} style={{ width: each }} />
          ))}
          {columns.map(({ id, width: each }) => (
            <col key={id} style={{ width: each }} />
          ))}
        </colgroup>
        <Head columns={columns} {...props} />
        <tbody>
          {before > 0 && <Gap height={before} />}
          {items.map(item => {
            const line = lines[item.index]!;
            const shared = { line, columns, tools, place: item.index + 2, current: line.id === cursor, mark: markOf(line, selected) };
            return line.getIsGrouped() ? (
              <GroupLine key={item.key} {...shared} open={line.getIsExpanded()} />
            ) : (
              <ModelLine key={item.key} {...shared} />
            );
          })}
          {after > 0 && <Gap height={after} />}
        </tbody>
      </table>
    </div>
  );
}

function Gap({ height }: { height: number }) {
  return (
    <tr aria-hidden="true">
      <td className={styles.gap} style={{ height }} />
    </tr>
  );
}

/** Puts the focus on the line the keys went to, before the next key: a space must mark that line, not press what had the focus. */
function useFollowCursor(
  lines: readonly TableRow[],
  cursor: string | null,
  scroller: { readonly current: HTMLDivElement | null },
  scrollToIndex: (index: number, options: { align: 'auto' }) => void,
): void {
  useLayoutEffect(() => {
    const at = lines.findIndex(line => line.id === cursor);
    if (at < 0) return;
    scrollToIndex(at, { align: 'auto' });
    if (focusCurrent(scroller.current)) return;
    // Out of view, it is drawn only after the scrolling.
    const frame = requestAnimationFrame(() => focusCurrent(scroller.current));
    return () => cancelAnimationFrame(frame);
    // Follows the cursor, not every renewal of the list.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [cursor]);
}

/** Whether the line was there to take it. */
function focusCurrent(scroller: HTMLDivElement | null): boolean {
  const handle = scroller?.querySelector<HTMLElement>('tr[data-current] [data-handle]') ?? null;
  handle?.focus({ preventScroll: true });
  return handle !== null;
}

function Head({ columns, view, lines, selected, onSort, onSelectAll }: ListGridProps & { readonly columns: readonly Column[] }) {
  const { t } = useTranslation();
  const all = useMemo(() => lines.length > 0 && lines.every(line => markOf(line, selected) === 'all'), [lines, selected]);
  const mark = all ? 'all' : selected.size > 0 ? 'some' : 'none';
  return (
    <thead>
      <tr>
        <th>
          <Check label={t('models.selectAll')} mark={mark} onChange={onSelectAll} />
        </th>
        <th>
          <span className="visually-hidden">{t('models.star')}</span>
        </th>
        {columns.map(({ id, figure }) => (
          <th
            key={id}
            className={figure ? undefined : 'text'}
            aria-sort={view.sort.id !== id ? 'none' : view.sort.desc ? 'descending' : 'ascending'}
          >
            <button type="button" className={styles.sort} data-sorted={view.sort.id === id || undefined} onClick={() => onSort(id)}>
              {t(`models.columns.${id}`)}
              <span aria-hidden="true">{view.sort.id === id ? (view.sort.desc ? ' ↓' : ' ↑') : ''}</span>
            </button>
          </th>
        ))}
      </tr>
    </thead>
  );
}
