import type { Chart, Plugin } from 'chart.js';
import { withAlpha } from './chart-colours.ts';
import type { Band } from './lines.ts';

/** Fills the interval around each line that has one, behind all lines. Reads `band` of the data set, so it follows updates. */
export const bandPlugin: Plugin<'line'> = {
  id: 'band',
  beforeDatasetsDraw(chart) {
    for (const dataset of chart.data.datasets) {
      const { band, borderColor } = dataset as { band?: Band | undefined; borderColor?: unknown };
      if (band !== undefined) drawBand(chart, band, String(borderColor));
    }
  },
};

function drawBand(chart: Chart<'line'>, { low, high }: Band, colour: string): void {
  const { ctx, chartArea } = chart;
  const [x, y] = [chart.scales['x'], chart.scales['y']];
  if (x === undefined || y === undefined) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
  ctx.clip();
  ctx.beginPath();
  for (const point of [...high, ...[...low].reverse()]) {
    if (Number.isFinite(point.y)) ctx.lineTo(x.getPixelForValue(point.x), clampTo(chartArea, y.getPixelForValue(point.y)));
  }
  ctx.closePath();
  ctx.fillStyle = withAlpha(colour, 0.18);
  ctx.fill();
  ctx.restore();
}

/** A logarithmic axis has no place for numbers up to zero. */
function clampTo(area: { readonly top: number; readonly bottom: number }, pixel: number): number {
  return Number.isFinite(pixel) ? Math.min(area.bottom + 1, Math.max(area.top - 1, pixel)) : area.bottom + 1;
}
