import { Button, Select, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useKeys } from '../../components/use-keys.ts';
import type { RunFacts } from '../../ipc/run-facts.ts';
import { afterRemoving, listRows, neighbour, VIEWS, type ListRow, type ListView } from './list-rows.ts';
import { RunItem } from './run-item.tsx';
import { pathOf } from './run-target.ts';
import styles from './runs.module.css';
import { useDeleteRuns } from './use-delete-runs.ts';

const HEIGHTS = { run: 54, heading: 30 } as const;

/** All runs: what is open in the order of its turn, then the rest, newest first. */
export function RunList({ runs, chosen }: { runs: readonly RunFacts[]; chosen: string }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const [view, setView] = useState<ListView>('all');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const filter = useRef<HTMLInputElement>(null);
  const rows = useMemo(() => listRows(runs, { text, view }), [runs, text, view]);
  const marked = rows.flatMap(row => (row.kind === 'run' && selected.has(row.run.id) ? [row.run] : []));
  const remove = useDeleteRuns();
  const show = (runId: string | null): void => {
    if (runId !== null) navigate(pathOf({ runId, step: null, tab: null }));
  };
  const removeMarked = (): void => {
    const gone = marked.length > 0 ? marked : runs.filter(run => run.id === chosen);
    const next = afterRemoving(rows, new Set(gone.map(run => run.id)), chosen);
    remove(gone, () => {
      setSelected(new Set());
      navigate(pathOf({ runId: next, step: null, tab: null }));
    });
  };
  useKeys({
    j: () => show(neighbour(rows, chosen, 1)),
    k: () => show(neighbour(rows, chosen, -1)),
    '/': () => filter.current?.focus(),
    x: () => setSelected(toggled(selected, chosen)),
    Delete: removeMarked,
  });
  return (
    <nav aria-label={t('runs.title')} className={styles.side}>
      <div className={styles.filter}>
        <TextInput
          ref={filter}
          size="xs"
          className="grow"
          placeholder={t('runs.filter')}
          aria-label={t('runs.filter')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
          onKeyDown={event => event.key === 'Escape' && event.currentTarget.blur()}
        />
        <Select
          w={104}
          aria-label={t('runs.show')}
          value={view}
          data={VIEWS.map(value => ({ value, label: t(`runs.views.${value}`) }))}
          onChange={value => setView((value ?? 'all') as ListView)}
        />
      </div>
      {rows.length === 0 && <p className={`soft ${styles.noMatch}`}>{t('common.noMatch')}</p>}
      <Rows rows={rows} chosen={chosen} selected={selected} onSelect={runId => setSelected(toggled(selected, runId))} />
      {marked.length > 0 && (
        <div className={styles.marked} role="group" aria-label={t('runs.selected', { count: marked.length })}>
          <span className="grow">{t('runs.selected', { count: marked.length })}</span>
          <Button variant="default" size="compact-xs" onClick={() => setSelected(new Set())}>
            {t('runs.clear')}
          </Button>
          <Button variant="default" size="compact-xs" onClick={removeMarked}>
            {t('runs.delete')}
          </Button>
        </div>
      )}
    </nav>
  );
}

interface RowsProps {
  readonly rows: readonly ListRow[];
  readonly chosen: string;
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (runId: string) => void;
}

/** Only the rows in view are there. */
function Rows({ rows, chosen, selected, onSelect }: RowsProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are called in this component only, and never memoised
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: i => HEIGHTS[rows[i]?.kind ?? 'run'],
    getItemKey: i => keyOf(rows[i]),
    overscan: 6,
  });
  const at = rows.findIndex(row => row.kind === 'run' && row.run.id === chosen);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
    // Follows the choice, not every renewal of the list.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [chosen]);
  const queue = rows.filter(row => row.kind === 'run' && row.run.place !== null).length;
  return (
    <div ref={scroller} className={styles.scroller}>
      <ul className={styles.list} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(item => {
          const row = rows[item.index]!;
          return (
            <li
              key={item.key}
              className={styles.place}
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
            >
              {row.kind === 'heading' ? (
                <h2 className={styles.heading}>
                  {t(`runs.${row.heading}`)} <span className="faint">{row.count}</span>
                </h2>
              ) : (
                <RunItem
                  run={row.run}
                  current={row.run.id === chosen}
                  queue={queue}
                  selected={selected.has(row.run.id)}
                  onSelect={() => onSelect(row.run.id)}
                />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function keyOf(row: ListRow | undefined): string {
  return row === undefined ? '' : row.kind === 'heading' ? row.heading : row.run.id;
}

function toggled(selected: ReadonlySet<string>, runId: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(runId)) next.add(runId);
  return next;
}
