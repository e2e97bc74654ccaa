import { LabelTable } from '../../components/label-table.tsx';
import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { JobView } from '../../../src-shared/contracts/views.ts';
import { SPLITS } from '../../../src-shared/domain/dataset.ts';
import type { DistillationReport } from '../../../src-shared/domain/distillation.ts';
import type { DataOutput, EvaluationOutput, ExportedFile, ModelOutput } from '../../../src-shared/domain/step-output.ts';
import { isWithin } from '../../../src-shared/domain/verification.ts';
import { FoldPanel } from '../../components/cross-validation/fold-panel.tsx';
import { FusionResult } from '../../components/fusion/fusion-result.tsx';
import { BudgetLines } from '../../components/export-preview/budget-lines.tsx';
import { Bytes, Compact, ErrorShare } from '../../components/figures.tsx';
import { DistillationResult } from '../../components/distillation-result/distillation-result.tsx';
import { Details } from '../../components/page.tsx';
import { LatencyResult } from '../../components/latency-result/latency-result.tsx';
import { PruningResult } from '../../components/pruning-result/pruning-result.tsx';
import { QuantisationResult } from '../../components/quantisation-result/quantisation-result.tsx';
import { ShrinkCardPanel } from '../../components/shrink-card/shrink-card.tsx';
import { PredictionTable } from '../../components/prediction-table.tsx';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { useMessage } from '../../components/use-message.ts';
import { useValidationRows } from '../../components/validation-rows.tsx';
import type { JobGroup } from './job-groups.ts';
import { CheckUpResult } from './check-up-result.tsx';
import styles from './runs.module.css';

/** What the jobs of a step left behind. */
export function OutputList({ group }: { group: JobGroup }) {
  const { t } = useTranslation();
  const names = useNames();
  const made = group.jobs.filter(job => job.output !== null);
  if (made.length === 0) return <p className="soft">{t('runs.noOutputs')}</p>;
  return (
    <div className={styles.outputs}>
      {made.map(job => (
        <section key={job.id}>
          {group.jobs.length > 1 && <h3>{names.replicate(job.step, job.replicate)}</h3>}
          <Output job={job} group={group} />
          {job.engine !== null && (
            <p className="faint small">
              {t('runs.engine')}: {job.engine}
            </p>
          )}
        </section>
      ))}
    </div>
  );
}

function Output({ job, group }: { job: JobView; group: JobGroup }) {
  const { t } = useTranslation();
  const message = useMessage();
  const { output } = job;
  switch (output?.kind) {
    case 'data':
      return <DataResult output={output} />;
    case 'model':
      return <ModelResult output={output} job={job} group={group} />;
    case 'evaluation':
      return <EvaluationResult output={output} />;
    case 'check-up':
      return <CheckUpResult report={output.report} />;
    case 'report':
      return (
        <>
          <p>{message(output.report.sentence)}</p>
          <Link href={`/compare/${job.id}`}>{t('runs.openReport')}</Link>
        </>
      );
    case 'files':
      return <FileTable files={output.files} />;
    case 'latency':
      return <LatencyResult report={output.report} />;
    case 'predictions':
      return <PredictionTable output={output} />;
    default:
      return null;
  }
}

function DataResult({ output: { summary } }: { output: DataOutput }) {
  const { t } = useTranslation();
  const message = useMessage();
  const format = useFormat();
  return (
    <>
      <Details
        rows={[
          [t('data.items'), format.count(summary.items)],
          [t('data.input'), format.shape(summary.inputShape)],
          ...SPLITS.flatMap(split =>
            summary.splits[split] === undefined ? [] : [[t(`splitsTitle.${split}`), format.count(summary.splits[split])] as const],
          ),
        ]}
      />
      {summary.warnings.map(warning => (
        <p key={warning} className="soft">
          {message(warning)}
        </p>
      ))}
    </>
  );
}

interface ModelResultProps {
  readonly output: ModelOutput;
  readonly job: JobView;
  readonly group: JobGroup;
}

