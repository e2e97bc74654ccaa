import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { Estimate, Evaluation } from '../../../src-shared/domain/report.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { confusionMatrix } from './class-counts.ts';
import { wrongLabels } from './label-counts.ts';
import { labelFigures } from './label-figures.ts';
import { thresholdsFor, type ThresholdChoice } from './label-thresholds.ts';
import { metricKey } from './metric.ts';
import { metrics } from './metrics/index.ts';
import { outcomesOf, type Outcomes } from './outcomes.ts';
import { predictSplit, type PredictCall, type SplitAnswers } from './predict.ts';
import { bootstrap, percentile95, type Statistic } from './statistics/bootstrap.ts';

export const DEFAULT_RESAMPLES = 1000;
/** Elementary steps a metric may take over all resamples; beyond, it gets fewer of them. About 0.3 s. */
const WORK_PER_METRIC = 200_000_000;
const FEWEST_RESAMPLES = 100;
/** A larger matrix is no longer read, and would swell the report. */
const MAX_CONFUSION_CLASSES = 200;

export interface EvaluateOptions {
  /** Of the bootstrap. */
  readonly seed: number;
  readonly resamples?: number;
  /** Names by number, for what people read; the numbers themselves where left out. */
  readonly classes?: readonly string[];
  /** Of labels: ½, or those that are best on the validation part. */
  readonly thresholds?: ThresholdChoice;
}

/** Runs a model over a split and judges it; the outcomes are what `compareModels` asks for, the answers what a fusion is fitted on. */
export async function evaluateModel(
  call: PredictCall,
  options: EvaluateOptions,
): Promise<{ readonly evaluation: Evaluation; readonly outcomes: Outcomes; readonly answers: SplitAnswers }> {
  const answers = await predictSplit(call);
  const thresholds = await thresholdsFor(call, options.thresholds ?? 'half');
  const outcomes = outcomesOf({ task: call.data.task, ...answers, thresholds });
  const evaluation = await evaluateOutcomes(outcomes, { ...options, split: call.split, turn: () => call.turn() });
  return { evaluation, outcomes, answers };
}

export interface OutcomeOptions extends EvaluateOptions {
  readonly split: Split;
  /** Only the metrics with these ids; all of the task when left out. */
  readonly only?: readonly string[];
  turn(): Promise<void>;
}

/**
 * Every metric of the task with its 95 % bootstrap interval over items (seeded; all metrics see the same resamples). A metric
 * that is undefined on these items (a single class) is left out.
 */
export async function evaluateOutcomes(outcomes: Outcomes, options: OutcomeOptions): Promise<Evaluation> {
  const { split, seed, turn, only, resamples = DEFAULT_RESAMPLES } = options;
  const prepared = metrics.all
    .filter(metric => metric.tasks.includes(outcomes.task) && (only?.includes(metric.id) ?? true))
    .map(metric => ({ key: metricKey(metric.id), ...metric.prepare(outcomes) }));
  const once = new Uint32Array(outcomes.items).fill(1);
  const defined = prepared.map(metric => ({ ...metric, point: metric.value(once) })).filter(metric => Number.isFinite(metric.point));
  const statistics: Statistic[] = defined.map(({ value, work }) => ({ value, resamples: affordable(work, resamples) }));
  const drawn = await bootstrap({ items: outcomes.items, statistics, random: createRandom(seed).split('bootstrap'), turn });
  const figures = Object.fromEntries(defined.map(({ key, point }, i) => [key, estimate(point, drawn[i]!)]));
  return { split, items: outcomes.items, task: outcomes.task, metrics: figures, ...classFigures(outcomes, options.classes ?? []) };
}

/** Resamples a metric of so much work gets. */
export function affordable(work: number, resamples: number): number {
  return Math.min(resamples, Math.max(FEWEST_RESAMPLES, Math.floor(WORK_PER_METRIC / work)));
}

function estimate(value: number, drawn: Float64Array): Estimate {
  const [low, high] = percentile95(drawn);
  return { value, low, high, over: 'items' };
}

function classFigures(outcomes: Outcomes, classes: readonly string[]): Pick<Evaluation, 'errors' | 'confusion' | 'labels'> {
  if (outcomes.task === 'values') return {};
  if (outcomes.task === 'labels') {
    return { errors: wrongLabels(outcomes).filter(wrong => wrong > 0).length, labels: labelFigures(outcomes, classes) };
  }
  const errors = outcomes.answers.reduce((sum, answer, i) => sum + Number(answer !== outcomes.targets[i]), 0);
  return outcomes.classes > MAX_CONFUSION_CLASSES ? { errors } : { errors, confusion: confusionMatrix(outcomes) };
}
