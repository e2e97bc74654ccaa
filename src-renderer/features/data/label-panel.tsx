import { Button, Loader } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LabelReport } from '../../../src-shared/domain/data-report.ts';
import { FailureNote } from '../../components/error-note.tsx';
import { Panel } from '../../components/page.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useItemsAt, useLabelSuspects } from '../../ipc/data-queries.ts';
import styles from './data.module.css';
import { Glimpse } from './glimpse.tsx';
import { Twins } from './twins.tsx';

const SHOWN = 20;

/** Items whose label may be wrong: networks that did not see them say otherwise, and are sure of it. */
export function LabelPanel({ dataId }: { dataId: string }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  const found = useLabelSuspects(dataId, asked);
  return (
    <Panel
      title={t('data.labels')}
      aside={
        found.data === undefined && (
          <Button variant="default" size="compact-sm" disabled={found.isFetching} onClick={() => setAsked(true)}>
            {t('data.findLabels')}
          </Button>
        )
      }
    >
      {found.data !== undefined ? (
        <Report dataId={dataId} report={found.data} />
      ) : found.isError ? (
        <FailureNote failure={found.error} />
      ) : (
        <p className="soft row" role="status">
          {found.isFetching && <Loader size={12} color="gray" />}
          {t('data.labelsHelp')}
        </p>
      )}
    </Panel>
  );
}

function Report({ dataId, report }: { dataId: string; report: LabelReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { model, items, issues, examples } = report;
  const shown = examples.slice(0, SHOWN);
  const page = useItemsAt(
    dataId,
    shown.map(({ item }) => item),
  );
  if (model === null) return <p>{t('data.notValidated')}</p>;
  const said = { name: model.name, items: format.count(items), issues: format.count(issues) };
  if (issues === 0) return <p>{t('data.noSuspects', said)}</p>;
  return (
    <div className={styles.card}>
      <p>{t('data.suspects', said)}</p>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('data.suspect')}</th>
            <th className="text">{t('data.samples')}</th>
            <th className="text">{t('data.guess')}</th>
            <th>{t('data.guessProbability')}</th>
            <th>{t('data.labelProbability')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(suspect => (
            <tr key={`${suspect.item} ${suspect.guess}`}>
              <td className="text wrap">
                <Twins twins={[suspect]} />
              </td>
              <td className="text">
                <Glimpse page={page.data} item={suspect.item} />
              </td>
              <td className="text">
                <b>{t(`data.doubt.${suspect.doubt}`, { name: suspect.guess })}</b>
              </td>
              <td>{format.percent(suspect.probability)}</td>
              <td>{format.percent(suspect.labelProbability)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
