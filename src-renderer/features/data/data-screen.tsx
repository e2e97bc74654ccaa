import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { DataRow } from '../../../src-shared/contracts/views.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loading.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useKeys } from '../../components/use-keys.ts';
import { wizardPath } from '../../ipc/draft.ts';
import { useDataSets } from '../../ipc/queries.ts';
import { DataDetail } from './data-detail.tsx';
import styles from './data.module.css';

export function DataScreen({ id }: { id?: string }) {
  const { t } = useTranslation();
  const data = useDataSets();
  return (
    <Loaded query={data} title={t('data.title')}>
      {rows => {
        const chosen = id ?? rows[0]?.id;
        return chosen === undefined ? (
          <NoData />
        ) : (
          <SplitView name="data" list={<DataList rows={rows} chosen={chosen} />}>
            <DataDetail key={chosen} dataId={chosen} />
          </SplitView>
        );
      }}
    </Loaded>
  );
}

function NoData() {
  const { t } = useTranslation();
  return (
    <div className={styles.none}>
      <h1 className="visually-hidden">{t('data.title')}</h1>
      <EmptyState
        text={t('data.empty')}
        action={
          <Button component={Link} href={wizardPath('import-data')}>
            {t('data.import')}
          </Button>
        }
      />
    </div>
  );
}

function DataList({ rows, chosen }: { rows: readonly DataRow[]; chosen: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const [text, setText] = useState('');
  const filter = useRef<HTMLInputElement>(null);
  const shown = rows.filter(row => row.name.toLowerCase().includes(text.trim().toLowerCase()));
  const step = (by: 1 | -1): void => {
    const next = shown[shown.findIndex(row => row.id === chosen) + by];
    if (next !== undefined) navigate(`/data/${next.id}`);
  };
  useKeys({ j: () => step(1), k: () => step(-1), '/': () => filter.current?.focus() });
  return (
    <>
      <div className={styles.filter}>
        <TextInput
          ref={filter}
          size="xs"
          placeholder={t('data.filter')}
          aria-label={t('data.filter')}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
        <ActionIcon
          component={Link}
          href={wizardPath('import-data')}
          variant="default"
          size={30}
          aria-label={t('data.import')}
          title={t('data.import')}
        >
          <IconPlus size={15} aria-hidden="true" />
        </ActionIcon>
      </div>
      <nav aria-label={t('data.title')}>
        {shown.length === 0 && <p className={`soft ${styles.filter}`}>{t('common.noMatch')}</p>}
        <ul className={styles.list}>
          {shown.map(row => (
            <li key={row.id}>
              <Link href={`/data/${row.id}`} className={styles.item} aria-current={row.id === chosen ? 'page' : undefined}>
                <b className="ellipsis">{row.name}</b>
                <span className="soft small nowrap">
                  <TimeAgo atMs={row.createdMs} />
                </span>
                <span className="soft small">
                  {t('data.itemsCount', { items: format.count(row.output.summary.items) })} · {format.shape(row.output.summary.inputShape)}
                </span>
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
