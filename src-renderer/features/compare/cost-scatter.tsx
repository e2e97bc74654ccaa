import { Select, Switch } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ScatterChart } from '../../charts/scatter-chart.tsx';
import type { ScatterPoint } from '../../charts/scatter-parts.ts';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { useFormat } from '../../components/use-format.ts';
import { useNames } from '../../components/use-names.ts';
import { COST_AXES, costOf, paretoFront, primaryEstimate, primaryOf, type CostAxis } from './report-figures.ts';
import type { Shown } from './shown.ts';

const AXIS_WORDS = {
  latency: ['compare.axisLatency', 'compare.axisLatencyTitle'],
  compressed: ['compare.axisCompressed', 'compare.axisCompressedTitle'],
  file: ['compare.axisFile', 'compare.axisFileTitle'],
  multiplyAdds: ['compare.axisMultiplyAdds', 'compare.axisMultiplyAddsTitle'],
  nonZeros: ['compare.axisNonZeros', 'compare.axisNonZerosTitle'],
} as const satisfies Record<CostAxis, readonly [string, string]>;

/** Quality up, cost left: error with its interval against a cost, the best trade-offs joined. */
export function CostScatter({ report, shown, chosen }: { report: ComparisonReport; shown: Shown; chosen: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useNames();
  const [axis, setAxis] = useState<CostAxis>('compressed');
  const [isLog, setIsLog] = useState(true);
  const primary = primaryOf(report);
  const factor = primary.isShare ? 100 : 1;
  const points = report.models.flatMap((model, i): ScatterPoint[] => {
    const estimate = primaryEstimate(model.evaluation.metrics, primary);
    if (estimate === null) return [];
    const { value, low, high } = estimate;
    return [
      {
        x: costOf(model, axis),
        y: value * factor,
        low: low * factor,
        high: high * factor,
        label: shown.labels[i] ?? '',
        colour: shown.colours[i] ?? '',
        strong: i === chosen,
      },
    ];
  });
  const [short, long] = AXIS_WORDS[axis];
  const errorTitle = primary.isShare ? t('compare.errorAxis', { split: t(`splits.${report.split}`) }) : names.figure(primary.name);
  const writeX = (value: number): string =>
    axis === 'latency' ? format.number(value) : axis === 'compressed' || axis === 'file' ? format.bytes(value) : format.compact(value);
  return (
    <ScatterChart
      title={t('compare.scatter', { y: names.figure(primary.name), x: t(short) })}
      xTitle={t(long)}
      yTitle={errorTitle}
      points={points}
      front={paretoFront(points)}
      isLog={isLog}
      writeX={writeX}
      controls={
        <>
          <Select
            aria-label={t('compare.axis')}
            w={160}
            value={axis}
            onChange={value => setAxis((value ?? 'latency') as CostAxis)}
            data={COST_AXES.map(each => ({ value: each, label: t(AXIS_WORDS[each][0]) }))}
          />
          <Switch size="xs" label={t('common.logScale')} checked={isLog} onChange={event => setIsLog(event.currentTarget.checked)} />
        </>
      }
    />
  );
}
