import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Algorithm } from '../algorithm.ts';
import type { ClassOutcomes, Outcomes, ValueOutcomes } from './outcomes.ts';

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

export function defineClassMetric(metric: Description & { prepare(outcomes: ClassOutcomes): PreparedMetric }): Metric {
  return {
    ...metric,
    params: {},
    tasks: ['classes', 'binary'],
    prepare(outcomes) {
      if (outcomes.task === 'values') throw new Error(`'${metric.id}' judges classes, got values`);
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
