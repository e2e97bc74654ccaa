import type { Chart, Scale } from 'chart.js';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Point, Tail } from '../../../../src-renderer/charts/lines.ts';
import { tailPlugin } from '../../../../src-renderer/charts/tail-plugin.ts';

/** A chart one pixel a step wide, that notes what is stroked. */
function aChart(tails: readonly Tail[], { zoomedTo, top = 100 }: { zoomedTo?: number; top?: number } = {}) {
  const strokes: number[][] = [];
  const widths: number[] = [];
  let path: number[] = [];
  const ctx = {
    ...{ save: vi.fn(), restore: vi.fn(), rect: vi.fn(), clip: vi.fn(), globalAlpha: 1, lineWidth: 1 },
    beginPath: () => void (path = []),
    lineTo: (x: number) => void path.push(x),
    stroke() {
      strokes.push(path);
      widths.push(ctx.lineWidth);
    },
  };
  const scale = { max: 10, getPixelForValue: (value: number) => value };
  const chart = {
    ...{ ctx, chartArea: { left: 0, top: 0, width: 10, height: 10 }, scales: { x: scale, y: scale }, update: vi.fn() },
    canvas: { getBoundingClientRect: () => ({ top, bottom: top + 180 }) },
    options: { scales: { x: { max: zoomedTo } } },
    data: { datasets: [{ borderColor: 'red', borderWidth: 2.5, tails }] },
  };
  return { chart: chart as unknown as Chart<'line'>, strokes, widths, update: chart.update };
}

function aTail(from: Point | null): { tail: Tail; points: Point[] } {
  const points: Point[] = [];
  return { tail: { from, points: () => points }, points };
}

let grow: () => void;
const news = (listener: () => void): (() => void) => {
  grow = listener;
  return () => (grow = () => undefined);
};
const at = (x: number): Point => ({ x, y: 1 });

beforeEach(() => {
  vi.stubGlobal('document', { hidden: false });
  vi.stubGlobal('window', { innerHeight: 900 });
});

describe('the tail of a line', () => {
  it('is stroked on from where it was drawn to, and whole when the chart is drawn', () => {
    const { tail, points } = aTail(at(3));
    const { chart, strokes, update } = aChart([tail]);
    const plugin = tailPlugin(news);
    void plugin.afterInit?.(chart, {}, {});
    points.push(at(4), at(5));
    grow();
    points.push(at(6));
    grow();
    grow();
    void plugin.afterDatasetsDraw?.(chart, {}, {}, false);
    expect(strokes).toEqual([
      [3, 4, 5],
      [5, 6],
      [3, 4, 5, 6],
    ]);
    expect(update).not.toHaveBeenCalled();
  });

  it('is as wide as the line it goes on, but fine where it is one of several', () => {
    const widthsOf = (count: number): readonly number[] => {
      const several = Array.from({ length: count }, () => aTail(at(3)));
      for (const { points } of several) points.push(at(4));
      const { chart, widths } = aChart(several.map(({ tail }) => tail));
      void tailPlugin(news).afterDatasetsDraw?.(chart, {}, {}, false);
      return widths;
    };
    expect(widthsOf(1)).toEqual([2.5]);
    expect(widthsOf(2)).toEqual([1, 1]);
  });

  it('lays the chart out anew only when the axis is too short, and then the axis reaches it', () => {
    const { tail, points } = aTail(at(9));
    const { chart, strokes, update } = aChart([tail]);
    const plugin = tailPlugin(news);
    void plugin.afterInit?.(chart, {}, {});
    points.push(at(12));
    grow();
    expect(update).toHaveBeenCalledWith('none');
    expect(strokes).toEqual([]);
    const scale = { axis: 'x', max: 9 } as Scale;
    plugin.afterDataLimits?.(chart, { scale }, {});
    expect(scale.max).toBe(12);
  });

  it('leaves the part of the axis that a person chose', () => {
    const { tail, points } = aTail(at(9));
    const { chart, update } = aChart([tail], { zoomedTo: 8 });
    const plugin = tailPlugin(news);
    void plugin.afterInit?.(chart, {}, {});
    points.push(at(12));
    grow();
    const scale = { axis: 'x', max: 8 } as Scale;
    plugin.afterDataLimits?.(chart, { scale }, {});
    expect(scale.max).toBe(8);
    expect(update).not.toHaveBeenCalled();
  });

  it.each([-200, 900])('waits while its chart is at %i pixels, out of sight', top => {
    const { tail, points } = aTail(at(3));
    const { chart, strokes } = aChart([tail], { top });
    const plugin = tailPlugin(news);
    void plugin.afterInit?.(chart, {}, {});
    points.push(at(4));
    grow();
    expect(strokes).toEqual([]);
  });

  it('ends with its chart', () => {
    const { tail, points } = aTail(at(3));
    const { chart, strokes } = aChart([tail]);
    const plugin = tailPlugin(news);
    void plugin.afterInit?.(chart, {}, {});
    void plugin.afterDestroy?.(chart, {}, {});
    points.push(at(4));
    grow();
    expect(strokes).toEqual([]);
  });
});
