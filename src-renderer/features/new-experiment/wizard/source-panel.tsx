import { NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { GlimpsedColumn, SourceGlimpse } from '../../../../src-shared/domain/source-glimpse.ts';
import { FailureNote } from '../../../components/error-note.tsx';
import { Panel } from '../../../components/page.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { useMessage } from '../../../components/use-message.ts';
import { useSpecText } from '../../../components/use-spec-text.ts';
import { useForm } from '../form/form-model.tsx';
import { mayName, roleOf, withRole, type ColumnRole } from './column-roles.ts';
import { SourceSamples } from './source-samples.tsx';
import styles from './source-panel.module.css';
import type { SourceGlimpseState } from './use-source-glimpse.ts';

/** More columns than this are searched by name, and more than the second not all drawn. */
const SEARCHED = 12;
const MOST_SHOWN = 60;
const SHOWN_VALUES = 3;

/** What lies in the source, and what each column of it is for. */
export function SourcePanel({ state, main }: { state: SourceGlimpseState; main: string }) {
  const { t } = useTranslation();
  const { glimpse, isLooking, failure } = state;
  return (
    <Panel title={t('new.glimpse.title')} className={styles.panel ?? ''}>
      {failure !== null && <FailureNote failure={failure} />}
      {failure === null && glimpse === null && <p className="soft">{isLooking ? t('new.glimpse.looking') : t('new.glimpse.later')}</p>}
      {failure === null && glimpse !== null && (
        <div aria-busy={isLooking} className={styles.parts}>
          <Size glimpse={glimpse} />
          {glimpse.columns.length > 0 && <Columns state={state} glimpse={glimpse} main={main} />}
          {glimpse.samples.length > 0 && <SourceSamples samples={glimpse.samples} />}
          {glimpse.classes.length > 0 && <Classes classes={glimpse.classes} />}
        </div>
      )}
    </Panel>
  );
}

function Size({ glimpse: { files, bytes, looked, columns, classes } }: { glimpse: SourceGlimpse }) {
  const { t } = useTranslation();
  const format = useFormat();
  const texts = [
    t('new.glimpse.files', { count: files, shown: format.count(files) }),
    format.bytes(bytes),
    ...(columns.length > 0 ? [t('new.glimpse.columns', { count: columns.length, shown: format.count(columns.length) })] : []),
    ...(classes.length > 0 ? [t('new.glimpse.classes', { count: classes.length, shown: format.count(classes.length) })] : []),
  ];
  return (
    <p className="soft small">
      {texts.join(' · ')}
      {classes.length === 0 && ` · ${t('new.glimpse.looked', { count: looked, shown: format.count(looked) })}`}
    </p>
  );
}

function Columns({ state, glimpse, main }: { state: SourceGlimpseState; glimpse: SourceGlimpse; main: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [search, setSearch] = useState('');
  const found = glimpse.columns
    .map((column, place) => ({ column, place }))
    .filter(({ column }) => column.name.toLowerCase().includes(search.toLowerCase()));
  const hidden = found.length - MOST_SHOWN;
  return (
    <>
      {glimpse.columns.length > SEARCHED && (
        <TextInput
          size="xs"
          value={search}
          placeholder={t('new.glimpse.search')}
          aria-label={t('new.glimpse.search')}
          onChange={event => setSearch(event.currentTarget.value)}
        />
      )}
      <ul className={styles.columns} aria-label={t('new.glimpse.columnList')}>
        {found.slice(0, MOST_SHOWN).map(({ column, place }) => (
          <Column
            key={column.name}
            {...{ state, column, main }}
            values={glimpse.rows.slice(0, SHOWN_VALUES).map(row => row[place] ?? '')}
          />
        ))}
      </ul>
      {hidden > 0 && <p className="soft small">{t('new.glimpse.hidden', { count: hidden, shown: format.count(hidden) })}</p>}
    </>
  );
}

interface ColumnProps {
  readonly state: SourceGlimpseState;
  readonly main: string;
  readonly column: GlimpsedColumn;
  /** Its first ones. */
  readonly values: readonly string[];
}

function Column({ state: { step, fields }, main, column, values }: ColumnProps) {
  const { t } = useTranslation();
  const { dispatch } = useForm();
  const message = useMessage();
  const options = useRoleOptions(column, fields);
  const role = roleOf(step, column.name, fields);
  const use = (key: string): void => {
    const chosen = options.find(option => option.key === key)?.role ?? null;
    dispatch({ type: 'set', path: ['steps', main], value: withRole(step, column.name, chosen, fields) });
  };
  const groups = [...new Set(options.map(({ group }) => group))];
  return (
    <li className={styles.column} data-used={role !== null || undefined}>
      <span className={styles.name} title={column.name}>
        <bdi>{column.name}</bdi>
      </span>
      <NativeSelect
        size="xs"
        className={styles.role ?? ''}
        aria-label={t('new.glimpse.use', { column: column.name })}
        value={keyOf(role)}
        onChange={event => use(event.currentTarget.value)}
      >
        {groups.map(group => {
          const inGroup = options
            .filter(option => option.group === group)
            .map(({ key, text }) => (
              <option key={key} value={key}>
                {text}
              </option>
            ));
          return group === '' ? (
            inGroup
          ) : (
            <optgroup key={group} label={group}>
              {inGroup}
            </optgroup>
          );
        })}
      </NativeSelect>
      <span className={`${styles.values} faint small`}>
        {column.type !== null && <b className="soft">{t(`data.types.${column.type}`)}</b>}
        {values.map((value, i) => (
          <bdi key={i} title={value}>
            {value === '' ? '–' : value}
          </bdi>
        ))}
      </span>
      {column.warning !== null && role === null && <span className={`${styles.warning} small soft`}>{message(column.warning)}</span>}
    </li>
  );
}

interface RoleOption {
  readonly key: string;
  readonly text: string;
  /** '' for those that stand first. */
  readonly group: string;
  readonly role: ColumnRole | null;
}

function useRoleOptions(column: GlimpsedColumn, fields: SourceGlimpseState['fields']): readonly RoleOption[] {
  const { t } = useTranslation();
  const { catalog } = useForm();
  const text = useSpecText();
  const plain =
    column.type === null ? t('new.glimpse.unused') : column.type === 'ignored' ? t('new.glimpse.ignored') : t('new.glimpse.input');
  const named = fields
    .filter(field => field.holds !== 'encodings' && mayName(field, column))
    .map(field => ({ group: '', role: { field, encoding: '' }, text: text(field.role) }));
  const encoded = fields
    .filter(field => field.holds === 'encodings')
    .flatMap(field =>
      (catalog['column-encoding'] ?? [])
        .filter(({ id }) => column.encodings.includes(id))
        .map(({ id, title }) => ({ group: t('new.glimpse.readAs'), role: { field, encoding: id }, text: text(title) })),
    );
  return [
    { key: keyOf(null), text: plain, group: '', role: null },
    ...[...named, ...encoded].map(option => ({ ...option, key: keyOf(option.role) })),
  ];
}

function keyOf(role: ColumnRole | null): string {
  return role === null ? '' : `${role.field.path.join('.')} ${role.encoding}`;
}

function Classes({ classes }: { classes: SourceGlimpse['classes'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const most = Math.max(...classes.map(({ items }) => items));
  const hidden = classes.length - MOST_SHOWN;
  return (
    <>
      <ul className={styles.classes} aria-label={t('new.glimpse.classList')}>
        {classes.slice(0, MOST_SHOWN).map(({ name, items }) => (
          <li key={name}>
            <bdi className={styles.name} title={name}>
              {name}
            </bdi>
            <span className={styles.bar} aria-hidden="true">
              <i style={{ width: `${(100 * items) / most}%` }} />
            </span>
            <span className={styles.count}>{format.count(items)}</span>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className="soft small">{t('new.glimpse.hiddenClasses', { count: hidden, shown: format.count(hidden) })}</p>}
    </>
  );
}
