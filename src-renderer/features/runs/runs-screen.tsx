import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loading.tsx';
import { SplitView } from '../../components/split-view.tsx';
import { useRunFacts } from '../../ipc/run-facts.ts';
import { RunDetail } from './run-detail.tsx';
import { RunList } from './run-list.tsx';
import { parseTarget } from './run-target.ts';
import styles from './runs.module.css';

export function RunsScreen({ id }: { id?: string }) {
  const { t } = useTranslation();
  const runs = useRunFacts();
  const target = parseTarget(id);
  return (
    <Loaded query={runs} title={t('runs.title')}>
      {rows => {
        const chosen = target.runId ?? (rows.find(run => run.place === 1) ?? rows[0])?.id;
        return chosen === undefined ? (
          <NoRuns />
        ) : (
          <SplitView name="runs" list={<RunList runs={rows} chosen={chosen} />}>
            <RunDetail key={chosen} target={{ ...target, runId: chosen }} />
          </SplitView>
        );
      }}
    </Loaded>
  );
}

function NoRuns() {
  const { t } = useTranslation();
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
