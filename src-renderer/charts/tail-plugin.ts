import type { Chart, Plugin } from 'chart.js';
import type { Point, Tail } from './lines.ts';

/** Tells that tails have grown; returns the way to unsubscribe. */
export type TailNews = (listener: () => void) => () => void;

/** A tail is drawn as the line it goes on; where a line has several, fine and pale. */
const ONE_OF_MANY = { width: 1, alpha: 0.45 };

interface Piece {
  readonly colour: string;
  readonly width: number;
  readonly alpha: number;
  readonly points: readonly Point[];
}

/**
 * Draws curves on beyond their last fetched point: `tails` of a data set. Between two updates of the chart only the new piece
 * is stroked onto the canvas, which costs next to nothing; the chart is laid out anew only when its x axis has become too short.
 */
export function tailPlugin(news: TailNews): Plugin<'line'> {
  const drawnTo = new WeakMap<Tail, number>();
  const ends = new WeakMap<Chart, () => void>();
  const stroke = (chart: Chart, pieces: readonly Piece[]): void => {
    const { ctx, chartArea } = chart;
    const [x, y] = [chart.scales['x']!, chart.scales['y']!];
    ctx.save();
    ctx.beginPath();
    ctx.rect(chartArea.left, chartArea.top, chartArea.width, chartArea.height);
    ctx.clip();
    for (const { colour, width, alpha, points } of pieces) {
      ctx.beginPath();
      for (const point of points) ctx.lineTo(x.getPixelForValue(point.x), y.getPixelForValue(point.y));
      ctx.globalAlpha = alpha;
      ctx.strokeStyle = colour;
      ctx.lineWidth = width;
      ctx.stroke();
    }
    ctx.restore();
  };
  const grow = (chart: Chart): void => {
    const x = chart.scales['x'];
    if (x === undefined || !isSeen(chart)) return;
    if (!isZoomed(chart) && endOf(chart) > x.max) return chart.update('none');
    const pieces = piecesOf(chart, drawnTo, true);
    if (pieces.length > 0) stroke(chart, pieces);
  };
  return {
    id: 'tail',
    afterInit: chart =>
      void ends.set(
        chart,
        news(() => grow(chart)),
      ),
    afterDestroy: chart => ends.get(chart)?.(),
    afterDataLimits(chart, { scale }) {
      if (scale.axis === 'x' && !isZoomed(chart)) scale.max = Math.max(scale.max, endOf(chart));
    },
    afterDatasetsDraw: chart => stroke(chart, piecesOf(chart, drawnTo, false)),
  };
}

/** `onlyNew`: from where the tail was last drawn to. */
function piecesOf(chart: Chart, drawnTo: WeakMap<Tail, number>, onlyNew: boolean): readonly Piece[] {
  return chart.data.datasets.flatMap(dataset => {
    const tails = tailsOf(dataset);
    return tails.flatMap(tail => {
      const reached = onlyNew ? (drawnTo.get(tail) ?? -Infinity) : -Infinity;
      const all = [...(tail.from === null ? [] : [tail.from]), ...tail.points()];
      const last = all.at(-1);
      if (all.length < 2 || last === undefined || last.x <= reached) return [];
      drawnTo.set(tail, last.x);
      const first = all.findLastIndex(({ x }) => x <= reached);
      const look = tails.length > 1 ? ONE_OF_MANY : { width: Number(dataset.borderWidth), alpha: 1 };
      return [{ ...look, colour: String(dataset.borderColor), points: all.slice(Math.max(0, first)) }];
    });
  });
}

function isSeen({ canvas }: Chart): boolean {
  const { top, bottom } = canvas.getBoundingClientRect();
  return !document.hidden && bottom > 0 && top < window.innerHeight;
}

function endOf(chart: Chart): number {
  const ends = chart.data.datasets.flatMap(dataset => tailsOf(dataset).map(tail => tail.points().at(-1)?.x ?? -Infinity));
  return Math.max(-Infinity, ...ends);
}

function tailsOf(dataset: object): readonly Tail[] {
  return (dataset as { readonly tails?: readonly Tail[] }).tails ?? [];
}

function isZoomed(chart: Chart): boolean {
  return chart.options.scales?.['x']?.max !== undefined;
}
