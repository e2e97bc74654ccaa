import { Chart, type ChartType } from 'chart.js';
import { createSvgContext } from './svg-context.ts';

/** A chart as it stands, drawn once more as SVG, with ids that begin with `name`. Null where the browser has no canvas to measure texts on. */
export function chartSvg<T extends ChartType>(chart: Chart<T>, ground: string, name = ''): string | null {
  const measuring = document.createElement('canvas').getContext('2d');
  if (measuring === null) return null;
  const { width, height } = chart;
  const canvas = document.createElement('canvas');
  const measure = (text: string, font: string): TextMetrics => {
    measuring.font = font;
    return measuring.measureText(text);
  };
  const recorded = createSvgContext(canvas, measure, name);
  canvas.getContext = (() => recorded.context) as unknown as HTMLCanvasElement['getContext'];
  [canvas.width, canvas.height] = [width, height];
  const { type, data, options, plugins } = chart.config as unknown as { type: T; data: Chart<T>['data']; options: object; plugins?: [] };
  const copy = new Chart(canvas, {
    type,
    data,
    // A segment style, even an empty one, makes chart.js draw lines on the context instead of as a Path2D nobody can read.
    options: { ...options, responsive: false, devicePixelRatio: 1, animation: false, datasets: { line: { segment: {} } } } as never,
    plugins: (plugins ?? []).filter(plugin => (plugin as { id: string }).id !== 'crosshair'),
  });
  const svg = recorded.svg(width, height, ground);
  copy.destroy();
  return svg;
}

export interface DrawnChart {
  readonly label: string;
  readonly svg: string;
}

/** Every chart inside an element, as SVG, with what is read out of it. */
export function chartsInside(element: HTMLElement, ground: string): readonly DrawnChart[] {
  return [...element.querySelectorAll('canvas')].flatMap((canvas, i) => {
    const chart = Chart.getChart(canvas);
    const svg = chart === undefined ? null : chartSvg(chart, ground, `chart${i}-`);
    return svg === null ? [] : [{ label: canvas.getAttribute('aria-label') ?? '', svg }];
  });
}
