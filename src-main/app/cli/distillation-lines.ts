import type { DistillationFigures, DistillationReport } from '../../../src-shared/domain/distillation.ts';
import { formatCount, formatNumber, formatPercent } from '../../../src-shared/lib/units.ts';
import { warningTexts } from '../../engine/distillation/warnings.ts';
import { tableLines } from './output.ts';

const CLASSES_HEAD = ['on validation', 'wrong', 'error', 'log loss', 'calibration error', 'as the teacher'];
const VALUES_HEAD = ['on validation', '', 'RMSE', '', '', 'RMSE from the teacher'];

function isOfValues({ distilled }: DistillationReport): boolean {
  return distilled !== undefined && distilled.metrics['error'] === undefined;
}

/** What a distillation bought, for people; nothing for other models. */
export function distillationLines(report: DistillationReport | undefined): readonly string[] {
  if (report === undefined) return [];
  const { teachers, teacher, alone, distilled, gapClosed, agreement, settings, sizeRatio, cost } = report;
  const rows = [
    row(teachers.length === 1 ? 'teacher' : `${teachers.length} teachers`, teacher, undefined),
    row('student alone', alone, agreement?.alone),
    row('distilled', distilled, agreement?.distilled),
  ].flat();
  const taught = [
    ...(settings.temperature === null ? [] : [`temperature ${settings.temperature}`]),
    `alpha ${settings.alpha}`,
    ...(report.sweep === undefined ? [] : [`chosen of ${report.sweep.cells.length}`]),
    ...(sizeRatio === null ? [] : [`${formatPercent(sizeRatio.parameters, 'en', 1)} of the teacher's parameters`]),
    ...teachers.flatMap(({ file }) => (file === undefined ? [] : [`${formatCount(file.rows, 'en')} soft labels of ${file.name}`])),
    ...(gapClosed === null ? [] : [`gap closed ${formatPercent(gapClosed, 'en', 0)}`]),
    ...(cost.sweepMs > 0 ? [`sweep took ${formatNumber(cost.sweepMs / Math.max(1, cost.trainingMs), 'en', 2)} of the training`] : []),
  ];
  return [
    taught.join('; '),
    ...(rows.length === 0 ? [] : tableLines(isOfValues(report) ? VALUES_HEAD : CLASSES_HEAD, rows)),
    ...warningTexts(report).map(warning => `! ${warning}`),
  ];
}

function row(name: string, figures: DistillationFigures | undefined, agreement: number | undefined): readonly (readonly string[])[] {
  if (figures === undefined) return [];
  const { errors, items, metrics } = figures;
  const { error, rmse, logLoss, calibrationError } = metrics;
  const main = error === undefined ? formatNumber(rmse ?? Number.NaN, 'en', 4) : formatPercent(error, 'en', 2);
  const share = (value: number | undefined): string => (value === undefined ? '' : formatPercent(value, 'en', 2));
  return [
    [
      name,
      errors === undefined ? '' : `${formatCount(errors, 'en')} of ${formatCount(items, 'en')}`,
      main,
      logLoss === undefined ? '' : formatNumber(logLoss, 'en', 3),
      share(calibrationError),
      error === undefined && agreement !== undefined ? formatNumber(agreement, 'en', 4) : share(agreement),
    ],
  ];
}
