import { Button, Loader } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DuplicateReport } from '../../../src-shared/domain/data-report.ts';
import { EqualItems } from '../../components/data-findings/duplicate-findings.tsx';
import { FailureNote } from '../../components/error-note.tsx';
import { Panel } from '../../components/page.tsx';
import { useDuplicates } from '../../ipc/data-queries.ts';
import styles from './data.module.css';
import { NearDuplicates } from './near-report.tsx';
import { Twins } from './twins.tsx';

/** Equal items, above all those a model is judged on after it has seen them. */
export function DuplicatePanel({ dataId }: { dataId: string }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const found = useDuplicates(dataId, asked);
  return (
    <Panel
      title={t('data.duplicates')}
      aside={
        found.data === undefined && (
          <Button variant="default" size="compact-sm" disabled={found.isFetching} onClick={() => setAsked(true)}>
            {t('data.findDuplicates')}
          </Button>
        )
      }
    >
      {found.data !== undefined ? (
        <>
          <Report report={found.data} />
          {found.data.near !== null && <NearDuplicates dataId={dataId} report={found.data.near} />}
        </>
      ) : found.isError ? (
        <FailureNote failure={found.error} />
      ) : (
        <p className="soft row" role="status">
          {found.isFetching && <Loader size={12} color="gray" />}
          {t(found.isFetching ? 'data.findingDuplicates' : 'data.duplicatesHelp')}
        </p>
      )}
    </Panel>
  );
}

function Report({ report }: { report: DuplicateReport }) {
  const { t } = useTranslation();
  if (report.groups === 0) return <EqualItems report={report} />;
  return (
    <div className={styles.card}>
      <EqualItems report={report} />
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('data.equalItems')}</th>
          </tr>
        </thead>
        <tbody>
          {report.examples.slice(0, 10).map(group => (
            <tr key={group[0]?.item ?? 0}>
              <td className="text wrap">
                <Twins twins={group} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
