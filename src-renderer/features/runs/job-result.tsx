import { useTranslation } from 'react-i18next';
import type { JobView } from '../../../src-shared/contracts/views.ts';
import { assertNever } from '../../../src-shared/lib/result.ts';
import type { ModelOutput, PartOutput, StepOutput } from '../../../src-shared/domain/step-output.ts';
import type { CrossValidationReport } from '../../../src-shared/domain/cross-validation.ts';
import { isShareFigure } from '../../../src-shared/domain/quality.ts';
import { shownFigures } from '../../components/cross-validation/main-figures.ts';
import { useNames } from '../../components/use-names.ts';
import { useFormat } from '../../components/use-format.ts';
import { useModelLine } from './model-line.ts';

/** The one line a table shows of what a job made, or of how it goes; of several replicates, of all of them together. */
export function JobResult({ jobs }: { jobs: readonly JobView[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const describe = useOutputLine();
  const outputs = jobs.flatMap(({ output }) => output ?? []);
  const [first] = outputs;
  if (first?.kind === 'part' && jobs.length > 1) return null;
  if (first !== undefined) return <span className="soft">{describe([first, ...outputs.slice(1)])}</span>;
  const [job] = jobs;
  if (job === undefined || jobs.length > 1 || job.state !== 'running' || job.progress === null) return null;
  const { progress } = job;
  return (
    <span className="faint small">
      {progress.loss !== undefined && `${t('figures.loss')} ${format.number(progress.loss, 3)}`}
      {progress.itemsPerSecond !== undefined &&
        ` · ${t('figures.itemsPerSecond', { count: progress.itemsPerSecond, replace: { count: format.compact(progress.itemsPerSecond) } })}`}
    </span>
  );
}

function useOutputLine(): (outputs: readonly [StepOutput, ...StepOutput[]]) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const describeModels = useModelLine();
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
  const modelLine = (models: readonly ModelOutput[]): string => {
    const folds = models[0]?.crossValidation;
    return folds === undefined ? describeModels(models) : spread(folds);
  };
  return ([output, ...others]) => {
    switch (output.kind) {
      case 'data':
        return t('runs.itemsSplit', { items: format.count(output.summary.items) });
      case 'model':
        return modelLine([output, ...others.filter(other => other.kind === 'model')]);
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
