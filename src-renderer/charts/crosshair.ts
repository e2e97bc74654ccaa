import type { Chart as AnyChart, Plugin } from 'chart.js';
import { nearestIndex, type Point } from './lines.ts';

type Chart = AnyChart<'line'>;

/** What charts of one group share: the x under the pointer, and the range zoomed to. */
export interface CrosshairGroup {
  readonly charts: Set<Chart>;
  x: number | null;
  dragFrom: number | null;
}

export function createCrosshairGroup(): CrosshairGroup {
  return { charts: new Set(), x: null, dragFrom: null };
}

interface CrosshairOptions {
  readonly group: CrosshairGroup;
  readonly colour: string;
  readonly onZoom: (range: readonly [number, number] | null) => void;
}

/** Draws one vertical line through all charts of a group, marks the points on it, and zooms by drag. */
export function crosshairPlugin({ group, colour, onZoom }: CrosshairOptions): Plugin<'line'> {
  return {
    id: 'crosshair',
    afterInit: chart => void group.charts.add(chart),
    beforeDestroy: chart => void group.charts.delete(chart),
    afterEvent(chart, { event, inChartArea }) {
      const x = event.x === null ? null : (chart.scales['x']?.getValueForPixel(event.x) ?? null);
      if (event.type === 'dblclick') onZoom(null);
      else followDrag(chart, { type: event.type, x, inside: inChartArea }, { group, onZoom });
      group.x = event.type === 'mouseout' || !inChartArea ? null : x;
      for (const each of group.charts) each.draw();
    },
    afterDatasetsDraw(chart) {
      if (group.x !== null) drawCrosshair(chart, group.x, group.dragFrom, colour);
    },
  };
}

interface PointerMove {
  readonly type: string;
  readonly x: number | null;
  readonly inside: boolean;
}

/** A drag starts inside a chart and zooms to what lies between its ends. */
function followDrag(chart: Chart, { type, x, inside }: PointerMove, { group, onZoom }: Pick<CrosshairOptions, 'group' | 'onZoom'>): void {
  const from = group.dragFrom;
  if (type === 'mousedown' && inside) group.dragFrom = x;
  if (type === 'mouseup' || type === 'mouseout') group.dragFrom = null;
  if (type === 'mouseup' && from !== null && x !== null && isWide(chart, from, x)) onZoom(ordered(from, x));
}

function drawCrosshair(chart: Chart, x: number, dragFrom: number | null, colour: string): void {
  const scale = chart.scales['x'];
  if (scale === undefined) return;
  const { ctx, chartArea } = chart;
  const at = scale.getPixelForValue(x);
  ctx.save();
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  if (dragFrom !== null) {
    ctx.globalAlpha = 0.12;
    const from = scale.getPixelForValue(dragFrom);
    ctx.fillRect(Math.min(from, at), chartArea.top, Math.abs(at - from), chartArea.height);
    ctx.globalAlpha = 1;
  }
  ctx.setLineDash([3, 3]);
  ctx.beginPath();
  ctx.moveTo(at, chartArea.top);
  ctx.lineTo(at, chartArea.bottom);
  ctx.stroke();
  ctx.setLineDash([]);
  for (const point of pointsAt(chart, x)) {
    ctx.beginPath();
    ctx.arc(point.x, point.y, 3.5, 0, 2 * Math.PI);
    ctx.fillStyle = point.colour;
    ctx.fill();
  }
  ctx.restore();
}

interface Mark {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

function pointsAt(chart: Chart, x: number): readonly Mark[] {
  return chart.data.datasets.flatMap((dataset, i): Mark[] => {
    const point = (dataset.data as Point[])[nearestIndex(dataset.data as Point[], x)];
    if (point === undefined || !Number.isFinite(point.y) || !chart.isDatasetVisible(i)) return [];
    const scale = chart.scales['y'];
    return [
      {
        x: chart.scales['x']?.getPixelForValue(point.x) ?? 0,
        y: scale?.getPixelForValue(point.y) ?? 0,
        colour: String(dataset.borderColor),
      },
    ];
  });
}

function isWide(chart: Chart, from: number, to: number): boolean {
  const scale = chart.scales['x'];
  return scale !== undefined && Math.abs(scale.getPixelForValue(from) - scale.getPixelForValue(to)) > 6;
}

function ordered(a: number, b: number): readonly [number, number] {
  return a < b ? [a, b] : [b, a];
}
