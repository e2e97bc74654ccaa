import type { Chart, ChartOptions, TooltipItem } from 'chart.js';
import { useMemo, useRef, type ReactNode } from 'react';
import { Scatter } from 'react-chartjs-2';
import { useFormat, type Format } from '../components/use-format.ts';
import { useChartColours, type ChartColours } from './chart-colours.ts';
import { ChartFrame } from './chart-frame.tsx';
import { setUpCharts } from './chart-setup.ts';
import styles from './charts.module.css';
import { axisStyle, tooltipStyle } from './line-options.ts';
import { scatterPlugin, type ScatterPoint } from './scatter-parts.ts';

setUpCharts();

interface ScatterChartProps {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly points: readonly ScatterPoint[];
  /** Indices of the points to join, in order. */
  readonly front: readonly number[];
  readonly isLog: boolean;
  readonly writeX: (value: number) => string;
  readonly controls: ReactNode;
}

/** Error against cost: less error is further up, less cost further left. */
export function ScatterChart(props: ScatterChartProps) {
  const { title, xTitle, yTitle, points, front, controls } = props;
  const format = useFormat();
  const colours = useChartColours();
  const chart = useRef<Chart<'scatter'>>(null);
  const plugins = useMemo(() => [scatterPlugin(points, front, colours)], [points, front, colours]);
  const data = {
    datasets: [
      {
        data: points.map(({ x, y }) => ({ x, y })),
        pointRadius: points.map(point => (point.strong ? 8 : 6.5)),
        pointHoverRadius: 9,
        pointBackgroundColor: points.map(point => colours.resolve(point.colour)),
        pointBorderColor: colours.panel,
        pointBorderWidth: 1.5,
      },
    ],
  };
  return (
    <ChartFrame
      title={title}
      controls={controls}
      picture={() => chart.current?.toBase64Image() ?? null}
      table={() => ({ header: [xTitle, yTitle], rows: points.map(({ x, y }) => [x, y]) })}
    >
      <div className={styles.canvas} data-tall>
        <Scatter
          // Plugins are read once per chart, and these close over the points.
          key={points.map(point => `${point.label}${point.x}`).join()}
          ref={chart}
          data={data}
          options={scatterOptions(props, colours, format)}
          plugins={plugins}
          role="img"
          aria-label={`${title}. ${points.map(point => `${point.label}: ${props.writeX(point.x)}, ${format.number(point.y, 3)}`).join('; ')}`}
        />
      </div>
    </ChartFrame>
  );
}

function scatterOptions(props: ScatterChartProps, colours: ChartColours, format: Format): ChartOptions<'scatter'> {
  const { xTitle, yTitle, points, isLog, writeX } = props;
  const axis = axisStyle(colours);
  const logarithmic = isLog && points.every(point => point.x > 0);
  return {
    animation: false,
    maintainAspectRatio: false,
    layout: { padding: { right: 24, top: 8 } },
    scales: {
      x: {
        type: logarithmic ? 'logarithmic' : 'linear',
        ...rangeOf(
          points.map(point => point.x),
          logarithmic,
        ),
        title: axis.title(xTitle),
        grid: axis.grid,
        border: axis.border,
        ticks: { ...axis.ticks, maxTicksLimit: 6, callback: value => writeX(Number(value)) },
      },
      y: {
        reverse: true,
        ...rangeOf(
          points.flatMap(point => [point.low, point.high]),
          false,
        ),
        title: axis.title(yTitle),
        grid: axis.grid,
        border: axis.border,
        ticks: { ...axis.ticks, maxTicksLimit: 6, includeBounds: false, callback: value => format.number(Number(value)) },
      },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        ...tooltipStyle(colours),
        callbacks: {
          label: (item: TooltipItem<'scatter'>) => {
            const point = points[item.dataIndex];
            if (point === undefined) return '';
            return [
              point.label,
              `${yTitle}: ${format.number(point.y, 3)} (${format.number(point.low, 3)}–${format.number(point.high, 3)})`,
              `${xTitle}: ${writeX(point.x)}`,
            ];
          },
        },
      },
    },
  };
}

/** A little room around the outermost points, so that no interval or label touches the frame. */
export function rangeOf(values: readonly number[], logarithmic: boolean): { min: number; max: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (logarithmic) return { min: low / 1.8, max: high * 1.8 };
  const room = (high - low) * 0.15 || Math.abs(high) * 0.1 || 1;
  return { min: Math.max(low - room, low >= 0 ? 0 : Number.NEGATIVE_INFINITY), max: high + room };
}
