import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../src-shared/contracts/views.ts';
import { assertNever } from '../../../src-shared/lib/result.ts';
import type { ModelOutput, PartOutput, StepOutput } from '../../../src-shared/domain/step-output.ts';
import type { CrossValidationReport } from '../../../src-shared/domain/cross-validation.ts';
import { isShareFigure } from '../../../src-shared/domain/quality.ts';
import { shownFigures } from '../../components/cross-validation/main-figures.ts';
import { useNames } from '../../components/use-names.ts';
import { useFormat } from '../../components/use-format.ts';

/** The one line a table shows of what a job made, or of how it goes. */
export function JobResult({ job, count }: { job: JobView; count: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const describe = useOutputLine();
  if (job.output?.kind === 'part' && count > 1) return null;
  if (job.output !== null) return <span className="soft">{describe(job.output)}</span>;
  const { progress } = job;
  if (job.state !== 'running' || progress === null || count > 1) return null;
  return (
    <span className="faint small">
      {progress.loss !== undefined && `${t('figures.loss')} ${format.number(progress.loss, 3)}`}
      {progress.itemsPerSecond !== undefined &&
        ` · ${t('figures.itemsPerSecond', { count: progress.itemsPerSecond, replace: { count: format.compact(progress.itemsPerSecond) } })}`}
    </span>
  );
}

function useOutputLine(): (output: StepOutput) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const spread = (report: CrossValidationReport): string => {
    const [main = ''] = shownFigures(report);
    const { mean = 0, standardError = 0 } = report.metrics[main] ?? {};
    const show = (value: number): string => (isShareFigure(main) ? format.percent(value) : format.number(value, 4));
    const count = report.members.length;
    return t('folds.summary', { figure: names.figure(main), mean: show(mean), error: show(standardError), count });
  };
  const partLine = ({ study, whole, members }: PartOutput): string => {
    if (study !== undefined) return t('runs.trialsDone');
    return whole === null ? t('folds.membersTrained', { count: members.length }) : t('folds.wholeTrained');
  };
  const modelLine = ({ summary: { validation, size, sparsity }, crossValidation }: ModelOutput): string => {
    if (crossValidation !== undefined) return spread(crossValidation);
    const accuracy = validation['accuracy'];
    return [
      accuracy === undefined ? null : `${t('splits.validation')} ${format.percent(accuracy)}`,
      sparsity === null ? null : t('runs.keepsOf', { share: format.percent(1 - sparsity.overall, 1) }),
      format.bytes(size.compressedBytes),
    ]
      .filter(part => part !== null)
      .join(' · ');
  };
  return output => {
    switch (output.kind) {
      case 'data':
        return t('runs.itemsSplit', { items: format.count(output.summary.items) });
      case 'model':
        return modelLine(output);
      case 'evaluation':
        return `${t(`splits.${output.evaluation.split}`)} · ${t('runs.itemsSplit', { items: format.count(output.evaluation.items) })}`;
      case 'check-up':
        return t('runs.checkUpParts', { count: output.report.parts.length });
      case 'report':
        return t('runs.comparedModels', { count: output.report.models.length });
      case 'files':
        return `${t('runs.files', { count: output.files.length })} · ${output.files.map(file => file.format).join(', ')}`;
      case 'latency':
        return t('latency.timed', { count: output.report.subjects.length });
      case 'predictions':
        return t('predict.answered', { count: output.items, items: format.count(output.items) });
      case 'part':
        return partLine(output);
      default:
        return assertNever(output, 'step output');
    }
  };
}
