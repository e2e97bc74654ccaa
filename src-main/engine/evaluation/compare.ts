import type { Split } from '../../../src-shared/domain/dataset.ts';
import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import type {
  ComparisonReport,
  Estimate,
  GroupInComparison,
  ModelInComparison,
  PairInComparison,
} from '../../../src-shared/domain/report.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { classWarnings } from './class-warnings.ts';
import { quotedPairOf, sentenceOf } from './comparison-sentence.ts';
import { affordable, DEFAULT_RESAMPLES } from './evaluate.ts';
import { wrongLabels } from './label-counts.ts';
import { metricKey, weightedMean } from './metric.ts';
import { metrics } from './metrics/index.ts';
import type { Outcomes } from './outcomes.ts';
import { bootstrap, percentile95, type Statistic } from './statistics/bootstrap.ts';
import { holm } from './statistics/holm.ts';
import { exactMcNemar } from './statistics/mcnemar.ts';
import { itemsForMcNemar, itemsForSignedRank } from './statistics/sample-size.ts';
import { meanInterval95 } from '../../../src-shared/lib/student.ts';
import { wilcoxonSignedRank } from './statistics/wilcoxon.ts';
import { perItem } from './value-errors.ts';

export interface ComparedModel extends ModelInComparison {
  readonly outcomes: Outcomes;
}

export interface CompareCall {
  readonly split: Split;
  /** The first one is the reference of the sentence and of the warnings. All judged on the same items in the same order. */
  readonly models: readonly ComparedModel[];
  /** Class names by number, for what people read; empty for values. */
  readonly classes: readonly string[];
  /** Of the bootstrap. */
  readonly seed: number;
  readonly resamples?: number;
  readonly testLooks: number | null;
  turn(): Promise<void>;
}

/** Up to so many models every pair is tested; beyond, replicates are represented by their first. */
export const MAX_MODELS_FOR_ALL_PAIRS = 12;
/** Up to so many names all pairs are tested; beyond, each with the first only. */
const MAX_NAMES_FOR_ALL_PAIRS = 40;
const LEVEL = 0.05;
/** Tasks whose items are answered more or less well, not right or wrong. */
const GRADED: ReadonlySet<Task> = new Set(['values', 'labels']);
const LABEL_METRICS = ['accuracy', 'micro-f1', 'macro-f1', 'pr-auc'] as const;

/**
 * Models side by side on the same items. Pairs: replicates of one step are never tested against each other (they differ by
 * chance, and every test more costs the others power); with at most 12 models all other pairs are tested, with more only the first
 * replicates of each name. p is exact McNemar (classes) or Wilcoxon signed-rank (values, shares of wrong labels) over *items*, for these trained models;
 * whether the *method* is better is what `groups` show, with intervals over seeds.
 */
export async function compareModels(call: CompareCall): Promise<ComparisonReport> {
  const { models, split, testLooks } = call;
  const [first] = models;
  if (first === undefined) throw invalidInput('At least one model is required', { path: 'models' });
  for (const model of models) checkSameItems(model, first);
  const losses = models.map(model => lossPerItem(model.outcomes));
  const pairs = await comparePairs(call, losses);
  const reported = models.map(({ outcomes: _, ...model }) => model);
  const groups = groupsOf(reported);
  const items = first.outcomes.items;
  return {
    split,
    items,
    models: reported,
    groups,
    pairs,
    quotedPair: indexOrNull(pairs, quotedPairOf({ models: reported, pairs })),
    sentence: sentenceOf({ models: reported, groups, pairs, items, task: first.outcomes.task }),
    testLooks,
    warnings: classWarnings(models, call.classes),
  };
}

function indexOrNull<T>(list: readonly T[], item: T | undefined): number | null {
  return item === undefined ? null : list.indexOf(item);
}

function checkSameItems(model: ComparedModel, first: ComparedModel): void {
  const [a, b] = [model.outcomes, first.outcomes];
  const same = a.task === b.task && a.targets.length === b.targets.length && a.targets.every((target, i) => target === b.targets[i]);
  if (same) return;
  throw invalidInput(`All models must be judged on the same items, but '${model.name}' and '${first.name}' were not`, {
    path: 'models',
    hint: 'Compare models of one data set.',
  });
}

/** 1 for a wrong answer; the share of the labels that are wrong; mean absolute error over the outputs for values. */
function lossPerItem(outcomes: Outcomes): Float64Array {
  if (outcomes.task === 'values') return perItem(outcomes, Math.abs);
  if (outcomes.task === 'labels') return wrongLabels(outcomes).map(wrong => wrong / outcomes.labels);
  return Float64Array.from(outcomes.answers, (answer, i) => Number(answer !== outcomes.targets[i]));
}

