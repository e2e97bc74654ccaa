import type { Line, Point } from '../../charts/lines.ts';
import type { Series } from '../../ipc/queries.ts';
import type { JobGroup } from './job-groups.ts';

/** Charts of a job in the order they are drawn. `other` holds series nobody foresaw, one chart each. */
export const CHART_KINDS = ['loss', 'accuracy', 'learningRate', 'sparsity'] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

/** Which chart a series belongs to; null for one of its own. */
export function chartOf(seriesName: string): ChartKind | null {
  const last = seriesName.split('.').at(-1) ?? seriesName;
  if (last === 'loss') return 'loss';
  if (last === 'accuracy') return 'accuracy';
  if (last === 'learningRate') return 'learningRate';
  return seriesName === 'sparsity' || seriesName.startsWith('sparsity.') ? 'sparsity' : null;
}

/** NULL in the store is NaN, which breaks the line instead of hiding it. */
export function pointsOf(series: Pick<Series, 'steps' | 'values'>): readonly Point[] {
  return series.steps.map((x, i) => ({ x, y: series.values[i] ?? Number.NaN }));
}

/** Steps that make a model (or will), whose names have a colour of their own. */
export function modelSteps(groups: readonly JobGroup[]): readonly string[] {
  return groups.filter(group => group.kind === 'train' || group.kind === 'prune').map(group => group.step);
}

export interface ChartLines {
  readonly id: string;
  readonly kind: ChartKind | null;
  readonly lines: readonly Line[];
}

interface LinesInput {
  readonly series: readonly (readonly Series[])[];
  /** Label of each job in `series`; empty when there is one job only. */
  readonly jobLabels: readonly string[];
  readonly colour: string;
  readonly words: { readonly training: string; readonly validation: string };
}

/** All curves of a step as charts: training and validation share a chart and a colour; replicates are lines of the same kind. */
export function chartLines({ series, jobLabels, colour, words }: LinesInput): readonly ChartLines[] {
  const charts = new Map<string, { kind: ChartKind | null; lines: Line[] }>();
  series.forEach((ofJob, i) => {
    for (const each of ofJob) {
      const kind = chartOf(each.name);
      const id = kind ?? each.name;
      const chart = charts.get(id) ?? { kind, lines: [] };
      const isTraining = each.name.startsWith('train.');
      const name = isTraining ? words.training : each.name.startsWith('validation.') ? words.validation : lineName(each.name);
      const label = [name, jobLabels[i] ?? ''].filter(part => part !== '').join(' · ');
      // Layers share a chart, so they can't share a colour.
      const own = each.name.startsWith('sparsity.') ? `var(--s${(chart.lines.length % 6) + 2})` : colour;
      chart.lines.push({ label, colour: own, points: pointsOf(each), weight: isTraining ? 'fine' : 'strong' });
      charts.set(id, chart);
    }
  });
  const order = (id: string): number => (CHART_KINDS as readonly string[]).indexOf(id) + 1 || CHART_KINDS.length + 1;
  return [...charts].map(([id, chart]) => ({ id, ...chart })).sort((a, b) => order(a.id) - order(b.id));
}

function lineName(seriesName: string): string {
  return seriesName.startsWith('sparsity.') ? seriesName.slice('sparsity.'.length) : seriesName;
}
