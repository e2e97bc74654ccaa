import { Button, Loader } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DuplicateReport } from '../../../src-shared/domain/data-report.ts';
import { FailureNote } from '../../components/error-note.tsx';
import { Banner, Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
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
  const format = useFormat();
  const { items, groups, duplicated, across, conflicting, examples } = report;
  if (groups === 0) return <p>{t('data.noDuplicates', { items: format.count(items) })}</p>;
  return (
    <div className={styles.card}>
      {across.length > 0 && (
        <Banner tone="warn" title={t('data.leak')}>
          <ul className={styles.plain}>
            {across.map(({ from, to, items: leaked }) => (
              <li key={`${from} ${to}`}>
                {t('data.leakFrom', { items: format.count(leaked), to: t(`splits.${to}`), from: t(`splits.${from}`) })}
              </li>
            ))}
          </ul>
        </Banner>
      )}
      <p>
        {t('data.duplicateCount', { duplicated: format.count(duplicated), groups: format.count(groups), items: format.count(items) })}
        {conflicting > 0 && ` ${t('data.conflicting', { count: conflicting, groups: format.count(conflicting) })}`}
      </p>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('data.equalItems')}</th>
          </tr>
        </thead>
        <tbody>
          {examples.slice(0, 10).map(group => (
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
