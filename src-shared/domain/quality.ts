import type { Task } from './graph/model-graph.ts';

/** The one figure a list shows of a model: how good its answers are. */
export interface Quality {
  readonly name: string;
  readonly value: number;
  readonly better: 'higher' | 'lower';
}

/** Name of the figure that errors are counted by, less is better: of labels, classes, or values. */
export type MainFigure = 'hammingLoss' | 'error' | 'rmse';

/** Of a task. */
export const MAIN_FIGURES: Readonly<Record<Task, MainFigure>> = {
  classes: 'error',
  binary: 'error',
  labels: 'hammingLoss',
  values: 'rmse',
};

/** Of these figures, the one to look at first. */
export function mainFigureOf(metrics: Readonly<Record<string, unknown>>): MainFigure {
  if (metrics['hammingLoss'] !== undefined) return 'hammingLoss';
  return metrics['error'] === undefined ? 'rmse' : 'error';
}

const SHARES: ReadonlySet<string> = new Set(['accuracy', 'error', 'balancedAccuracy', 'hammingLoss', 'microF1', 'macroF1']);

/** Whether a figure is a share, which people read in percent. */
export function isShareFigure(name: string): boolean {
  return SHARES.has(name);
}

/** In the order in which they are preferred. */
const FIGURES: readonly (readonly [name: string, better: Quality['better']])[] = [
  ['accuracy', 'higher'],
  ['mae', 'lower'],
  ['rmse', 'lower'],
  ['loss', 'lower'],
];

/** Accuracy where there is one, else the first error measure, else the loss; null without any of them. */
export function qualityOf(validation: Readonly<Record<string, number>>): Quality | null {
  for (const [name, better] of FIGURES) {
    const value = validation[name];
    if (value !== undefined) return { name, value, better };
  }
  return null;
}
