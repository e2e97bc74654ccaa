import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { RunView } from '../../../src-shared/contracts/views.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { JobStateMark } from '../../components/job-state-mark.tsx';
import { Loaded } from '../../components/loading.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useRuns } from '../../ipc/queries.ts';
import { RunDetail } from './run-detail.tsx';
import styles from './runs.module.css';

export function RunsScreen({ id }: { id?: string }) {
  const { t } = useTranslation();
  const runs = useRuns();
  return (
    <Loaded query={runs} title={t('runs.title')}>
      {rows => {
        const chosen = id ?? rows[0]?.id;
        if (chosen === undefined) {
          return (
            <div className={styles.none}>
              <h1 className="visually-hidden">{t('runs.title')}</h1>
              <EmptyState
                text={t('runs.empty')}
                action={
                  <Button component={Link} href="/new">
                    {t('commands.newExperiment')}
                  </Button>
                }
              />
            </div>
          );
        }
        return (
          <SplitView name="runs" list={<RunList runs={rows} chosen={chosen} />}>
            <RunDetail key={chosen} runId={chosen} />
          </SplitView>
        );
      }}
    </Loaded>
  );
}

function RunList({ runs, chosen }: { runs: readonly RunView[]; chosen: string }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const shown = runs.filter(run => run.name.toLowerCase().includes(filter.trim().toLowerCase()));
  return (
    <nav aria-label={t('runs.title')}>
      <div className={styles.filter}>
        <TextInput
          size="xs"
          placeholder={t('runs.filter')}
          aria-label={t('runs.filter')}
          value={filter}
          onChange={event => setFilter(event.currentTarget.value)}
        />
      </div>
      {shown.length === 0 && <p className={`soft ${styles.filter}`}>{t('common.noMatch')}</p>}
      <ul className={styles.list}>
        {shown.map(run => (
          <RunItem key={run.id} run={run} current={run.id === chosen} />
        ))}
      </ul>
    </nav>
  );
}

function RunItem({ run, current }: { run: RunView; current: boolean }) {
  const format = useFormat();
  return (
    <li>
      <Link href={`/runs/${run.id}`} className={styles.item} aria-current={current ? 'page' : undefined}>
        <span className={styles.itemName}>{run.name}</span>
        <span className="soft small nowrap">
          <TimeAgo atMs={run.createdMs} />
        </span>
        <JobStateMark state={run.state} />
        {run.state === 'running' && <span className="soft small">{format.percent(run.fraction, 0)}</span>}
      </Link>
    </li>
  );
}
