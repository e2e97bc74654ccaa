import { useTranslation } from 'react-i18next';
import type { DistillationSweep, SweepCell } from '../../../src-shared/domain/distillation.ts';
import { HeatMap, type HeatCell } from '../../charts/heat-map.tsx';
import { useFormat } from '../use-format.ts';
import { useNames } from '../use-names.ts';

/** The pairs of temperature and alpha that were tried, and the one that was taken. */
export function SweepChart({ sweep }: { sweep: DistillationSweep }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const { temperatures, alphas, cells, chosen } = sweep;
  const grid = temperatures.map(temperature =>
    alphas.map((alpha): HeatCell => {
      const cell = cells.find(each => each.temperature === temperature && each.alpha === alpha);
      const isChosen = chosen.temperature === temperature && chosen.alpha === alpha;
      const result = [resultOf(cell), ...(isChosen ? [t('teaching.chosen')] : [])].join(', ');
      return {
        value: cell?.score ?? null,
        isMarked: isChosen,
        text: cell === undefined ? '' : cell.score === null ? t('teaching.diverged') : format.number(cell.score, 3),
        small: isChosen ? `✓ ${t('teaching.chosen')}` : cell === undefined ? '' : errorOf(cell),
        spoken: t('teaching.cell', { temperature: format.number(temperature), alpha: format.number(alpha), result }),
      };
    }),
  );
  const epochs = Math.max(...cells.map(cell => cell.epochs));
  return (
    <HeatMap
      title={t('teaching.sweep')}
      help={`${t('teaching.sweepHelp', { epochs: format.count(epochs) })} ${t('teaching.heatKeys')}`}
      rowTitle={t('teaching.temperatureAxis')}
      columnTitle={t('teaching.alphaAxis')}
      rows={temperatures}
      columns={alphas}
      cells={grid}
      columnName={alpha => t('teaching.alpha', { value: format.number(alpha) })}
    />
  );

  function errorOf({ validation }: SweepCell): string {
    const { accuracy, loss } = validation;
    if (accuracy !== undefined) return `${names.figure('error')} ${format.percent(1 - accuracy)}`;
    return loss === undefined ? '' : `${names.figure('loss')} ${format.number(loss)}`;
  }

  function resultOf(cell: SweepCell | undefined): string {
    if (cell === undefined) return t('teaching.untried');
    if (cell.score === null) return t('teaching.diverged');
    return [`${t('teaching.score')} ${format.number(cell.score, 4)}`, errorOf(cell)].filter(Boolean).join(', ');
  }
}
