import { ActionIcon, Checkbox } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconStar, IconStarFilled } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { useSeriesColours } from '../../../components/series-colours.ts';
import { Swatch } from '../../../components/swatch.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { useNames } from '../../../components/use-names.ts';
import { useLabelModels } from '../../../ipc/model-queries.ts';
import { modelPath } from '../model-target.ts';
import { ModelCell } from './cells.tsx';
import type { Column } from './columns.ts';
import { figureText } from './figure-text.ts';
import { modelsOf, type TableRow } from './model-table-model.ts';
import { isSpread } from './spread.ts';
import styles from './table.module.css';

interface LineProps {
  readonly line: TableRow;
  readonly columns: readonly Column[];
  /** From 1, the head included. */
  readonly place: number;
  readonly current: boolean;
  readonly mark: 'all' | 'some' | 'none';
  readonly onSelect: (range: boolean) => void;
  readonly onCursor: () => void;
}

export function ModelLine({ line, columns, place, current, mark, onSelect, onCursor }: LineProps) {
  const names = useNames();
  const colourOf = useSeriesColours();
  const [, navigate] = useLocation();
  const row = line.original;
  const title = names.model(row);
  return (
    <Line place={place} current={current} mark={mark} title={title} onSelect={onSelect} onOpen={() => navigate(modelPath(row.id))}>
      <td className={styles.icon}>
        <Star row={row} title={title} />
      </td>
      {columns.map(({ id, figure }) =>
        id === 'name' ? (
          <th key={id} scope="row" className="text" data-inner={line.depth > 0 || undefined}>
            <Swatch colour={colourOf(row.step)} />
            <Link
              href={modelPath(row.id)}
              data-handle
              onFocus={onCursor}
              onClick={event => event.stopPropagation()}
              title={row.note === '' ? title : `${title}\n${row.note}`}
            >
              {title}
            </Link>
            {row.givenName !== null && <span className="faint small"> {names.replicate(row.step, row.replicate)}</span>}
          </th>
        ) : (
          <td key={id} className={figure ? undefined : 'text'}>
            <ModelCell id={id} row={row} />
          </td>
        ),
      )}
    </Line>
  );
}

interface FrameProps extends Pick<LineProps, 'place' | 'current' | 'mark' | 'onSelect'> {
  readonly title: string;
  readonly group?: boolean;
  readonly onOpen: () => void;
  readonly children: ReactNode;
}

/** A row that opens where it is clicked, with its checkbox. */
function Line({ place, current, mark, title, group = false, onSelect, onOpen, children }: FrameProps) {
  const { t } = useTranslation();
  return (
    <tr
      data-link
      data-group={group || undefined}
      data-current={current || undefined}
      data-selected={mark !== 'none' || undefined}
      aria-rowindex={place}
      onClick={onOpen}
    >
      <td className={styles.icon} onClick={event => event.stopPropagation()}>
        <Checkbox
          size="xs"
          aria-label={t('models.selectOne', { name: title })}
          checked={mark === 'all'}
          indeterminate={mark === 'some'}
          onChange={event => onSelect((event.nativeEvent as MouseEvent).shiftKey)}
        />
      </td>
      {children}
    </tr>
  );
}

function Star({ row, title }: { row: ModelRow; title: string }) {
  const { t } = useTranslation();
  const label = useLabelModels();
  return (
    <ActionIcon
      size="sm"
      aria-label={t('models.starOne', { name: title })}
      aria-pressed={row.starred}
      onClick={event => {
        event.stopPropagation();
        label.mutate({ modelIds: [row.id], starred: !row.starred });
      }}
    >
      {row.starred ? <IconStarFilled size={14} className={styles.starred} aria-hidden="true" /> : <IconStar size={14} aria-hidden="true" />}
    </ActionIcon>
  );
}

export function GroupLine({ line, columns, onCollapse, onCursor, ...frame }: LineProps & { readonly onCollapse: () => void }) {
  const { t } = useTranslation();
  const members = modelsOf(line);
  const first = members[0]!;
  const open = line.getIsExpanded();
  const title = useGroupTitle()(line.groupingColumnId, first);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <Line {...frame} group title={title} onOpen={onCollapse}>
      <td className={styles.icon}>
        <button
          type="button"
          className={styles.chevron}
          aria-expanded={open}
          aria-label={title}
          data-handle
          onFocus={onCursor}
          onClick={event => {
            event.stopPropagation();
            onCollapse();
          }}
        >
          <Chevron size={14} aria-hidden="true" />
        </button>
      </td>
      {columns.map(({ id, figure }) =>
        id === 'name' ? (
          <th key={id} scope="row" className="text">
            {title} <span className="faint small">{t('models.inGroup', { count: members.length })}</span>
          </th>
        ) : (
          <td key={id} className={figure ? undefined : 'text'}>
            <GroupCell id={id} value={line.getValue(id)} first={first} />
          </td>
        ),
      )}
    </Line>
  );
}

/** What the members of a group have in common, in words. */
function useGroupTitle(): (column: string | undefined, first: ModelRow) => string {
  const { t } = useTranslation();
  const names = useNames();
  return (column, first) => {
    if (column === 'madeBy') return names.kind(first.kind);
    if (column === 'run') return first.runName;
    if (column === 'data') return first.dataName ?? t('models.noData');
    return first.step;
  };
}

/** `97.88 % ± 0.12`, or what all members share. */
function GroupCell({ id, value, first }: { id: Column['id']; value: unknown; first: ModelRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  if (!isSpread(value)) return <span className="soft">{id === 'madeBy' && typeof value === 'string' ? names.kind(value) : null}</span>;
  if (id === 'created') return null;
  const { text, spread } = figureText(format, id, { value: value.mean, first, deviation: value.deviation });
  return (
    <span title={t('models.meanHelp', { count: value.count })}>
      {text} {spread !== null && <span className="faint small">± {spread}</span>}
    </span>
  );
}
