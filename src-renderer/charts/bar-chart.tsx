import type { Chart, ChartOptions, TooltipItem } from 'chart.js';
import { memo, useRef } from 'react';
import { Bar } from 'react-chartjs-2';
import { useFormat, type Format } from '../components/use-format.ts';
import { useChartColours, type ChartColours } from './chart-colours.ts';
import { ChartFrame } from './chart-frame.tsx';
import { setUpCharts } from './chart-setup.ts';
import styles from './charts.module.css';
import { axisStyle, tooltipStyle } from './line-options.ts';

setUpCharts();

export interface BarSeries {
  readonly label: string;
  /** A CSS colour or `var(--…)`. */
  readonly colour: string;
  /** One a place of the axis. */
  readonly values: readonly number[];
}

interface BarChartProps {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Places of the axis, in order. */
  readonly labels: readonly string[];
  readonly series: readonly BarSeries[];
  /** Values are shares of one. */
  readonly percent?: boolean;
  /** Beside the value, when a bar is pointed at. */
  readonly detail?: (series: number, place: number) => string;
}

/** Bars of several series side by side. */
export const BarChart = memo(function BarChart(props: BarChartProps) {
  const { title, xTitle, labels, series } = props;
  const format = useFormat();
  const colours = useChartColours();
  const chart = useRef<Chart<'bar'>>(null);
  const datasets = series.map(({ label, colour, values }) => ({
    label,
    data: [...values],
    backgroundColor: colours.resolve(colour),
    maxBarThickness: 26,
    categoryPercentage: 0.8,
    barPercentage: 0.95,
  }));
  return (
    <ChartFrame
      title={title}
      picture={() => chart.current?.toBase64Image() ?? null}
      table={() => ({
        header: [xTitle, ...series.map(({ label }) => label)],
        rows: labels.map((_, i) => [i, ...series.map(({ values }) => values[i] ?? null)]),
      })}
      legend={<BarLegend series={series} />}
    >
      <div className={styles.canvas}>
        <Bar
          ref={chart}
          data={{ labels: [...labels], datasets }}
          options={barOptions(props, colours, format)}
          role="img"
          aria-label={`${title}. ${series
            .map(
              ({ label, values }) =>
                `${label}: ${values
                  .slice(0, 40)
                  .map(value => write(props, format, value))
                  .join(', ')}`,
            )
            .join('; ')}`}
        />
      </div>
    </ChartFrame>
  );
});

function BarLegend({ series }: Pick<BarChartProps, 'series'>) {
  return (
    <ul className={styles.legend}>
      {series.map(({ label, colour }) => (
        <li key={label} className="small soft row">
          <svg width="10" height="10" aria-hidden="true">
            <rect width="10" height="10" rx="3" fill={colour} />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}

function write({ percent = false }: Pick<BarChartProps, 'percent'>, format: Format, value: number): string {
  return percent ? format.percent(value, 1) : format.number(value, 3);
}

function barOptions(props: BarChartProps, colours: ChartColours, format: Format): ChartOptions<'bar'> {
  const { xTitle, yTitle, detail } = props;
  const axis = axisStyle(colours);
  return {
    animation: false,
    maintainAspectRatio: false,
    interaction: { mode: 'index', intersect: false },
    layout: { padding: { top: 6 } },
    scales: {
      x: { title: axis.title(xTitle), grid: { display: false }, border: axis.border, ticks: { ...axis.ticks, maxRotation: 45 } },
      y: {
        beginAtZero: true,
        title: axis.title(yTitle),
        grid: axis.grid,
        border: axis.border,
        ticks: { ...axis.ticks, maxTicksLimit: 6, callback: value => write(props, format, Number(value)) },
      },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        ...tooltipStyle(colours),
        boxHeight: 10,
        callbacks: {
          label: (item: TooltipItem<'bar'>) => {
            const more = detail?.(item.datasetIndex, item.dataIndex);
            return ` ${item.dataset.label ?? ''}: ${write(props, format, Number(item.raw))}${more === undefined ? '' : ` (${more})`}`;
          },
        },
      },
    },
  };
}
