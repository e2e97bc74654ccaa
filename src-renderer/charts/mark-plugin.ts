import type { Plugin } from 'chart.js';
import type { Point } from './lines.ts';

/**
 * Rings the best point of each line that has one: `mark` of the data set. A radius for each point would do too, but then
 * chart.js resolves the options of every point anew at every redraw.
 */
export function markPlugin(fill: string): Plugin<'line'> {
  return {
    id: 'mark',
    afterDatasetsDraw(chart) {
      const [x, y] = [chart.scales['x'], chart.scales['y']];
      if (x === undefined || y === undefined) return;
      const { ctx, chartArea } = chart;
      for (const dataset of chart.data.datasets) {
        const { mark, borderColor } = dataset as { mark?: Point | null; borderColor?: unknown };
        if (mark === undefined || mark === null) continue;
        const [left, top] = [x.getPixelForValue(mark.x), y.getPixelForValue(mark.y)];
        if (left < chartArea.left - 1 || left > chartArea.right + 1) continue;
        ctx.save();
        ctx.beginPath();
        ctx.arc(left, top, 4.5, 0, 2 * Math.PI);
        ctx.fillStyle = fill;
        ctx.strokeStyle = String(borderColor);
        ctx.lineWidth = 2;
        ctx.fill();
        ctx.stroke();
        ctx.restore();
      }
    },
  };
}
