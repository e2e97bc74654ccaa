import { Tooltip, UnstyledButton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { Term } from '../../components/term.tsx';
import { columnsOf, type Column } from './columns.ts';
import styles from './compare.module.css';
import type { Figure } from './figures.ts';
import { SubjectRow } from './subject-row.tsx';
import type { Subject } from './subjects.ts';
import { bestRows, tableRows, type Sorting } from './table-rows.ts';
import { useFigureText } from './use-figure-text.ts';

interface SubjectTableProps {
  readonly subjects: readonly Subject[];
  readonly report: ComparisonReport | null;
  /** Model id. */
  readonly chosen: string | null;
  readonly onChoose: (modelId: string) => void;
}

/** Beyond, only the rows in view are there. */
const FEW_ROWS = 80;
const ROW_HEIGHT = 34;
const EVENTS = { hover: true, focus: true, touch: true } as const;

/** Every model with its figures; the best of each column marked, replicates of a step read as one. */
export function SubjectTable({ subjects, report, chosen, onChoose }: SubjectTableProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [sorting, setSorting] = useState<Sorting>({ figure: null, isReversed: false });
  const columns = useMemo(() => columnsOf(subjects), [subjects]);
  const rows = useMemo(() => tableRows(subjects, open, sorting), [subjects, open, sorting]);
  const best = useMemo(() => columns.map(column => bestRows(rows, column.figure, column.noise)), [columns, rows]);
  const scroller = useRef<HTMLDivElement>(null);
  const isLong = rows.length > FEW_ROWS;
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are called in this component only, and never memoised
  const virtual = useVirtualizer({
    count: rows.length,
    enabled: isLong,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
  });
  const inView = isLong ? virtual.getVirtualItems().map(item => item.index) : rows.map((_, i) => i);
  const above = isLong ? (virtual.getVirtualItems()[0]?.start ?? 0) : 0;
  const below = isLong ? virtual.getTotalSize() - (virtual.getVirtualItems().at(-1)?.end ?? 0) : 0;
  const width = columns.length + (report === null ? 1 : 2);
  const toggle = (name: string): void => {
    const next = new Set(open);
    if (!next.delete(name)) next.add(name);
    setOpen(next);
  };
  return (
    <div ref={scroller} className={`scroll-x ${isLong ? styles.long : ''}`} tabIndex={0} role="group" aria-label={t('compare.models')}>
      <table className="table" aria-rowcount={rows.length + 1}>
        <Head columns={columns} report={report} sorting={sorting} onSort={setSorting} />
        <tbody>
          <Spacer height={above} width={width} />
          {inView.map(i => {
            const row = rows[i]!;
            return (
              <SubjectRow
                key={row.kind === 'group' ? `group ${row.group.name}` : row.subject.modelId}
                row={row}
                columns={columns}
                best={best.map(set => set.has(row))}
                report={report}
                isChosen={row.kind !== 'group' && row.subject.modelId === chosen}
                onChoose={onChoose}
                onToggle={toggle}
              />
            );
          })}
          <Spacer height={below} width={width} />
        </tbody>
      </table>
    </div>
  );
}

function Spacer({ height, width }: { height: number; width: number }) {
  return height === 0 ? null : (
    <tr aria-hidden="true">
      <td colSpan={width} style={{ height, padding: 0 }} />
    </tr>
  );
}

interface HeadProps {
  readonly columns: readonly Column[];
  readonly report: ComparisonReport | null;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
}

function Head({ columns, report, sorting, onSort }: HeadProps) {
  const { t } = useTranslation();
  const text = useFigureText(report?.split ?? null);
  const engine = report?.models[0]?.latency.engine ?? '';
  const stateOf = (figure: Figure): 'ascending' | 'descending' | undefined => {
    if (sorting.figure?.id !== figure.id) return undefined;
    return (figure.better === 'less') === sorting.isReversed ? 'descending' : 'ascending';
  };
  const sort = (figure: Figure): void => {
    if (sorting.figure?.id !== figure.id) onSort({ figure, isReversed: false });
    else onSort(sorting.isReversed ? { figure: null, isReversed: false } : { figure, isReversed: true });
  };
  return (
    <thead className={styles.sticky}>
      <tr>
        <th className="text">{t('compare.model')}</th>
        {columns.map(({ figure, help, before }) => (
          <th key={figure.id} aria-sort={stateOf(figure)}>
            <Tooltip label={help === null ? t('compare.sort') : t(`figures.${help}`, { engine })} events={EVENTS}>
              <UnstyledButton className={styles.sort} onClick={() => sort(figure)}>
                {text.title(before ?? figure)}
                {before !== null && <span className="faint"> {text.title(figure)}</span>}
                <span aria-hidden="true" className={styles.arrow}>
                  {{ ascending: '↑', descending: '↓', none: '' }[stateOf(figure) ?? 'none']}
                </span>
              </UnstyledButton>
            </Tooltip>
          </th>
        ))}
        {report !== null && (
          <th>
            <Term text={t('compare.gainedLost')} help={t('compare.gainedLostHelp', { name: report.models[0]?.name ?? '' })} />
          </th>
        )}
      </tr>
    </thead>
  );
}