async function comparePairs(
  { models, seed, resamples = DEFAULT_RESAMPLES, turn }: CompareCall,
  losses: readonly Float64Array[],
): Promise<PairInComparison[]> {
  const [sample] = losses;
  const chosen = choosePairs(models);
  if (sample === undefined || chosen.length === 0) return [];
  const statistics: Statistic[] = losses.map(loss => ({ value: counts => weightedMean(loss, counts), resamples }));
  const further = furtherMetrics(models, resamples);
  statistics.push(...further.flatMap(({ statistics: own }) => own));
  const drawn = await bootstrap({ items: sample.length, statistics, random: createRandom(seed).split('bootstrap'), turn });
  const tested: PairTest[] = [];
  for (const [a, b] of chosen) {
    await turn();
    tested.push(testPair(losses[a]!, losses[b]!, GRADED.has(models[a]!.outcomes.task)));
  }
  const adjusted = holm(tested.map(test => test.p));
  return chosen.map(([a, b], i) => {
    const { mean, ...test } = tested[i]!;
    const adjustedP = adjusted[i]!;
    const difference = differenceOf(mean, drawn[a]!, drawn[b]!);
    const byMetric = further.map(({ key, points }, m) => {
      const at = losses.length + m * models.length;
      return [key, differenceOf(points[b]! - points[a]!, drawn[at + a]!, drawn[at + b]!)] as const;
    });
    const rest = byMetric.length === 0 ? {} : { byMetric: Object.fromEntries(byMetric) };
    return { a, b, ...test, adjustedP, difference, verdict: verdictOf(adjustedP, mean), ...rest };
  });
}

function differenceOf(value: number, drawnA: Float64Array, drawnB: Float64Array): Estimate {
  const [low, high] = percentile95(drawnB.map((drawn, r) => drawn - drawnA[r]!));
  return { value, low, high, over: 'items' };
}

interface FurtherMetric {
  readonly key: string;
  /** One a model. */
  readonly points: readonly number[];
  readonly statistics: readonly Statistic[];
}

/** Of labels: the metrics whose differences are resampled, too. */
function furtherMetrics(models: readonly ComparedModel[], resamples: number): readonly FurtherMetric[] {
  if (models[0]?.outcomes.task !== 'labels') return [];
  return LABEL_METRICS.map(id => {
    const prepared = models.map(({ outcomes }) => metrics.require(id).prepare(outcomes));
    const once = new Uint32Array(models[0]!.outcomes.items).fill(1);
    return {
      key: metricKey(id),
      points: prepared.map(metric => metric.value(once)),
      statistics: prepared.map(({ value, work }) => ({ value, resamples: affordable(work, resamples) })),
    };
  });
}

/** Of b against a. */
function verdictOf(adjustedP: number, difference: number): PairInComparison['verdict'] {
  if (adjustedP >= LEVEL || difference === 0) return 'no-difference-seen';
  return difference < 0 ? 'better' : 'worse';
}

/** Indices of the models to test, a before b. */
export function choosePairs(models: readonly Pick<ModelInComparison, 'name'>[]): (readonly [a: number, b: number])[] {
  const isFirst = (index: number): boolean => models.findIndex(model => model.name === models[index]?.name) === index;
  const candidates = models.map((_, i) => i).filter(i => models.length <= MAX_MODELS_FOR_ALL_PAIRS || isFirst(i));
  const against = candidates.length > MAX_NAMES_FOR_ALL_PAIRS ? candidates.slice(0, 1) : candidates;
  return against.flatMap(a => candidates.filter(b => b > a && models[b]?.name !== models[a]?.name).map(b => [a, b] as const));
}

interface PairTest extends Pick<PairInComparison, 'onlyA' | 'onlyB' | 'p' | 'itemsNeeded'> {
  /** b − a. */
  readonly mean: number;
}

/** `onlyA`: items on which a did better (came closer, got fewer labels wrong), `onlyB` those on which b did. */
function testPair(a: Float64Array, b: Float64Array, graded: boolean): PairTest {
  const differences = b.map((loss, i) => loss - a[i]!);
  let [onlyA, onlyB, sum] = [0, 0, 0];
  for (const difference of differences) {
    sum += difference;
    if (difference > 0) onlyA++;
    else if (difference < 0) onlyB++;
  }
  const p = graded ? wilcoxonSignedRank(differences) : exactMcNemar(onlyA, onlyB);
  const itemsNeeded = graded ? itemsForSignedRank(differences) : itemsForMcNemar(onlyA, onlyB, a.length);
  return { onlyA, onlyB, p, itemsNeeded, mean: sum / a.length };
}

/** Names with at least two replicates: mean of every metric with the 95 % t-interval over seeds. */
function groupsOf(models: readonly ModelInComparison[]): GroupInComparison[] {
  const names = [...new Set(models.map(model => model.name))];
  return names.flatMap(name => {
    const members = models.flatMap((model, i) => (model.name === name ? [i] : []));
    if (members.length < 2) return [];
    const keys = Object.keys(models[members[0]!]!.evaluation.metrics);
    const entries = keys.flatMap(key => {
      const values = members.flatMap(i => models[i]!.evaluation.metrics[key]?.value ?? []);
      return values.length < 2 ? [] : [[key, overSeeds(values)] as const];
    });
    return [{ name, members, metrics: Object.fromEntries(entries) }];
  });
}

function overSeeds(values: readonly number[]): GroupInComparison['metrics'][string] {
  const { mean, low, high } = meanInterval95(values);
  return { value: mean, low, high, over: 'seeds' };
}
