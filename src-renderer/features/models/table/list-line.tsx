import { IconChevronDown, IconChevronRight, IconStar, IconStarFilled } from '@tabler/icons-react';
import { memo, type ReactNode } from 'react';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { Swatch } from '../../../components/swatch.tsx';
import { modelPath } from '../model-target.ts';
import { ModelCell } from './cells.tsx';
import { Check, type Mark } from './check.tsx';
import type { Column } from './columns.ts';
import { figureText } from './figure-text.ts';
import type { LineTools } from './line-tools.ts';
import { modelsOf, type TableRow } from './model-table-model.ts';
import { isSpread } from './spread.ts';
import styles from './table.module.css';

interface LineProps {
  readonly line: TableRow;
  readonly columns: readonly Column[];
  /** From 1, the head included. */
  readonly place: number;
  readonly current: boolean;
  readonly mark: Mark;
  readonly tools: LineTools;
}

export const ModelLine = memo(function ModelLine(props: LineProps) {
  const { line, columns, tools } = props;
  const row = line.original;
  const title = tools.names.model(row);
  return (
    <Line {...props} title={title} onOpen={() => tools.onOpen(row.id)}>
      <td className={styles.icon}>
        <Star row={row} title={title} tools={tools} />
      </td>
      {columns.map(({ id, figure }) =>
        id === 'name' ? (
          <th key={id} scope="row" className="text" data-inner={line.depth > 0 || undefined}>
            <Swatch colour={tools.colourOf(row.step)} />
            <a
              href={`#${modelPath(row.id)}`}
              data-handle
              onFocus={() => tools.onCursor(line.id)}
              onClick={event => event.stopPropagation()}
              title={row.note === '' ? title : `${title}\n${row.note}`}
            >
              {title}
            </a>
            {row.givenName !== null && <span className="faint small"> {tools.names.replicate(row.step, row.replicate)}</span>}
          </th>
        ) : (
          <td key={id} className={figure ? undefined : 'text'}>
            <ModelCell id={id} row={row} tools={tools} />
          </td>
        ),
      )}
    </Line>
  );
});

interface FrameProps extends LineProps {
  readonly title: string;
  readonly group?: boolean;
  readonly onOpen: () => void;
  readonly children: ReactNode;
}

/** A row that opens where it is clicked, with its checkbox. */
function Line({ line, place, current, mark, tools, title, group = false, onOpen, children }: FrameProps) {
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
        <Check label={tools.t('models.selectOne', { name: title })} mark={mark} onChange={range => tools.onSelect(line, range)} />
      </td>
      {children}
    </tr>
  );
}

function Star({ row, title, tools }: { row: ModelRow; title: string; tools: LineTools }) {
  return (
    <button
      type="button"
      className={styles.chevron}
      aria-label={tools.t('models.starOne', { name: title })}
      aria-pressed={row.starred}
      onClick={event => {
        event.stopPropagation();
        tools.onStar(row);
      }}
    >
      {row.starred ? <IconStarFilled size={14} className={styles.starred} aria-hidden="true" /> : <IconStar size={14} aria-hidden="true" />}
    </button>
  );
}

export const GroupLine = memo(function GroupLine(props: LineProps & { readonly open: boolean }) {
  const { line, columns, open, tools } = props;
  const members = modelsOf(line);
  const first = members[0]!;
  const title = groupTitle(tools, line.groupingColumnId, first);
  const Chevron = open ? IconChevronDown : IconChevronRight;
  return (
    <Line {...props} group title={title} onOpen={() => tools.onCollapse(line.id)}>
      <td className={styles.icon}>
        <button
          type="button"
          className={styles.chevron}
          aria-expanded={open}
          aria-label={title}
          data-handle
          onFocus={() => tools.onCursor(line.id)}
          onClick={event => {
            event.stopPropagation();
            tools.onCollapse(line.id);
          }}
        >
          <Chevron size={14} aria-hidden="true" />
        </button>
      </td>
      {columns.map(({ id, figure }) =>
        id === 'name' ? (
          <th key={id} scope="row" className="text">
            {title} <span className="faint small">{tools.t('models.inGroup', { count: members.length })}</span>
          </th>
        ) : (
          <td key={id} className={figure ? undefined : 'text'}>
            <GroupCell id={id} value={line.getValue(id)} first={first} tools={tools} />
          </td>
        ),
      )}
    </Line>
  );
});

/** What the members of a group have in common, in words. */
function groupTitle({ t, names }: LineTools, column: string | undefined, first: ModelRow): string {
  if (column === 'madeBy') return names.kind(first.kind);
  if (column === 'run') return first.runName;
  if (column === 'data') return first.dataName ?? t('models.noData');
  return first.step;
}

/** `97.88 % ± 0.12`, or what all members share. */
function GroupCell({ id, value, first, tools }: { id: Column['id']; value: unknown; first: ModelRow; tools: LineTools }) {
  if (!isSpread(value))
    return <span className="soft">{id === 'madeBy' && typeof value === 'string' ? tools.names.kind(value) : null}</span>;
  if (id === 'created') return null;
  const { text, spread } = figureText(tools.format, id, { value: value.mean, first, deviation: value.deviation });
  return (
    <span title={tools.t('models.meanHelp', { count: value.count })}>
      {text} {spread !== null && <span className="faint small">± {spread}</span>}
    </span>
  );
}
