import type { DistillationFigures, DistillationReport } from '../../../src-shared/domain/distillation.ts';
import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import { mainFigureOf } from '../../../src-shared/domain/quality.ts';
import { wrongLabels } from '../evaluation/label-counts.ts';
import { metricKey } from '../evaluation/metric.ts';
import { metrics } from '../evaluation/metrics/index.ts';
import { outcomesOf, type Outcomes } from '../evaluation/outcomes.ts';

/** Answers of all that are compared, on one split. `[items, width]` each: logits, or values. */
export interface JudgedAnswers {
  readonly task: Task;
  readonly targets: Int32Array | Float32Array;
  readonly width: number;
}

/** Metrics a distillation is judged by. */
const SHOWN = new Set(['error', 'accuracy', 'hamming-loss', 'micro-f1', 'log-loss', 'calibration-error', 'rmse', 'mae']);

/** Figures of one set of answers. */
export function figuresOf(judged: JudgedAnswers, outputs: Float32Array): DistillationFigures {
  const outcomes = outcomesOf({ ...judged, outputs });
  const once = new Uint32Array(outcomes.items).fill(1);
  const values = metrics.all
    .filter(({ id, tasks }) => SHOWN.has(id) && tasks.includes(judged.task))
    .map(metric => [metricKey(metric.id), metric.prepare(outcomes).value(once)] as const)
    .filter(([, value]) => Number.isFinite(value));
  return { items: outcomes.items, ...errorsOf(outcomes), metrics: Object.fromEntries(values) };
}

function errorsOf(outcomes: Outcomes): Pick<DistillationFigures, 'errors'> {
  if (outcomes.task === 'values') return {};
  if (outcomes.task === 'labels') return { errors: wrongLabels(outcomes).filter(wrong => wrong > 0).length };
  return { errors: outcomes.answers.reduce((sum, answer, i) => sum + Number(answer !== outcomes.targets[i]), 0) };
}

/** Share of items (of their labels) that get the teacher's answer; for values, the coefficient of determination with the teacher's as the truth. */
export function agreementOf({ task, targets, width }: JudgedAnswers, teacher: Float32Array, student: Float32Array): number {
  const [wanted, given] = [outcomesOf({ task, targets, width, outputs: teacher }), outcomesOf({ task, targets, width, outputs: student })];
  if (wanted.task === 'values' || given.task === 'values') return determination(teacher, student);
  return wanted.answers.reduce((sum, answer, i) => sum + Number(answer === given.answers[i]), 0) / wanted.answers.length;
}

function determination(truth: Float32Array, given: Float32Array): number {
  const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const spread = truth.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const left = truth.reduce((sum, value, i) => sum + (value - given[i]!) ** 2, 0);
  return spread === 0 ? 0 : 1 - left / spread;
}

/** What a task's gap is measured by: lower is better. */
export function mainFigure(figures: DistillationFigures): number {
  return figures.metrics[mainFigureOf(figures.metrics)] ?? Number.NaN;
}

/** See `DistillationReport.gapClosed`. */
export function gapClosed(
  teacher: DistillationFigures | undefined,
  alone: DistillationFigures | undefined,
  distilled: DistillationFigures | undefined,
): DistillationReport['gapClosed'] {
  if (teacher === undefined || alone === undefined || distilled === undefined) return null;
  const gap = mainFigure(alone) - mainFigure(teacher);
  return gap > 0 ? (mainFigure(alone) - mainFigure(distilled)) / gap : null;
}
