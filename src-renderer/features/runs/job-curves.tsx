import { Button } from '@mantine/core';
import { memo, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isPartName } from '../../../src-shared/domain/recipe/part-names.ts';
import { createCrosshairGroup } from '../../charts/crosshair.ts';
import { LineChart } from '../../charts/line-chart.tsx';
import type { TailNews } from '../../charts/tail-plugin.ts';
import { useOnScreen } from '../../charts/use-on-screen.ts';
import { FailureNote } from '../../components/error-note.tsx';
import { Loading } from '../../components/loading.tsx';
import { useSeriesColours } from '../../components/series-colours.ts';
import { useNames } from '../../components/use-names.ts';
import { useLivePoints } from '../../ipc/api-context.tsx';
import { useSeries } from '../../ipc/curves.ts';
import { chartLines, type ChartLines } from './run-series.ts';
import styles from './runs.module.css';

interface JobCurvesProps {
  readonly step: string;
  /** Ids of its jobs, and the replicate each is (empty for one that is alone), one a line: as texts, so that they compare. */
  readonly jobs: string;
  readonly replicates: string;
  /** Names that have a colour of their own, one a line. */
  readonly stepNames: string;
  /** More points may come. */
  readonly isOpen: boolean;
}

/** The live charts of a step. They share crosshair and zoom. */
export const JobCurves = memo(function JobCurves({ step, jobs, replicates, stepNames, isOpen }: JobCurvesProps) {
  const { t } = useTranslation();
  const jobIds = useMemo(() => jobs.split('\n'), [jobs]);
  const live = useLivePoints();
  const { series, isPending, error } = useSeries(jobIds);
  const colour = useSeriesColours(stepNames.split('\n'))(step);
  const count = jobIds.length;
  const [crosshair] = useState(createCrosshairGroup);
  const [range, setRange] = useState<readonly [number, number] | null>(null);
  const parts = isPartName(step);
  const names = useNames();
  const words = useMemo(() => {
    return {
      training: t('runs.training'),
      validation: t('runs.validation'),
      mean: t(parts ? 'folds.meanOf' : 'runs.meanOf', { count }),
      meanWithBand: t(parts ? 'folds.meanWithBand' : 'runs.meanWithBand', { count }),
      figure: names.figure,
    };
  }, [t, count, parts, names]);
  const labels = replicates
    .split('\n')
    .map(replicate => (replicate === '' ? '' : names.number(step, Number(replicate))))
    .join('\n');
  const charts = useMemo(() => {
    const beyond = isOpen ? (job: number, name: string, step: number) => live.tail(jobIds[job]!, name).after(step) : undefined;
    return chartLines({ series, jobLabels: labels.split('\n'), colour, beyond, words });
  }, [series, labels, colour, words, isOpen, live, jobIds]);
  if (error !== null) return <FailureNote failure={error} />;
  if (isPending) return <Loading heights={[240]} />;
  if (charts.length === 0) return <p className="soft">{t(isOpen ? 'runs.noCurvesYet' : 'runs.noCurves')}</p>;
  return (
    <>
      <div className={styles.charts}>
        {charts.map(chart => (
          <Chart
            key={chart.id}
            chart={chart}
            crosshair={crosshair}
            range={range}
            onZoom={setRange}
            news={isOpen ? live.subscribe : undefined}
          />
        ))}
      </div>
      <div className={styles.zoom}>
        <span className="faint small">{t('runs.zoomHelp')}</span>
        {range !== null && (
          <Button variant="default" size="compact-xs" onClick={() => setRange(null)}>
            {t('runs.resetZoom')}
          </Button>
        )}
      </div>
    </>
  );
});

interface ChartProps {
  readonly chart: ChartLines;
  readonly crosshair: ReturnType<typeof createCrosshairGroup>;
  readonly range: readonly [number, number] | null;
  readonly onZoom: (range: readonly [number, number] | null) => void;
  readonly news: TailNews | undefined;
}

/** Follows its job only while it is on the screen, or nearly. */
const Chart = memo(function Chart({ chart, ...shared }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const isOnScreen = useOnScreen(place);
  const [drawn, setDrawn] = useState(chart);
  if (isOnScreen && drawn !== chart) setDrawn(chart);
  return (
    <div ref={place}>
      <DrawnChart chart={isOnScreen ? chart : drawn} {...shared} />
    </div>
  );
});

const DrawnChart = memo(function DrawnChart({ chart: { id, kind, lines }, crosshair, range, onZoom, news }: ChartProps) {
  const { t } = useTranslation();
  const names = useNames();
  return (
    <LineChart
      title={names.figure(kind ?? id.split('.').at(-1) ?? id)}
      xTitle={t('runs.axisSteps')}
      yTitle={t(kind === null ? 'runs.valueAxis' : `runs.${kind}Axis`)}
      lines={lines}
      {...(kind === 'loss' ? { best: 'least' as const } : kind === 'accuracy' ? { best: 'greatest' as const } : {})}
      percent={kind === 'accuracy' || kind === 'sparsity'}
      bytes={kind === 'memory'}
      logarithmic={kind === 'loss' || kind === 'lossParts' || kind === 'learningRate'}
      group={crosshair}
      range={range}
      onZoom={onZoom}
      news={news}
    />
  );
});
