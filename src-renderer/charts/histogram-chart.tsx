import { Switch } from '@mantine/core';
import type { Chart, ChartOptions } from 'chart.js';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Bar } from 'react-chartjs-2';
import { Swatch } from '../components/swatch.tsx';
import { useFormat, type Format } from '../components/use-format.ts';
import { useChartColours, withAlpha, type ChartColours } from './chart-colours.ts';
import { ChartFrame } from './chart-frame.tsx';
import { setUpCharts } from './chart-setup.ts';
import styles from './charts.module.css';

setUpCharts();

export interface HistogramSeries {
  readonly label: string;
  /** A CSS colour or `var(--…)`. */
  readonly colour: string;
  readonly counts: readonly number[];
  readonly zeros: number;
  readonly total: number;
}

interface HistogramChartProps {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly range: { readonly low: number; readonly high: number };
  /** All in the same bins. */
  readonly series: readonly HistogramSeries[];
}

/** Histograms one behind the other, as shares of all values so that models of other sizes compare; zeros are told apart. */
export function HistogramChart(props: HistogramChartProps) {
  const { title, xTitle, series, range } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const colours = useChartColours();
  const chart = useRef<Chart<'bar'>>(null);
  const [isLog, setLog] = useState(false);
  const bins = Math.max(1, ...series.map(each => each.counts.length));
  const width = (range.high - range.low) / bins;
  const middles = Array.from({ length: bins }, (_, i) => range.low + (i + 0.5) * width);
  const datasets = series.map(({ label, colour, counts, total }) => ({
    label,
    data: counts.map(count => count / Math.max(1, total)),
    backgroundColor: withAlpha(colours.resolve(colour), series.length > 1 ? 0.55 : 0.9),
    barPercentage: 1,
    categoryPercentage: 1,
    grouped: false,
  }));
  return (
    <ChartFrame
      title={title}
      controls={<Switch size="xs" label={t('common.logScale')} checked={isLog} onChange={event => setLog(event.currentTarget.checked)} />}
      table={() => ({
        header: [xTitle, ...series.map(each => each.label)],
        rows: middles.map((middle, i) => [middle, ...series.map(each => each.counts[i] ?? null)]),
      })}
      picture={() => chart.current?.toBase64Image() ?? null}
      legend={
        <ul className={styles.legend}>
          {series.map(({ label, colour, zeros, total }) => (
            <li key={label} className="soft small">
              <Swatch colour={colour} />
              {label}
              {zeros > 0 && <> · {t('models.zerosOf', { zeros: format.count(zeros), total: format.count(total) })}</>}
            </li>
          ))}
        </ul>
      }
    >
      <div className={styles.canvas}>
        <Bar
          ref={chart}
          data={{ labels: middles.map(middle => format.number(middle)), datasets }}
          options={optionsOf(props, { isLog, colours, format })}
          role="img"
          aria-label={t('runs.chartOf', { title })}
        />
      </div>
    </ChartFrame>
  );
}

interface Look {
  readonly isLog: boolean;
  readonly colours: ChartColours;
  readonly format: Format;
}

function optionsOf({ xTitle, yTitle }: HistogramChartProps, { isLog, colours, format }: Look): ChartOptions<'bar'> {
  const font = { family: colours.font, size: 11 };
  const axis = (title: string) => ({
    title: { display: true, text: title, color: colours.soft, font },
    ticks: { color: colours.soft, font, maxTicksLimit: 9, maxRotation: 0 },
    border: { color: colours.line },
  });
  const share = (value: number): string => format.percent(value, value > 0 && value < 0.001 ? 3 : 1);
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    interaction: { mode: 'index', intersect: false },
    plugins: {
      legend: { display: false },
      tooltip: { callbacks: { label: item => `${item.dataset.label ?? ''}: ${share(Number(item.raw))}` } },
    },
    scales: {
      x: { ...axis(xTitle), grid: { display: false } },
      y: {
        ...axis(yTitle),
        type: isLog ? 'logarithmic' : 'linear',
        grid: { color: colours.grid },
        ticks: { color: colours.soft, font, maxTicksLimit: 6, callback: value => share(Number(value)) },
      },
    },
  };
}
