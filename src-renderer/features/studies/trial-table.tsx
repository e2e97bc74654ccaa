import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StudyTrialView } from '../../../src-shared/contracts/studies.contract.ts';
import { Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { writeFigure, writeValue } from './study-figures.ts';
import type { StudySide } from './study-side.ts';
import styles from './studies.module.css';

const ROW = 32;

interface Column {
  readonly id: string;
  readonly title: string;
  readonly isText?: boolean;
  value(trial: StudyTrialView): number | string | null;
  text(trial: StudyTrialView): string;
}

/** All trials, sortable; only the rows in sight are there. */
export function TrialTable(side: StudySide) {
  const { study, chosen, onChoose } = side;
  const { t } = useTranslation();
  const columns = useColumns(side);
  const [sort, setSort] = useState<{ readonly id: string; readonly down: boolean }>({ id: 'number', down: false });
  const rows = useMemo(() => sorted(study.all, columns, sort), [study.all, columns, sort]);
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are called in this component only, and never memoised
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => box.current, estimateSize: () => ROW, overscan: 12 });
  const items = virtual.getVirtualItems();
  const [above, below] = [items[0]?.start ?? 0, virtual.getTotalSize() - (items.at(-1)?.end ?? 0)];
  return (
    <Panel flush>
      <div ref={box} className={styles.rows} tabIndex={0} role="group" aria-label={t('studies.tabs.trials')}>
        <table className="table" aria-rowcount={rows.length + 1}>
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column.id} className={column.isText === true ? 'text' : undefined} aria-sort={sortOf(column.id, sort)}>
                  <button
                    type="button"
                    className={styles.sort}
                    onClick={() => setSort({ id: column.id, down: sort.id === column.id ? !sort.down : false })}
                  >
                    {column.title}
                    <span aria-hidden="true">{sort.id === column.id ? (sort.down ? ' ↓' : ' ↑') : ''}</span>
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {above > 0 && <tr style={{ height: above }} aria-hidden="true" />}
            {items.map(({ index }) => {
              const trial = rows[index]!;
              return (
                <tr
                  key={trial.number}
                  aria-rowindex={index + 2}
                  data-chosen={trial.number === chosen || undefined}
                  className={styles.trialRow}
                >
                  {columns.map((column, i) => (
                    <td key={column.id} className={column.isText === true ? 'text' : undefined}>
                      {i === 0 ? (
                        <button type="button" className={styles.trialLink} onClick={() => onChoose(trial.number)}>
                          {column.text(trial)}
                        </button>
                      ) : (
                        column.text(trial)
                      )}
                    </td>
                  ))}
                </tr>
              );
            })}
            {below > 0 && <tr style={{ height: below }} aria-hidden="true" />}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function useColumns({ study: { dimensions, objectives } }: StudySide): readonly Column[] {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  return useMemo(() => {
    const write = (value: number | null | undefined, how: (value: number) => string): string =>
      value === null || value === undefined ? '' : how(value);
    return [
      { id: 'number', title: t('studies.trialNumber'), value: trial => trial.number, text: trial => String(trial.number) },
      {
        id: 'role',
        title: t('studies.role'),
        isText: true,
        value: trial => (trial.onAll ? 'onAll' : trial.role),
        text: trial => t(`studies.roles.${trial.onAll ? 'onAll' : trial.role}`),
      },
      {
        id: 'state',
        title: t('studies.state'),
        isText: true,
        value: trial => trial.state,
        text: trial => t(`studies.states.${trial.state}`),
      },
      ...objectives.map(({ metric }, i): Column => ({
        id: metric,
        title: names.figure(metric.replace('validation.', '')),
        value: trial => trial.values?.[i] ?? null,
        text: trial => write(trial.values?.[i], value => writeFigure(format, metric, value)),
      })),
      { id: 'epochs', title: t('studies.epochs'), value: trial => trial.epochs, text: trial => String(trial.epochs) },
      ...(objectives.some(({ metric }) => metric === 'parameters')
        ? []
        : [
            {
              id: 'parameters',
              title: names.figure('parameters'),
              value: (trial: StudyTrialView) => trial.costs?.parameters ?? null,
              text: (trial: StudyTrialView) => write(trial.costs?.parameters, format.compact),
            },
          ]),
      ...dimensions.map((dimension): Column => ({
        id: `= ${dimension.name}`,
        title: dimension.name,
        value: trial => trial.assignment[dimension.name] ?? null,
        text: trial => writeValue(format, dimension, trial.assignment[dimension.name]),
      })),
    ];
  }, [t, format, names, dimensions, objectives]);
}

function sortOf(id: string, sort: { readonly id: string; readonly down: boolean }): 'ascending' | 'descending' | undefined {
  if (sort.id !== id) return undefined;
  return sort.down ? 'descending' : 'ascending';
}

/** What has no value stands last, whichever way. */
function sorted(
  trials: readonly StudyTrialView[],
  columns: readonly Column[],
  { id, down }: { readonly id: string; readonly down: boolean },
): readonly StudyTrialView[] {
  const column = columns.find(each => each.id === id);
  if (column === undefined) return trials;
  return [...trials].sort((a, b) => {
    const [first, second] = [column.value(a), column.value(b)];
    if (first === null || second === null) return Number(first === null) - Number(second === null) || a.number - b.number;
    const order = typeof first === 'string' || typeof second === 'string' ? String(first).localeCompare(String(second)) : first - second;
    return (down ? -order : order) || a.number - b.number;
  });
}
