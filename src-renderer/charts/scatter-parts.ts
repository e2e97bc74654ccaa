import type { Chart as AnyChart, Plugin } from 'chart.js';
import type { ChartColours } from './chart-colours.ts';
import { shortened } from './shortened.ts';

type Chart = AnyChart<'scatter'>;

export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  readonly xInterval: Interval | null;
  readonly yInterval: Interval | null;
  readonly label: string;
  readonly colour: string;
  /** The one the reader has chosen. */
  readonly strong: boolean;
  /** Drawn as a ring: a control, which is there to be compared with. */
  readonly hollow: boolean;
  /** Lines that are shown when the pointer is on it. */
  card(): readonly string[];
}

export type Interval = readonly [low: number, high: number];

/** A label's place: its middle left, or its right end when it would leave the chart. */
export interface LabelPlace {
  readonly x: number;
  readonly y: number;
  readonly align: 'left' | 'right';
}

interface Spot {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

const GAP = 11;
const LINE = 15;
/** With more points only the chosen one is named. */
const MOST_LABELS = 24;

interface Placed extends Spot {
  readonly index: number;
  readonly align: 'left' | 'right';
  readonly from: number;
  readonly to: number;
}

/**
 * Right of its point, or left of it at the chart's edge. Labels that would cover each other stand in a column in the
 * order of their points, its middle at theirs.
 */
export function placeLabels(spots: readonly Spot[], right: number): readonly LabelPlace[] {
  const placed = spots.map((spot, index): Placed => {
    const align = spot.x + GAP + spot.width > right ? 'right' : 'left';
    const x = align === 'left' ? spot.x + GAP : spot.x - GAP;
    return { ...spot, x, index, align, from: align === 'left' ? x : x - spot.width, to: align === 'left' ? x + spot.width : x };
  });
  const places: LabelPlace[] = [];
  for (const column of columnsOf(placed)) {
    const top = topOf(column);
    column.forEach((label, i) => {
      places[label.index] = { x: label.x, y: top + i * LINE, align: label.align };
    });
  }
  return places;
}

/** Labels from top to bottom; one that reaches into a column above it joins it. */
function columnsOf(labels: readonly Placed[]): readonly (readonly Placed[])[] {
  const columns: Placed[][] = [];
  for (const label of [...labels].sort((a, b) => a.y - b.y)) {
    const isBeside = (other: Placed): boolean => label.to >= other.from && label.from <= other.to;
    const column = columns.find(each => each.some(isBeside) && label.y < topOf(each) + each.length * LINE);
    if (column === undefined) columns.push([label]);
    else column.push(label);
  }
  return columns;
}

/** Where the first label of a column stands so that its middle is the mean of its points. */
function topOf(column: readonly Placed[]): number {
  const middle = column.reduce((sum, label) => sum + label.y, 0) / column.length;
  return middle - ((column.length - 1) / 2) * LINE;
}

/** Draws intervals behind the points, names beside them, and the front through them. */
export function scatterPlugin(points: readonly ScatterPoint[], front: readonly number[], colours: ChartColours): Plugin<'scatter'> {
  return {
    id: 'scatter-parts',
    beforeDatasetsDraw(chart) {
      const { ctx } = chart;
      ctx.save();
      drawFront(
        chart,
        front.map(i => points[i]!),
        colours,
      );
      for (const point of points) drawIntervals(chart, point, colours);
      ctx.restore();
    },
    afterDatasetsDraw: chart => drawLabels(chart, points, colours),
  };
}

function drawFront(chart: Chart, front: readonly ScatterPoint[], colours: ChartColours): void {
  const { ctx } = chart;
  ctx.strokeStyle = colours.accent;
  ctx.lineWidth = 1.5;
  ctx.setLineDash([5, 4]);
  ctx.beginPath();
  for (const point of front) ctx.lineTo(...pixelOf(chart, point.x, point.y));
  ctx.stroke();
  ctx.setLineDash([]);
}

function drawIntervals(chart: Chart, { x, y, xInterval, yInterval, colour }: ScatterPoint, colours: ChartColours): void {
  const { ctx } = chart;
  ctx.strokeStyle = colours.resolve(colour);
  ctx.globalAlpha = 0.5;
  ctx.lineWidth = 2;
  ctx.beginPath();
  if (yInterval !== null) {
    ctx.moveTo(...pixelOf(chart, x, yInterval[0]));
    ctx.lineTo(...pixelOf(chart, x, yInterval[1]));
  }
  if (xInterval !== null) {
    ctx.moveTo(...pixelOf(chart, xInterval[0], y));
    ctx.lineTo(...pixelOf(chart, xInterval[1], y));
  }
  ctx.stroke();
  ctx.globalAlpha = 1;
}

function drawLabels(chart: Chart, points: readonly ScatterPoint[], colours: ChartColours): void {
  const { ctx, chartArea } = chart;
  ctx.save();
  ctx.font = `12px ${colours.font}`;
  ctx.textBaseline = 'middle';
  const named = points.length > MOST_LABELS ? points.filter(point => point.strong) : points;
  const room = chartArea.width / 2 - 2 * GAP;
  const texts = named.map(({ label }) => shortened(label, Math.floor((label.length * room) / ctx.measureText(label).width)));
  const spots = named.map((point, i) => {
    const [x, y] = pixelOf(chart, point.x, point.y);
    return { x, y, width: ctx.measureText(texts[i]!).width };
  });
  placeLabels(spots, chartArea.right + 8).forEach((place, i) => {
    ctx.textAlign = place.align;
    ctx.fillStyle = colours.ink;
    ctx.fillText(texts[i]!, place.x, place.y);
  });
  ctx.restore();
}

/** A logarithmic axis has no place for zero: what lies beyond the chart is drawn to its edge. */
function pixelOf({ scales, chartArea }: Chart, x: number, y: number): [number, number] {
  const [left, top] = [scales['x']?.getPixelForValue(x) ?? 0, scales['y']?.getPixelForValue(y) ?? 0];
  return [
    Number.isFinite(left) ? Math.min(chartArea.right, Math.max(chartArea.left, left)) : chartArea.left,
    Number.isFinite(top) ? Math.min(chartArea.bottom, Math.max(chartArea.top, top)) : chartArea.bottom,
  ];
}
