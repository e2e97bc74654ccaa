import { Link } from 'wouter';
import { useTranslation } from 'react-i18next';
import type { DataRow } from '../../../src-shared/contracts/views.ts';
import { SPLITS } from '../../../src-shared/domain/dataset.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Loaded } from '../../components/loading.tsx';
import { Details, Page, Panel } from '../../components/page.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useDataSets } from '../../ipc/queries.ts';
import { Button } from '@mantine/core';
import styles from './data.module.css';

export function DataScreen() {
  const { t } = useTranslation();
  const data = useDataSets();
  return (
    <Page title={t('data.title')}>
      <Loaded query={data}>
        {rows =>
          rows.length === 0 ? (
            <EmptyState
              text={t('data.empty')}
              action={
                <Button component={Link} href="/new">
                  {t('commands.newExperiment')}
                </Button>
              }
            />
          ) : (
            rows.map(row => <DataCard key={row.id} row={row} />)
          )
        }
      </Loaded>
    </Page>
  );
}

function DataCard({ row }: { row: DataRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { summary, manifest } = row.output;
  return (
    <Panel
      title={row.name}
      aside={
        <span className="faint small">
          <TimeAgo atMs={row.createdMs} />
        </span>
      }
    >
      <div className={styles.card}>
        <Details
          rows={[
            [t('data.items'), format.count(summary.items)],
            [t('data.input'), format.shape(summary.inputShape)],
            [t('data.classes'), <Classes key="classes" row={row} />],
            [
              t('models.dataArtifact'),
              <span key="hash" className="mono">
                {manifest.hash}
              </span>,
            ],
          ]}
        />
        <SplitBar row={row} />
        {summary.warnings.length > 0 && (
          <div>
            <h3>{t('data.warnings')}</h3>
            <ul className={styles.warnings}>
              {summary.warnings.map(warning => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Panel>
  );
}

function Classes({ row }: { row: DataRow }) {
  const { t } = useTranslation();
  const { classes, task } = row.output.summary;
  return (
    <>
      {t(`data.task.${task}`, { count: classes.length })}
      <span className={styles.classes}>
        {classes.slice(0, 40).map(name => (
          <span key={name} className={styles.class}>
            {name}
          </span>
        ))}
      </span>
    </>
  );
}

/** How the items are divided, to scale. */
function SplitBar({ row }: { row: DataRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { splits, items } = row.output.summary;
  const parts = SPLITS.flatMap(split => (splits[split] === undefined ? [] : [{ split, count: splits[split] }]));
  return (
    <div>
      <div className={styles.bar} aria-hidden="true">
        {parts.map(({ split, count }) => (
          <i key={split} data-split={split} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul className={styles.legend}>
        {parts.map(({ split, count }) => (
          <li key={split} data-split={split}>
            <i aria-hidden="true" /> {t(`splitsTitle.${split}`)} <b>{format.count(count)}</b>{' '}
            <span className="faint">{format.percent(count / items, 1)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
