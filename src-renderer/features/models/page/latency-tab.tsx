import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import type { ModelUses } from '../../../../src-shared/contracts/models.contract.ts';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { EmptyState } from '../../../components/empty-state.tsx';
import { FailureNote } from '../../../components/error-note.tsx';
import { LatencyResult } from '../../../components/latency-result/latency-result.tsx';
import { Loaded } from '../../../components/loading.tsx';
import { Panel } from '../../../components/page.tsx';
import { TimeAgo } from '../../../components/time.tsx';
import { wizardPath } from '../../../ipc/draft.ts';
import { useModelUses, useStartAfresh } from '../../../ipc/model-queries.ts';
import { recipeOfTimes } from './model-recipes.ts';
import styles from '../models.module.css';

/** What the files of the model were timed at, the newest measurement first. */
export function LatencyTab({ row }: { row: ModelRow }) {
  const { t } = useTranslation();
  const uses = useModelUses(row.id);
  return (
    <Loaded query={uses} heights={[320]}>
      {found =>
        found.latencies.length === 0 ? (
          <EmptyState text={t('latency.none')} action={<Ways row={row} uses={found} />} />
        ) : (
          <div className={styles.stack}>
            {found.latencies.map(({ jobId, runId, atMs, report }, i) => (
              <Panel
                key={jobId}
                title={
                  <>
                    {t('latency.newest')} <TimeAgo atMs={atMs} />
                  </>
                }
                aside={
                  <>
                    <Link href={`/runs/${runId}`}>{t('latency.openRun')}</Link>
                    {i === 0 && <Ways row={row} uses={found} />}
                  </>
                }
              >
                <LatencyResult report={report} />
              </Panel>
            ))}
          </div>
        )
      }
    </Loaded>
  );
}

function Ways({ row, uses }: { row: ModelRow; uses: ModelUses }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const start = useStartAfresh();
  return (
    <>
      <Button
        loading={start.isPending}
        onClick={() => start.mutate(recipeOfTimes(row, uses.files), { onSuccess: ({ runId }) => navigate(`/runs/${runId}`) })}
      >
        {t(uses.latencies.length === 0 ? 'latency.start' : 'latency.again')}
      </Button>
      <Button variant="default" component={Link} href={wizardPath('latency', `model:${row.id}`)}>
        {t('latency.choose')}
      </Button>
      {start.error !== null && <FailureNote failure={start.error} />}
    </>
  );
}
