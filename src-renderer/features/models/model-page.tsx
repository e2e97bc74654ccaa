import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { LayerRow } from '../../../src-shared/contracts/models.contract.ts';
import type { ModelRow } from '../../../src-shared/contracts/views.ts';
import { Bytes, Compact } from '../../components/figures.tsx';
import { Loaded } from '../../components/loading.tsx';
import { Banner, Details, Page, Panel } from '../../components/page.tsx';
import { TimeAgo } from '../../components/time.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { useModel } from '../../ipc/queries.ts';
import { LayerTable } from './layer-table.tsx';
import styles from './models.module.css';

export function ModelPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const model = useModel(id);
  return (
    <Loaded query={model} title={t('models.title')} heights={[200, 240]}>
      {({ model: row, layers }) => <ModelView row={row} layers={layers} />}
    </Loaded>
  );
}

function ModelView({ row, layers }: { row: ModelRow; layers: readonly LayerRow[] }) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <Page
      title={row.name}
      qualifier={row.replicate === null ? undefined : t('common.seed', { number: row.replicate + 1 })}
      subtitle={
        <>
          {names.kind(row.kind)} · <TimeAgo atMs={row.createdMs} />
        </>
      }
      actions={
        <>
          <Link href="/models">{t('models.title')}</Link>
          <Button component={Link} href={`/models/${row.id}/surgery`}>
            {t('surgery.open')}
          </Button>
        </>
      }
    >
      {row.output.summary.sparsity !== null && <Banner>{t('models.maskedOnly')}</Banner>}
      <div className={styles.two}>
        <Figures row={row} />
        <Provenance row={row} />
      </div>
      <LayerTable layers={layers} sparsity={row.output.summary.sparsity?.layers ?? {}} />
    </Page>
  );
}

function Figures({ row }: { row: ModelRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const { size, validation, sparsity } = row.output.summary;
  return (
    <Panel title={t('models.figures')}>
      <Details
        rows={[
          ...Object.entries(validation).map(
            ([name, value]) =>
              [
                `${names.figure(name)}, ${t('splits.validation')}`,
                isShare(name) ? format.percent(value) : format.number(value, 4),
              ] as const,
          ),
          [t('figures.parameters'), format.count(size.parameters)],
          [
            t('figures.nonZeros'),
            `${format.count(size.nonZeros)}${sparsity === null ? '' : ` (${t('models.kept', { percent: format.percent(1 - sparsity.overall, 1) })})`}`,
          ],
          [t('figures.multiplyAdds'), <Compact key="mac" value={size.multiplyAdds} />],
          [t('figures.file'), <Bytes key="file" value={size.bytes} />],
          [t('figures.compressed'), <Bytes key="zip" value={size.compressedBytes} />],
        ]}
      />
    </Panel>
  );
}

function isShare(name: string): boolean {
  return ['accuracy', 'error', 'macroF1', 'calibrationError'].includes(name);
}

function Provenance({ row }: { row: ModelRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const { summary, file, data } = row.output;
  const epochs = t('models.epochsKept', { run: format.count(summary.epochs.run), kept: format.count(summary.epochs.kept) });
  return (
    <Panel title={t('models.provenance')}>
      <Details
        rows={[
          [
            t('models.run'),
            <Link key="run" href={`/runs/${row.runId}`}>
              {row.runId}
            </Link>,
          ],
          [t('models.madeBy'), `${names.kind(row.kind)} · ${names.replicate(row.name, row.replicate)}`],
          [t('models.epochs'), summary.epochs.stoppedEarly ? `${epochs}, ${t('models.stoppedEarly')}` : epochs],
          [t('models.optimizerSteps'), format.count(summary.steps)],
          [t('models.trainingTime'), format.duration(summary.trainingMs)],
          [
            t('models.artifact'),
            <span key="file" className="mono">
              {file.hash}
            </span>,
          ],
          [
            t('models.dataArtifact'),
            <span key="data" className="mono">
              {data.hash}
            </span>,
          ],
        ]}
      />
    </Panel>
  );
}
