import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ModelRow } from '../../../../src-shared/contracts/views.ts';
import { FoldPanel } from '../../../components/cross-validation/fold-panel.tsx';
import { Bytes, Compact } from '../../../components/figures.tsx';
import { Details, Panel } from '../../../components/page.tsx';
import { DistillationResult } from '../../../components/distillation-result/distillation-result.tsx';
import { FusionResult } from '../../../components/fusion/fusion-result.tsx';
import { ImportResult } from '../../../components/import-result/import-result.tsx';
import { PruningResult } from '../../../components/pruning-result/pruning-result.tsx';
import { SlimmableResult } from '../../../components/slimmable-result/slimmable-result.tsx';
import { SubNetworkResult } from '../../../components/slimmable-result/sub-network-result.tsx';
import { ShrinkCardPanel } from '../../../components/shrink-card/shrink-card.tsx';
import { useFormat } from '../../../components/use-format.ts';
import { useNames } from '../../../components/use-names.ts';
import { useValidationRows } from '../../../components/validation-rows.tsx';
import { useDataSets } from '../../../ipc/queries.ts';
import styles from '../models.module.css';
import { NotePanel } from './note-panel.tsx';
import { SourceComparison } from './source-comparison.tsx';
import { useSeeds } from './use-seeds.ts';

/** How good and how large it is, where it came from, and what a person says of it. */
export function Overview({ row }: { row: ModelRow }) {
  const seeds = useSeeds(row);
  const { slimmable, subNetwork } = row.output.summary;
  return (
    <div className={styles.overview}>
      <div className={styles.two}>
        <Figures row={row} />
        <Provenance row={row} />
      </div>
      <DistillationResult report={row.output.summary.distillation} seeds={seeds} modelId={row.id} step={row.step} />
      {row.output.card !== undefined && <ShrinkCardPanel card={row.output.card} next={<SourceComparison row={row} />} />}
      {slimmable !== undefined && <SlimmableResult report={slimmable} reference={`model:${row.givenName ?? row.id}`} />}
      {subNetwork !== undefined && <SubNetworkResult report={subNetwork} />}
      <PruningResult summary={row.output.summary} />
      {row.output.summary.fusion !== undefined && <FusionResult report={row.output.summary.fusion} modelId={row.id} />}
      {row.output.crossValidation !== undefined && (
        <Panel>
          <FoldPanel report={row.output.crossValidation} />
        </Panel>
      )}
      <ImportResult report={row.output.imported} />
      <NotePanel row={row} />
    </div>
  );
}

function Figures({ row }: { row: ModelRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { size, sparsity } = row.output.summary;
  const figures = useValidationRows(row.output);
  const kept = sparsity === null ? '' : ` (${t('models.kept', { percent: format.percent(1 - sparsity.overall, 1) })})`;
  return (
    <Panel title={t('models.figures')}>
      <Details
        rows={[
          ...figures,
          [t('figures.parameters'), format.count(size.parameters)],
          [t('figures.nonZeros'), `${format.count(size.nonZeros)}${kept}`],
          [t('figures.multiplyAdds'), <Compact key="mac" value={size.multiplyAdds} />],
          [t('figures.file'), <Bytes key="file" value={size.bytes} />],
          [t('figures.compressed'), <Bytes key="zip" value={size.compressedBytes} />],
        ]}
      />
    </Panel>
  );
}

function Provenance({ row }: { row: ModelRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const { summary, file, data } = row.output;
  const dataset = useDataSets().data?.find(each => each.output.manifest.hash === data.hash);
  const epochs = t('models.epochsKept', { run: format.count(summary.epochs.run), kept: format.count(summary.epochs.kept) });
  const training: readonly (readonly [string, string])[] = [
    [t('models.epochs'), summary.epochs.stoppedEarly ? `${epochs}, ${t('models.stoppedEarly')}` : epochs],
    [t('models.optimizerSteps'), format.count(summary.steps)],
    [t('models.trainingTime'), format.duration(summary.trainingMs)],
  ];
  return (
    <Panel title={t('models.provenance')}>
      <Details
        rows={[
          [
            t('models.run'),
            <Link key="run" href={`/runs/${row.runId}`}>
              {row.runName}
            </Link>,
          ],
          [t('models.madeBy'), `${names.kind(row.kind)} · ${names.replicate(row.step, row.replicate)}`],
          [
            t('models.columns.data'),
            dataset === undefined ? (
              (row.dataName ?? t('models.noData'))
            ) : (
              <Link key="data" href={`/data/${dataset.id}`}>
                {dataset.name}
              </Link>
            ),
          ],
          ...(summary.epochs.run === 0 ? [] : training),
          [t('models.inRecipes'), <Mono key="id" text={`model:${row.givenName ?? row.id}`} />],
          [t('models.artifact'), <Mono key="file" text={file.hash} />],
          [t('models.dataArtifact'), <Mono key="manifest" text={data.hash} />],
        ]}
      />
    </Panel>
  );
}

function Mono({ text }: { text: string }) {
  return <span className="mono">{text}</span>;
}
