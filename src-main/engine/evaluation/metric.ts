import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Algorithm } from '../algorithm.ts';
import type { ClassOutcomes, LabelOutcomes, Outcomes, ValueOutcomes } from './outcomes.ts';

/** A figure of quality over the items of a split. */
export interface Metric extends Algorithm {
  readonly tasks: readonly Task[];
  readonly better: 'higher' | 'lower';
  /** Does once what doesn't depend on how often an item was drawn. Outcomes must be of one of its tasks. */
  prepare(outcomes: Outcomes): PreparedMetric;
}

export interface PreparedMetric {
  /** The figure with item i counted `counts[i]` times; NaN where it is undefined (a class that never occurs). */
  value(counts: Uint32Array): number;
  /** Elementary steps one evaluation takes, for the bootstrap's budget. */
  readonly work: number;
}

type Description = Omit<Metric, 'tasks' | 'prepare' | 'params'>;

interface ClassMetric extends Description {
  prepare(outcomes: ClassOutcomes): PreparedMetric;
  /** What it is of items with several labels; left out: it has no meaning there. */
  prepareLabels?(outcomes: LabelOutcomes): PreparedMetric;
}

export function defineClassMetric({ prepareLabels, ...metric }: ClassMetric): Metric {
  return {
    ...metric,
    params: {},
    tasks: ['classes', 'binary', ...(prepareLabels === undefined ? [] : (['labels'] as const))],
    prepare(outcomes) {
      if (outcomes.task === 'values') throw new Error(`'${metric.id}' judges classes, got values`);
      if (outcomes.task !== 'labels') return metric.prepare(outcomes);
      if (prepareLabels === undefined) throw new Error(`'${metric.id}' judges classes, got labels`);
      return prepareLabels(outcomes);
    },
  };
}

export function defineLabelMetric(metric: Description & { prepare(outcomes: LabelOutcomes): PreparedMetric }): Metric {
  return {
    ...metric,
    params: {},
    tasks: ['labels'],
    prepare(outcomes) {
      if (outcomes.task !== 'labels') throw new Error(`'${metric.id}' judges labels, got ${outcomes.task}`);
      return metric.prepare(outcomes);
    },
  };
}

export function defineValueMetric(metric: Description & { prepare(outcomes: ValueOutcomes): PreparedMetric }): Metric {
  return {
    ...metric,
    params: {},
    tasks: ['values'],
    prepare(outcomes) {
      if (outcomes.task !== 'values') throw new Error(`'${metric.id}' judges values, got ${outcomes.task}`);
      return metric.prepare(outcomes);
    },
  };
}

/** A figure that is the mean of one number an item; `finish` is applied to the mean. */
export function meanOf(contributions: ArrayLike<number>, finish: (mean: number) => number = mean => mean): PreparedMetric {
  const values = Float64Array.from(contributions);
  return { value: counts => finish(weightedMean(values, counts)), work: values.length };
}

export function weightedMean(values: Float64Array, counts: Uint32Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]! * counts[i]!;
    total += counts[i]!;
  }
  return sum / total;
}

/** Where a metric's figure stands in a report: `macro-f1` → `macroF1`. */
export function metricKey(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
