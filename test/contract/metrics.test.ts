import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { metricKey } from '../../src-main/engine/evaluation/metric.ts';
import { metrics } from '../../src-main/engine/evaluation/metrics/index.ts';
import type { Outcomes } from '../../src-main/engine/evaluation/outcomes.ts';
import { createRandom } from '../../src-shared/lib/random.ts';
import { classOutcomes, labelOutcomes, valueOutcomes } from '../support/outcomes.ts';

const random = createRandom(11);
const N = 60;
const targets = Array.from({ length: N }, (_, i) => i % 3);
const logits = targets.map(target => [0, 1, 2].map(c => random.nextNormal() + (c === target ? 1 : 0)));
const truth = targets.map(() => random.nextNormal());
const guesses = truth.map(value => value + 0.5 * random.nextNormal());

interface Case {
  readonly some: Outcomes;
  readonly perfect: Outcomes;
  /** The items in another order, then each twice. */
  readonly reversed: Outcomes;
  readonly doubled: Outcomes;
}

const twice = <T>(values: readonly T[]) => values.flatMap(value => [value, value]);
const labelled = targets.map((_, i) => [0, 1, 2].map(l => Number((i * (l + 2)) % 5 < 2)));
const scores = labelled.map(own => own.map(has => random.nextNormal() + 2 * has - 1));
const CASES: Readonly<Record<'classes' | 'labels' | 'values', Case>> = {
  labels: {
    some: labelOutcomes(scores, labelled),
    perfect: labelOutcomes(
      labelled.map(own => own.map(has => 60 * has - 30)),
      labelled,
    ),
    reversed: labelOutcomes(scores.toReversed(), labelled.toReversed()),
    doubled: labelOutcomes(twice(scores), twice(labelled)),
  },
  classes: {
    some: classOutcomes(logits, targets),
    perfect: classOutcomes(
      targets.map(target => [0, 1, 2].map(c => (c === target ? 60 : 0))),
      targets,
    ),
    reversed: classOutcomes(logits.toReversed(), targets.toReversed()),
    doubled: classOutcomes(twice(logits), twice(targets)),
  },
  values: {
    some: valueOutcomes(guesses, truth),
    perfect: valueOutcomes(truth, truth),
    reversed: valueOutcomes(guesses.toReversed(), truth.toReversed()),
    doubled: valueOutcomes(twice(guesses), twice(truth)),
  },
};

it('every metric file is registered', () => {
  const folder = new URL('../../src-main/engine/evaluation/metrics/', import.meta.url);
  const files = readdirSync(folder).flatMap(file => (file.endsWith('.metric.ts') ? file.replace('.metric.ts', '') : []));
  expect(metrics.all.map(metric => metric.id).sort()).toEqual(files.sort());
});

it('names figures in a report as the report says', () => {
  expect(['macro-f1', 'log-loss', 'roc-auc', 'r2'].map(metricKey)).toEqual(['macroF1', 'logLoss', 'rocAuc', 'r2']);
});

const judging = metrics.all.flatMap(metric => (['classes', 'labels', 'values'] as const).map(task => ({ id: metric.id, task, metric })));
describe.each(judging.filter(({ task, metric }) => metric.tasks.includes(task)))('metric $id of $task', ({ task, metric }) => {
  const { some, perfect, reversed, doubled } = CASES[task];
  const figure = (outcomes: Outcomes, counts = new Uint32Array(outcomes.items).fill(1)) => metric.prepare(outcomes).value(counts);

  it('is plain data apart from its function', () => {
    const { id, title, help, source, params, revision, tasks, better } = metric;
    const data = { id, title, help, source, params, revision, tasks, better };
    expect(structuredClone(data)).toEqual(data);
    expect(source).not.toBe('');
  });

  it('is finite, and best for perfect answers', () => {
    expect(Number.isFinite(figure(some))).toBe(true);
    const gain = figure(perfect) - figure(some);
    expect(metric.better === 'higher' ? gain : -gain).toBeGreaterThan(0);
    expect(figure(perfect)).toBeCloseTo(metric.better === 'higher' ? 1 : 0, 6);
  });

  it('does not care about the order of the items', () => {
    expect(figure(reversed)).toBeCloseTo(figure(some), 10);
  });

  it('counts an item drawn twice as two items', () => {
    const counts = Uint32Array.from({ length: N }, (_, i) => i % 4);
    const spread = new Uint32Array(2 * N);
    counts.forEach((count, i) => {
      spread[2 * i] = Math.min(count, 1);
      spread[2 * i + 1] = count - Math.min(count, 1);
    });
    expect(figure(doubled, spread)).toBeCloseTo(figure(some, counts), 10);
    expect(figure(some, counts)).not.toBeCloseTo(figure(some), 10);
  });

  it('leaves the outcomes as they were, and refuses those of another task', () => {
    const before = structuredClone(some);
    figure(some);
    expect(some).toEqual(before);
    const other = some.task === 'values' ? CASES.classes.some : CASES.values.some;
    expect(() => metric.prepare(other)).toThrow(metric.id);
  });
});
