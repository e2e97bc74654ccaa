import { jobKinds } from '../../../src-shared/domain/recipe/steps/index.ts';
import type { Line, Point, Tail } from '../../charts/lines.ts';
import type { Series } from '../../ipc/merge-series.ts';
import type { JobGroup } from './job-groups.ts';
import { poolReplicates } from '../../charts/pool-replicates.ts';

/** Charts of a job in the order they are drawn. `other` holds series nobody foresaw, one chart each. */
export const CHART_KINDS = ['loss', 'lossParts', 'accuracy', 'learningRate', 'sparsity', 'throughput', 'memory'] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

/** Beginning of the names of series that are parts of a loss: `loss/hard`. */
const PART = 'loss/';

/** Which chart a series belongs to; null for one of its own. */
export function chartOf(seriesName: string): ChartKind | null {
  const last = seriesName.split('.').at(-1) ?? seriesName;
  if (last === 'loss') return 'loss';
  if (seriesName.startsWith(PART)) return 'lossParts';
  if (last === 'accuracy') return 'accuracy';
  if (last === 'learningRate') return 'learningRate';
  if (seriesName === 'throughput') return 'throughput';
  if (seriesName === 'memory.rss') return 'memory';
  return seriesName === 'sparsity' || seriesName.startsWith('sparsity.') ? 'sparsity' : null;
}

/** NULL in the store is NaN, which breaks the line instead of hiding it. */
export function pointsOf(series: Pick<Series, 'steps' | 'values'>): readonly Point[] {
  return series.steps.map((x, i) => ({ x, y: series.values[i] ?? Number.NaN }));
}

function makesModel(kind: string): boolean {
  const produces = jobKinds.get(kind)?.produces;
  return produces === 'model' || produces === 'part';
}

/** Steps that make a model (or will), whose names have a colour of their own. */
export function modelSteps(groups: readonly JobGroup[]): readonly string[] {
  return groups.filter(group => makesModel(group.kind)).map(group => group.step);
}

/** Whether its own jobs train: what only puts together what its parts or its members made has no curves. */
export function drawsCurves({ kind, jobs }: Pick<JobGroup, 'kind' | 'jobs'>): boolean {
  const isPutTogether = jobs.some(({ output }) => output?.kind === 'model' && output.summary.epochs.run === 0);
  return makesModel(kind) && jobKinds.get(kind)?.parts === undefined && !isPutTogether;
}

export interface ChartLines {
  readonly id: string;
  readonly kind: ChartKind | null;
  readonly lines: readonly Line[];
}

interface LinesInput {
  /** Per job of the step. */
  readonly series: readonly (readonly Series[])[];
  /** Label of each job. */
  readonly jobLabels: readonly string[];
  readonly colour: string;
  /** Points of a job's series beyond a step, as of when it is asked; left out when no more come. */
  readonly beyond?: ((job: number, name: string, step: number) => readonly Point[]) | undefined;
  readonly words: {
    readonly training: string;
    readonly validation: string;
    readonly mean: string;
    readonly meanWithBand: string;
    /** Title of a series by its name. */
    readonly figure: (name: string) => string;
  };
}

/**
 * All curves of a step as charts. Training and validation share a chart and a colour. Replicates are drawn as their mean
 * with a band; where their steps don't agree, as a line each.
 */
export function chartLines({ series, jobLabels, colour, beyond, words }: LinesInput): readonly ChartLines[] {
  const names = [...new Set(series.flatMap(ofJob => ofJob.map(each => each.name)))];
  const charts = new Map<string, { kind: ChartKind | null; lines: Line[] }>();
  for (const name of names) {
    const kind = chartOf(name);
    const id = kind ?? name;
    const chart = charts.get(id) ?? { kind, lines: [] };
    charts.set(id, chart);
    // Layers, and parts of a loss, share a chart, so they can't share a colour.
    const own = name.startsWith('sparsity.') || kind === 'lossParts' ? `var(--s${(chart.lines.length % 6) + 2})` : colour;
    const style = { colour: own, weight: name.startsWith('train.') || kind === 'lossParts' ? 'fine' : 'strong' } as const;
    const replicates = series.flatMap((ofJob, i) => {
      const found = ofJob.find(each => each.name === name);
      if (found === undefined) return [];
      const points = pointsOf(found);
      const from = points.at(-1) ?? null;
      const tails: readonly Tail[] = beyond === undefined ? [] : [{ from, points: () => beyond(i, name, from?.x ?? -Infinity) }];
      return [{ label: jobLabels[i] ?? '', points, tails }];
    });
    chart.lines.push(...linesOf(titleOf(name, words), replicates, style, words));
  }
  return [...charts].map(([id, chart]) => ({ id, ...chart })).sort((a, b) => order(a.id) - order(b.id));
}

interface Replicate {
  readonly label: string;
  readonly points: readonly Point[];
  readonly tails: readonly Tail[];
}

function linesOf(
  title: string,
  replicates: readonly Replicate[],
  style: Pick<Line, 'colour' | 'weight'>,
  words: LinesInput['words'],
): readonly Line[] {
  const [only] = replicates;
  if (replicates.length === 1 && only !== undefined) return [{ ...style, label: title, points: only.points, tails: only.tails }];
  const pooled = poolReplicates(replicates.map(replicate => replicate.points));
  if (pooled === null) return replicates.map(({ label, ...drawn }) => ({ ...style, ...drawn, label: `${title} · ${label}` }));
  const { mean, low, high } = pooled;
  const tails = replicates.flatMap(replicate => tailsBeyond(replicate, mean.at(-1)?.x ?? -Infinity));
  if (style.weight === 'fine') return [{ ...style, label: `${title} · ${words.mean}`, points: mean, tails }];
  return [{ ...style, label: `${title} · ${words.meanWithBand}`, points: mean, tails, band: { low, high } }];
}

/** A mean ends where the slowest does: what the others have beyond it belongs to their tails. */
function tailsBeyond({ points, tails }: Replicate, end: number): readonly Tail[] {
  const begin = points.findLastIndex(({ x }) => x <= end);
  const more = points.slice(begin + 1);
  return tails.map(({ points: live }) => ({ from: points[begin] ?? null, points: () => [...more, ...live()] }));
}

function titleOf(seriesName: string, words: LinesInput['words']): string {
  if (seriesName.startsWith('train.')) return words.training;
  if (seriesName.startsWith(PART)) return partTitle(seriesName, words.figure);
  return seriesName.startsWith('validation.') ? words.validation : lineName(seriesName, words.figure);
}

/** A second loss of one kind has a number behind its name: `loss/hints-2`. */
function partTitle(seriesName: string, figure: (name: string) => string): string {
  const [, first = seriesName, number = ''] = /^(.*?)(?:-(\d+))?$/.exec(seriesName) ?? [];
  return number === '' ? figure(first) : `${figure(first)} ${number}`;
}

function order(id: string): number {
  return (CHART_KINDS as readonly string[]).indexOf(id) + 1 || CHART_KINDS.length + 1;
}

/** A layer's own name, else that of the chart. */
function lineName(seriesName: string, figure: (name: string) => string): string {
  if (seriesName.startsWith('sparsity.')) return seriesName.slice('sparsity.'.length);
  return figure(chartOf(seriesName) ?? seriesName);
}
