import { Tooltip, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { Swatch } from '../../components/swatch.tsx';
import { useErrorText } from '../../components/figures.tsx';
import { useFormat } from '../../components/use-format.ts';
import { gainedLostOf, type Column } from './columns.ts';
import styles from './compare.module.css';
import type { Subject } from './subjects.ts';
import { rowValue, type TableRow } from './table-rows.ts';
import { useFigureText } from './use-figure-text.ts';

interface SubjectRowProps {
  readonly row: TableRow;
  readonly columns: readonly Column[];
  /** Per column. */
  readonly best: readonly boolean[];
  readonly report: ComparisonReport | null;
  readonly isChosen: boolean;
  readonly onChoose: (modelId: string) => void;
  readonly onToggle: (group: string) => void;
}

export function SubjectRow({ row, columns, best, report, isChosen, onChoose, onToggle }: SubjectRowProps) {
  const choose = row.kind === 'group' ? () => onToggle(row.group.name) : () => onChoose(row.subject.modelId);
  return (
    <tr data-link data-selected={isChosen || undefined} onClick={choose}>
      <th scope="row" className={`text ${row.kind === 'member' ? styles.member : ''}`}>
        {row.kind === 'group' ? (
          <GroupName row={row} onToggle={onToggle} />
        ) : (
          <ModelName subject={row.subject} isMember={row.kind === 'member'} />
        )}
      </th>
      {columns.map((column, i) => (
        <Cell key={column.figure.id} row={row} column={column} isBest={best[i] ?? false} report={report} />
      ))}
      {report !== null && <GainedLost report={report} row={row} />}
    </tr>
  );
}

function GroupName({ row, onToggle }: { row: Extract<TableRow, { kind: 'group' }>; onToggle: (group: string) => void }) {
  const { t } = useTranslation();
  const { name, members } = row.group;
  return (
    <UnstyledButton
      className={styles.group}
      aria-expanded={row.isOpen}
      onClick={event => {
        event.stopPropagation();
        onToggle(name);
      }}
    >
      {row.isOpen ? <IconChevronDown size={14} aria-hidden="true" /> : <IconChevronRight size={14} aria-hidden="true" />}
      <Swatch colour={members[0]?.colour ?? ''} />
      <b>{name}</b>
      <span className="faint small">{t('compare.meanOf', { count: members.length })}</span>
    </UnstyledButton>
  );
}

function ModelName({ subject, isMember }: { subject: Subject; isMember: boolean }) {
  const { modelId, label, colour, row } = subject;
  return (
    <>
      {!isMember && <Swatch colour={colour} />}
      {row === null ? (
        <b>{label}</b>
      ) : (
        <Link href={`/models/${modelId}`} onClick={event => event.stopPropagation()}>
          {label}
        </Link>
      )}
      {row !== null && !isMember && <span className="faint small"> {row.runName}</span>}
    </>
  );
}

interface CellProps {
  readonly row: TableRow;
  readonly column: Column;
  readonly isBest: boolean;
  readonly report: ComparisonReport | null;
}

function Cell({ row, column: { figure, before }, isBest, report }: CellProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const text = useFigureText(report?.split ?? null);
  const more = useMore(row, figure.id);
  const exactText = useExactText();
  const found = rowValue(row, figure);
  if (found === null) return <td className="faint">{t('common.none')}</td>;
  const first = before === null ? null : rowValue(row, before);
  const isExact = figure.unit === 'count' && figure.name !== 'multiplyAdds' && Number.isInteger(found.value);
  const shown = isExact ? format.count(found.value) : text.value(figure, found.value);
  return (
    <td>
      {first !== null && <span>{text.value(figure, first.value)} </span>}
      <Best is={isBest} isQuiet={before !== null}>
        <span title={exactText(figure, found.value)}>
          {more === null ? (
            shown
          ) : (
            <Tooltip label={more}>
              <span>{shown}</span>
            </Tooltip>
          )}
        </span>
      </Best>
      {found.interval !== null && <span className="faint small"> {text.interval(figure, found.interval)}</span>}
    </td>
  );
}

/** A number in full, for the hover of one that is shortened. */
function useExactText(): (figure: Column['figure'], value: number) => string | undefined {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ unit }, value) => {
    if (unit === 'count') return format.count(value);
    return unit === 'bytes' ? t('common.exactBytes', { count: value, replace: { count: format.count(value) } }) : undefined;
  };
}

/** What else there is to know, on hover: the count of errors, or the slow calls and the throughput. */
function useMore(row: TableRow, figureId: string): string | null {
  const { t } = useTranslation();
  const format = useFormat();
  const errorText = useErrorText();
  const measured = row.kind === 'group' ? null : row.subject.measured;
  if (measured === null) return null;
  if (figureId === 'measured.error') {
    const { error } = measured.evaluation.metrics;
    return error === undefined ? null : errorText(measured.evaluation, error);
  }
  if (figureId !== 'cost.latency') return null;
  const { p95Ms, throughput } = measured.latency;
  const perSecond = t('figures.itemsPerSecond', { count: throughput, replace: { count: format.compact(throughput) } });
  return `${t('figures.latencyP95')} ${format.duration(p95Ms)} · ${perSecond}`;
}

/** Bold, in the accent, with a mark, and in words for those who hear it. */
function Best({ is, isQuiet, children }: { is: boolean; isQuiet: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  if (!is) return <span className={isQuiet ? 'faint small' : undefined}>{children}</span>;
  return (
    <span className={`best ${isQuiet ? 'small' : ''}`}>
      <span aria-hidden="true" className={styles.bestMark}>
        ▲
      </span>
      <span className="visually-hidden">{t('compare.best')} </span>
      {children}
    </span>
  );
}

function GainedLost({ report, row }: { report: ComparisonReport; row: TableRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const counts = row.kind === 'group' ? null : gainedLostOf(report, row.subject.modelId);
  if (counts === null) return <td className="faint">{t('common.none')}</td>;
  return (
    <td>
      <span className="better">+{format.count(counts.gained)}</span> <span className="worse">−{format.count(counts.lost)}</span>
    </td>
  );
}
