import type { Chart, ChartOptions, TooltipItem } from 'chart.js';
import { useMemo, useRef, type ReactNode } from 'react';
import { Scatter } from 'react-chartjs-2';
import { useChartColours, type ChartColours } from './chart-colours.ts';
import { ChartFrame } from './chart-frame.tsx';
import { setUpCharts } from './chart-setup.ts';
import { chartSvg } from './chart-svg.ts';
import styles from './charts.module.css';
import { axisStyle, tooltipStyle } from './line-options.ts';
import { scatterPlugin, type Interval, type ScatterPoint } from './scatter-parts.ts';

setUpCharts();

export interface ScatterAxis {
  readonly title: string;
  readonly isLog: boolean;
  /** Larger values lie further left or down: what is better always lies up and left. */
  readonly isReversed: boolean;
  readonly write: (value: number) => string;
}

interface ScatterChartProps {
  readonly title: string;
  /** What is drawn, for those who hear it. */
  readonly spoken: string;
  readonly x: ScatterAxis;
  readonly y: ScatterAxis;
  readonly points: readonly ScatterPoint[];
  /** Indices of the points to join, in order. */
  readonly front: readonly number[];
  readonly controls: ReactNode;
  readonly onChoose: (index: number) => void;
}

/** Two figures of every model: what is better lies up and left. */
export function ScatterChart(props: ScatterChartProps) {
  const { title, x, y, points, front, controls } = props;
  const colours = useChartColours();
  const chart = useRef<Chart<'scatter'>>(null);
  const plugins = useMemo(() => [scatterPlugin(points, front, colours)], [points, front, colours]);
  const data = {
    datasets: [
      {
        data: points.map(point => ({ x: point.x, y: point.y })),
        pointRadius: points.map(point => (point.strong ? 8 : point.hollow ? 5.5 : 6.5)),
        pointHoverRadius: 9,
        pointBackgroundColor: points.map(point => (point.hollow ? colours.panel : colours.resolve(point.colour))),
        pointBorderColor: points.map(point => (point.hollow ? colours.resolve(point.colour) : colours.panel)),
        pointBorderWidth: points.map(point => (point.hollow ? 2 : 1.5)),
      },
    ],
  };
  return (
    <ChartFrame
      title={title}
      picture={() => chart.current?.toBase64Image() ?? null}
      vector={() => (chart.current === null ? null : chartSvg(chart.current, colours.panel))}
      table={() => ({ header: [x.title, y.title], rows: points.map(point => [point.x, point.y]) })}
    >
      <div className={styles.tools}>{controls}</div>
      <div className={styles.canvas} data-tall>
        <Scatter
          // Plugins are read once per chart, and these close over the points.
          key={points.map(point => `${point.label}${point.x}${point.y}${point.strong}`).join()}
          ref={chart}
          data={data}
          options={scatterOptions(props, colours)}
          plugins={plugins}
          role="img"
          aria-label={`${props.spoken}. ${pointsInWords(points, x, y)}`}
        />
      </div>
    </ChartFrame>
  );
}

const MOST_SPOKEN = 30;

function pointsInWords(points: readonly ScatterPoint[], x: ScatterAxis, y: ScatterAxis): string {
  return points
    .slice(0, MOST_SPOKEN)
    .map(point => `${point.label}: ${x.write(point.x)}, ${y.write(point.y)}`)
    .join('; ');
}

function scatterOptions({ x, y, points, onChoose }: ScatterChartProps, colours: ChartColours): ChartOptions<'scatter'> {
  const horizontal = axisOptions(
    x,
    points.map(point => [point.x, point.xInterval] as const),
    colours,
  );
  const vertical = axisOptions(
    y,
    points.map(point => [point.y, point.yInterval] as const),
    colours,
  );
  return {
    animation: false,
    maintainAspectRatio: false,
    layout: { padding: { right: 24, top: 8 } },
    onClick: (_, [hit]) => void (hit !== undefined && onChoose(hit.index)),
    onHover: (event, hits) => {
      if (event.native?.target instanceof HTMLElement) event.native.target.style.cursor = hits.length > 0 ? 'pointer' : 'default';
    },
    scales: { x: horizontal, y: vertical },
    plugins: {
      legend: { display: false },
      tooltip: {
        ...tooltipStyle(colours),
        titleColor: colours.ink,
        titleFont: { size: 12, weight: 'bold', family: colours.font },
        displayColors: false,
        callbacks: {
          title: (items: TooltipItem<'scatter'>[]) => points[items[0]?.dataIndex ?? -1]?.label ?? '',
          label: (item: TooltipItem<'scatter'>) => [...(points[item.dataIndex]?.card() ?? [])],
        },
      },
    },
  };
}

function axisOptions(axis: ScatterAxis, values: readonly (readonly [number, Interval | null])[], colours: ChartColours) {
  const style = axisStyle(colours);
  const isLog = axis.isLog && values.every(([value]) => value > 0);
  const all = values.flatMap(([value, interval]) => [value, ...(interval ?? [])]).filter(value => !isLog || value > 0);
  return {
    type: isLog ? ('logarithmic' as const) : ('linear' as const),
    reverse: axis.isReversed,
    ...rangeOf(all, isLog),
    title: style.title(axis.title),
    grid: style.grid,
    border: style.border,
    ticks: { ...style.ticks, maxTicksLimit: 6, includeBounds: false, callback: (value: number | string) => axis.write(Number(value)) },
  };
}

/** A little room around the outermost points, so that no interval or label touches the frame. */
export function rangeOf(values: readonly number[], logarithmic: boolean): { min: number; max: number } {
  if (values.length === 0) return { min: 0, max: 1 };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (logarithmic) return { min: low / 1.8, max: high * 1.8 };
  const room = (high - low) * 0.15 || Math.abs(high) * 0.1 || 1;
  return { min: Math.max(low - room, low >= 0 ? 0 : Number.NEGATIVE_INFINITY), max: high + room };
}
