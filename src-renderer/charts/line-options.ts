import type { ChartOptions, TooltipItem } from 'chart.js';
import type { Format } from '../components/use-format.ts';
import type { ChartColours } from './chart-colours.ts';

interface LineOptionsInput {
  readonly xTitle: string;
  readonly yTitle: string;
  readonly percent?: boolean;
  readonly bytes?: boolean;
  readonly isLog: boolean;
  readonly range: readonly [number, number] | null;
  readonly colours: ChartColours;
  readonly format: Format;
}

/** No animation, straight lines, titles with units on both axes. */
export function lineOptions(input: LineOptionsInput): ChartOptions<'line'> {
  const { xTitle, yTitle, isLog, range, colours, format } = input;
  const { y, tick } = writersOf(input);
  // Epochs and minutes may be fractions.
  const short = (x: number): string => (Math.abs(x) < 10_000 ? format.number(x, 3) : format.compact(x));
  const axis = axisStyle(colours);
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    parsing: false,
    normalized: true,
    spanGaps: false,
    events: ['mousemove', 'mouseout', 'mousedown', 'mouseup', 'dblclick', 'touchstart', 'touchmove'],
    interaction: { mode: 'nearestOfEach', intersect: false },
    layout: { padding: { top: 6, right: 8 } },
    scales: {
      x: {
        type: 'linear',
        title: axis.title(xTitle),
        grid: axis.grid,
        border: axis.border,
        ticks: { ...axis.ticks, maxTicksLimit: 7, callback: value => short(Number(value)) },
        ...(range === null ? {} : { min: range[0], max: range[1] }),
      },
      y: {
        type: isLog ? 'logarithmic' : 'linear',
        title: axis.title(yTitle),
        grid: axis.grid,
        border: axis.border,
        ticks: {
          ...axis.ticks,
          maxTicksLimit: isLog ? 5 : 6,
          callback: (value, _, ticks) => tick(Number(value), Math.abs((ticks[1]?.value ?? 1) - (ticks[0]?.value ?? 0))),
        },
      },
    },
    plugins: {
      legend: { display: false },
      tooltip: {
        ...tooltipStyle(colours),
        callbacks: {
          title: (items: TooltipItem<'line'>[]) => `${format.number((items[0]?.raw as { x: number } | undefined)?.x ?? 0, 4)} ${xTitle}`,
          label: (item: TooltipItem<'line'>) => ` ${item.dataset.label ?? ''}: ${y((item.raw as { y: number }).y)}`,
        },
      },
    },
  };
}

interface Writers {
  y(value: number): string;
  /** `step` is the distance to the next tick. */
  tick(value: number, step: number): string;
}

function writersOf({ percent = false, bytes = false, format }: LineOptionsInput): Writers {
  if (bytes) return { y: format.bytes, tick: format.bytes };
  if (!percent) return { y: value => format.number(value, 4), tick: value => format.number(value, 3) };
  const tick = (value: number, step: number): string => format.percent(value, step < 0.001 ? 2 : step < 0.01 ? 1 : 0);
  return { y: value => format.percent(value, 2), tick };
}

export function axisStyle(colours: ChartColours) {
  return {
    title: (text: string) => ({ display: true, text, color: colours.soft, font: { size: 12, family: colours.font } }),
    grid: { color: colours.grid, drawTicks: false },
    border: { display: false },
    ticks: { color: colours.soft, font: { size: 11, family: colours.font }, padding: 6, maxRotation: 0 },
  };
}

export function tooltipStyle(colours: ChartColours) {
  return {
    backgroundColor: colours.panel,
    borderColor: colours.line,
    borderWidth: 1,
    titleColor: colours.soft,
    bodyColor: colours.ink,
    titleFont: { size: 11, weight: 'normal' as const, family: colours.font },
    bodyFont: { size: 12, family: colours.font },
    padding: 8,
    cornerRadius: 6,
    boxWidth: 10,
    boxHeight: 2,
    caretSize: 0,
    animation: false as const,
  };
}
