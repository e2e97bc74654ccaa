import { ActionIcon, Button, Checkbox, Popover, Select, TextInput } from '@mantine/core';
import { IconColumns3, IconStar, IconStarFilled } from '@tabler/icons-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../components/use-format.ts';
import { useNames } from '../../../components/use-names.ts';
import { FLOATING } from '../floating.ts';
import { COLUMNS } from './columns.ts';
import type { choicesOf } from './filter-rows.ts';
import styles from './table.module.css';
import { GROUPINGS, isFiltered, type Grouping, type TableView } from './table-view.ts';
import { ViewsMenu } from './views-menu.tsx';

interface ListToolsProps {
  readonly view: TableView;
  readonly onChange: (view: TableView) => void;
  readonly choices: ReturnType<typeof choicesOf>;
  readonly shown: number;
  readonly all: number;
  readonly filterRef: Ref<HTMLInputElement>;
}

/** Filters left, the form of the table right. */
export function ListTools({ view, onChange, choices, shown, all, filterRef }: ListToolsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={styles.tools} role="search" aria-label={t('models.filter')}>
      <TextInput
        ref={filterRef}
        size="xs"
        w={200}
        placeholder={t('models.filter')}
        aria-label={t('models.filter')}
        value={view.text}
        onChange={event => onChange({ ...view, text: event.currentTarget.value })}
        onKeyDown={event => event.key === 'Escape' && event.currentTarget.blur()}
      />
      <ActionIcon
        variant="default"
        size={30}
        aria-label={t('models.onlyStarred')}
        aria-pressed={view.starred}
        title={t('models.onlyStarred')}
        onClick={() => onChange({ ...view, starred: !view.starred })}
      >
        {view.starred ? (
          <IconStarFilled size={15} className={styles.starred} aria-hidden="true" />
        ) : (
          <IconStar size={15} aria-hidden="true" />
        )}
      </ActionIcon>
      <Choice name="kind" view={view} choices={choices} onChange={onChange} />
      <Choice name="data" view={view} choices={choices} onChange={onChange} />
      <Choice name="tag" view={view} choices={choices} onChange={onChange} />
      <span className="soft grow" role="status">
        {isFiltered(view)
          ? t('models.someOf', { shown: format.count(shown), all: format.count(all) })
          : t('models.count', { count: all, replace: { count: format.count(all) } })}
      </span>
      <Select
        w={150}
        aria-label={t('models.groupBy')}
        value={view.group}
        data={GROUPINGS.map(value => ({ value, label: t(`models.groups.${value}`) }))}
        onChange={value => onChange({ ...view, group: (value ?? 'none') as Grouping })}
      />
      <ColumnPicker view={view} onChange={onChange} />
      <ViewsMenu view={view} onChange={onChange} />
    </div>
  );
}

/** Offered only where there is something to choose from. */
function Choice({
  name,
  view,
  choices,
  onChange,
}: Pick<ListToolsProps, 'view' | 'choices' | 'onChange'> & { name: 'kind' | 'data' | 'tag' }) {
  const { t } = useTranslation();
  const names = useNames();
  const values = choices[name];
  if (values.length < (name === 'tag' ? 1 : 2) && view[name] === null) return null;
  return (
    <Select
      w={130}
      clearable
      allowDeselect
      aria-label={t(`models.filters.${name}`)}
      placeholder={t(`models.filters.${name}`)}
      value={view[name]}
      data={[...new Set([...values, ...(view[name] === null ? [] : [view[name]])])].map(value => ({
        value,
        label: name === 'kind' ? names.kind(value) : value,
      }))}
      clearButtonProps={{ 'aria-label': t('models.anyValue') }}
      onChange={value => onChange({ ...view, [name]: value })}
    />
  );
}

function ColumnPicker({ view, onChange }: Pick<ListToolsProps, 'view' | 'onChange'>) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" portalProps={FLOATING} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={15} aria-hidden="true" />}>
          {t('models.columnsButton')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('models.columnsButton')}>
        <div className={styles.columnList}>
          {COLUMNS.filter(({ id }) => id !== 'name').map(({ id }) => (
            <Checkbox
              key={id}
              size="xs"
              label={t(`models.columns.${id}`)}
              checked={view.columns.includes(id)}
              onChange={event => {
                const wanted = event.currentTarget.checked ? [...view.columns, id] : view.columns.filter(each => each !== id);
                onChange({ ...view, columns: wanted });
              }}
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
