import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { DataRow } from '../../../src-shared/contracts/views.ts';
import { ImportWarnings } from '../../components/data-findings/import-warnings.tsx';
import { SplitBar } from '../../components/data-findings/split-bar.tsx';
import { Details, Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { useMessage } from '../../components/use-message.ts';
import type { DataDetail } from '../../ipc/data-queries.ts';
import styles from './data.module.css';

const MOST_MODELS = 12;
/** More are told by their number: a folder of texts would fill the page. */
const MOST_SOURCES = 8;

export function DataOverview({ detail }: { detail: DataDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: row, runId, sources } = detail;
  const { summary, manifest } = row.output;
  return (
    <Panel>
      <div className={styles.card}>
        <SplitBar summary={summary} />
        <Details
          rows={[
            [t('data.items'), format.count(summary.items)],
            [t('data.input'), format.shape(summary.inputShape)],
            [t('data.classes'), <Classes key="classes" row={row} />],
            [t('data.sources'), <Sources key="sources" sources={sources} />],
            [
              t('data.madeBy'),
              <Link key="run" href={`/runs/${runId}`}>
                {t('data.openRun')}
              </Link>,
            ],
            [t('data.usedBy'), <UsedBy key="models" models={detail.models} />],
            [
              t('models.dataArtifact'),
              <span key="hash" className="mono">
                {manifest.hash}
              </span>,
            ],
          ]}
        />
        <ImportWarnings warnings={summary.warnings} />
      </div>
    </Panel>
  );
}

function Sources({ sources }: Pick<DataDetail, 'sources'>) {
  const { t } = useTranslation();
  // Of many files the importer keeps their number in place of their names.
  const message = useMessage();
  const format = useFormat();
  if (sources.length === 0) return t('common.none');
  if (sources.length > MOST_SOURCES) {
    const together = sources.reduce((sum, { bytes }) => sum + bytes, 0);
    return (
      <>
        {t('runs.files', { count: sources.length })} <span className="faint small">{format.bytes(together)}</span>
      </>
    );
  }
  return sources.map(({ name, bytes, sha256 }) => (
    <div key={name} title={sha256}>
      <span className="mono">{message(name)}</span> <span className="faint small">{format.bytes(bytes)}</span>
    </div>
  ));
}

function UsedBy({ models }: Pick<DataDetail, 'models'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  if (models.length === 0) return <span className="soft">{t('data.noModels')}</span>;
  return (
    <span className={styles.used}>
      {models.slice(0, MOST_MODELS).map(({ id, name, replicate }) => (
        <Link key={id} href={`/models/${id}`}>
          {names.replicate(name, replicate)}
        </Link>
      ))}
      {models.length > MOST_MODELS && (
        <span className="soft">{t('data.moreModels', { more: format.count(models.length - MOST_MODELS) })}</span>
      )}
    </span>
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