function ModelResult({ output, job, group }: ModelResultProps) {
  const { summary, card, crossValidation } = output;
  const modelId = job.entityId;
  const { t } = useTranslation();
  const format = useFormat();
  const validation = useValidationRows(output);
  const { size, epochs } = summary;
  return (
    <>
      <Details
        rows={[
          ...validation,
          [t('figures.parameters'), format.count(size.parameters)],
          [t('figures.nonZeros'), format.count(size.nonZeros)],
          [t('figures.multiplyAdds'), <Compact key="mac" value={size.multiplyAdds} />],
          [t('figures.file'), <Bytes key="file" value={size.bytes} />],
          [t('figures.compressed'), <Bytes key="zip" value={size.compressedBytes} />],
          ...(epochs.run === 0
            ? []
            : [
                [t('models.epochs'), t('models.epochsKept', { run: format.count(epochs.run), kept: format.count(epochs.kept) })] as const,
                [t('models.trainingTime'), format.duration(summary.trainingMs)] as const,
              ]),
          ...(summary.waitingMs === undefined || summary.trainingMs === 0
            ? []
            : [[t('models.waitingForData'), format.percent(summary.waitingMs / summary.trainingMs)] as const]),
        ]}
      />
      <QuantisationResult report={summary.quantisation} />
      <PruningResult summary={summary} />
      <DistillationResult report={summary.distillation} seeds={distillationsOf(group)} modelId={modelId} step={job.step} />
      {summary.fusion !== undefined && <FusionResult report={summary.fusion} modelId={modelId} />}
      {crossValidation !== undefined && <FoldPanel report={crossValidation} />}
      {card !== undefined && <ShrinkCardPanel card={card} />}
      {modelId !== null && <Link href={`/models/${modelId}`}>{t('runs.openModel')}</Link>}
    </>
  );
}

/** Of all replicates of the step that are done. */
function distillationsOf({ jobs }: JobGroup): readonly DistillationReport[] {
  return jobs.flatMap(({ output }) =>
    output?.kind === 'model' && output.summary.distillation !== undefined ? [output.summary.distillation] : [],
  );
}

function EvaluationResult({ output: { evaluation } }: { output: EvaluationOutput }) {
  const format = useFormat();
  const names = useNames();
  return (
    <>
      <Details
        rows={Object.entries(evaluation.metrics).map(([name, estimate]) => [
          names.figure(name),
          name === 'error' ? (
            <ErrorShare key={name} estimate={estimate} evaluation={evaluation} />
          ) : (
            <span key={name}>
              {format.number(estimate.value, 4)}{' '}
              <span className="faint small">
                {format.number(estimate.low, 4)}–{format.number(estimate.high, 4)}
              </span>
            </span>
          ),
        ])}
      />
      {evaluation.labels !== undefined && <LabelTable models={[{ modelId: 'own', labels: evaluation.labels }]} />}
    </>
  );
}

function FileTable({ files }: { files: readonly ExportedFile[] }) {
  const { t } = useTranslation();
  return (
    <div className="scroll-x" tabIndex={0} role="group" aria-label={t('runs.outputs')}>
      <table className="table">
        <thead>
          <tr>
            <th className="text">{t('runs.format')}</th>
            <th className="text">{t('runs.path')}</th>
            <th>{t('runs.bytes')}</th>
            <th>{t('runs.maxDifference')}</th>
          </tr>
        </thead>
        <tbody>
          {files.map(file => (
            <FileRow key={file.path} file={file} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FileRow({ file }: { file: ExportedFile }) {
  const { t } = useTranslation();
  const message = useMessage();
  const format = useFormat();
  const { verification: check } = file;
  const good = isWithin(check, check.items);
  const quality = file.quantisation?.quality ?? null;
  return (
    <tr>
      <th scope="row" className="text">
        {file.format}
      </th>
      <td className="text wrap">
        <span className={styles.path}>
          <span className="mono">{file.path}</span>
          <CopyButton value={file.path}>
            {({ copied, copy }) => (
              <ActionIcon size="sm" aria-label={t(copied ? 'common.copied' : 'common.copy')} onClick={copy}>
                {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              </ActionIcon>
            )}
          </CopyButton>
        </span>
        <div className="faint small">
          {t('runs.verified', {
            runtime: message(check.runtime),
            items: format.count(check.items),
            disagreements: format.count(check.disagreements),
          })}
        </div>
        {file.budget !== undefined && <BudgetLines verdicts={file.budget} />}
        {quality !== null && (
          <div className="faint small">
            {t('card.quantisation.fileQuality', {
              precision: file.quantisation?.precision,
              file: format.number(quality.file.estimate.value, 4),
              interval: format.interval(quality.file.estimate.low, quality.file.estimate.high, 4),
              model: format.number(quality.model.estimate.value, 4),
            })}
          </div>
        )}
      </td>
      <td>
        <Bytes value={file.bytes} />
      </td>
      <td>
        <span className={good ? 'better' : 'worse'}>{format.number(check.maxDifference, 2)}</span>{' '}
        <span className="faint small">{t('runs.tolerance', { tolerance: format.number(check.tolerance, 2) })}</span>
      </td>
    </tr>
  );
}
