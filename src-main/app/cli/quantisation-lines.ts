import { isShareFigure } from '../../../src-shared/domain/quality.ts';
import type { QuantisationReport } from '../../../src-shared/domain/quantisation.ts';
import type { FileQuantisation } from '../../../src-shared/domain/step-output.ts';
import { formatCount, formatNumber, formatPercent } from '../../../src-shared/lib/units.ts';

/** What a quantise step did, layer by layer. */
export function quantisationLines(report: QuantisationReport | undefined): readonly string[] {
  if (report === undefined) return [];
  const { precision, layers, float, rounded, sensitivity, split, items, budget } = report;
  const shown = ({ loss, error }: QuantisationReport['float']): string =>
    error === null
      ? `rmse ${formatNumber(loss, 'en', 4)}`
      : `error ${formatPercent(error, 'en', 2)}, log loss ${formatNumber(loss, 'en', 4)}`;
  const kept = layers.filter(({ reason }) => reason !== null).map(({ node, reason }) => `${node} stays in float32: ${reason}`);
  const alone = [...sensitivity]
    .sort((a, b) => b.loss - a.loss)
    .map(({ node, loss }) => `${node} ${loss >= float.loss ? '+' : ''}${formatNumber(loss - float.loss, 'en', 2)}`);
  return [
    `${precision}, before any fine-tune: ${shown(rounded)}; float32: ${shown(float)} (${formatCount(items, 'en')} ${split} items)`,
    ...(alone.length === 0 ? [] : [`loss when one layer alone is quantised: ${alone.join(', ')}`]),
    ...kept,
    ...(budget === null
      ? []
      : [
          `budget of ${budget.measure}: ${formatPercent(budget.found, 'en', 2)} of ${formatPercent(budget.bound, 'en', 2)}, ${budget.isReached ? 'reached' : 'missed'}`,
        ]),
  ];
}

/** What a file that was quantised for itself is worth; empty for others. */
export function fileQuality(quantisation: FileQuantisation | undefined): string {
  if (quantisation === undefined || quantisation.quality === null) return '';
  const { model, file } = quantisation.quality;
  const shown = ({ estimate, metric }: typeof file): string =>
    isShareFigure(metric)
      ? `${formatPercent(estimate.value, 'en', 2)} (${formatPercent(estimate.low, 'en', 2)}-${formatPercent(estimate.high, 'en', 2)})`
      : `${formatNumber(estimate.value, 'en', 4)} (${formatNumber(estimate.low, 'en', 4)}-${formatNumber(estimate.high, 'en', 4)})`;
  return `; ${quantisation.precision}, validation ${file.metric} of the file ${shown(file)}, in float32 ${shown(model)}`;
}
