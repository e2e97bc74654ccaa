import type { CascadePoint } from '../../../../src-shared/domain/serial-fusion.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { rowConfidence, rowProbabilities, type Confidence } from '../../graph/confidence.ts';
import type { HeldOutPredictions } from '../held-out.ts';
import { fitTemperature, rightAnswersOf } from './stage-answers.ts';

/** What a cascade may cost, or lose. */
export interface CascadeTarget {
  /** Most of the last stage's accuracy that may be lost, as a share of the items. */
  readonly accuracyLoss?: number | undefined;
  /** Most it may cost, as a share of the last stage alone. */
  readonly cost?: number | undefined;
}

export interface CascadeFit {
  readonly temperatures: readonly number[];
  /** Chosen among these: from the cheapest to the best, by cost. */
  readonly curve: readonly CascadePoint[];
  /** Which of them meets the target. */
  readonly chosen: number;
  /** Share of right answers of each stage by itself. */
  readonly accuracies: readonly number[];
}

export interface CascadeFitCall {
  /** The stages' logits, from the first to the last. */
  readonly predictions: HeldOutPredictions;
  /** Of each stage for one item, in any unit. */
  readonly costs: readonly number[];
  readonly confidence: Confidence;
  readonly target: CascadeTarget;
}

/** A threshold above every confidence: the stage never answers. */
export const NEVER = 2;
/** Points of the curve of two stages, and looks at an item's answer over all points. */
const MOST_THRESHOLDS = 200;
const MOST_LOOKS = 2e8;

/**
 * Temperatures by least log loss, then thresholds by trying: those half-way between neighbouring confidences, at even shares of
 * the items. For more than two stages every combination, fewer of each; kept are the points that no other betters. Held-out
 * predictions only. Throws `invalid-input` for a regression, a stage that costs more than the last, and a cost no point keeps to.
 */
export function fitCascade({ predictions, costs, confidence, target }: CascadeFitCall): CascadeFit {
  checkStages(predictions, costs);
  const temperatures = predictions.outputs.map(outputs => fitTemperature(outputs, predictions));
  const right = predictions.outputs.map(outputs => rightAnswersOf(outputs, predictions));
  const sureties = predictions.outputs
    .slice(0, -1)
    .map((outputs, stage) => suretiesOf(outputs, predictions, { confidence, temperature: temperatures[stage]! }));
  const table: StageTable = { items: predictions.items, right, sureties, costs };
  const points = combinations(sureties.map(list => thresholdsOf(list, countFor(table)))).map(thresholds => pointAt(table, thresholds));
  const curve = sureties.length === 1 ? distinct(byCost(points)) : front(byCost(points));
  const accuracies = right.map(list => list.reduce((sum, one) => sum + one, 0) / predictions.items);
  return { temperatures, curve, accuracies, chosen: choose(curve, accuracies[accuracies.length - 1]!, target) };
}

/** Logits of a fitted cascade to other items, `[items, width]`, and what an item costs on average beside the last stage. */
export function cascadeAnswers(
  predictions: HeldOutPredictions,
  { fit, costs, confidence }: { readonly fit: CascadeFit; readonly costs: readonly number[]; readonly confidence: Confidence },
): { readonly outputs: Float32Array; readonly cost: number } {
  const { thresholds } = fit.curve[fit.chosen]!;
  const { items, width } = predictions;
  const outputs = new Float32Array(items * width);
  let paid = 0;
  for (let item = 0; item < items; item++) {
    for (const [stage, cost] of costs.entries()) {
      const row = predictions.outputs[stage]!.subarray(item * width, (item + 1) * width);
      const temperature = fit.temperatures[stage]!;
      paid += cost;
      const isLast = stage === costs.length - 1;
      if (!isLast && Math.fround(rowConfidence(rowProbabilities(row, temperature), confidence)) < thresholds[stage]!) continue;
      outputs.set(
        row.map(value => value / temperature),
        item * width,
      );
      break;
    }
  }
  return { outputs, cost: paid / items / costs[costs.length - 1]! };
}

/** Accuracy, cost and exits of given thresholds, e.g. those of a slider. */
function pointAt({ items, right, sureties, costs }: StageTable, thresholds: readonly number[]): CascadePoint {
  const last = sureties.length;
  const counts = costs.map(() => 0);
  let hits = 0;
  for (let item = 0; item < items; item++) {
    let stage = 0;
    while (stage < last && sureties[stage]![item]! < thresholds[stage]!) stage++;
    counts[stage]! += 1;
    hits += right[stage]![item]!;
  }
  const paid = costs.map((_, stage) => costs.slice(0, stage + 1).reduce((sum, cost) => sum + cost, 0));
  const cost = counts.reduce((sum, count, stage) => sum + count * paid[stage]!, 0) / items / costs[last]!;
  return { thresholds, accuracy: hits / items, cost, exits: counts.map(count => count / items) };
}

interface StageTable {
  readonly items: number;
  /** By stage: 1 for each item it answers rightly. */
  readonly right: readonly Uint8Array[];
  /** Of every stage but the last, float32 as the layer compares them. */
  readonly sureties: readonly Float32Array[];
  readonly costs: readonly number[];
}

function checkStages({ task, names, items }: HeldOutPredictions, costs: readonly number[]): void {
  if (task === 'values') {
    throw invalidInput('A cascade needs models that answer with classes: how sure a regression is can’t be told from its answer', {
      path: 'members',
      hint: 'Average regressions, or chain them.',
    });
  }
  if (task === 'labels') {
    throw invalidInput('A cascade needs models that give one answer: of several labels each may be sure or not by itself', {
      path: 'members',
      hint: 'Average models of several labels, stack or chain them.',
    });
  }
  if (items === 0) throw invalidInput('A cascade needs held-out items to choose its thresholds on, got none', { path: 'method.fitOn' });
  const dear = costs.findIndex((cost, stage) => stage < costs.length - 1 && cost >= costs[costs.length - 1]!);
  if (dear === -1) return;
  throw invalidInput(
    `Every stage must cost less than the last, but '${names[dear]!}' costs ${costs[dear]!} and '${names[names.length - 1]!}' ${costs[costs.length - 1]!} multiply-adds an item`,
    {
      path: 'members',
      hint: 'Name the members from the cheapest to the dearest.',
    },
  );
}

interface Surety {
  readonly confidence: Confidence;
  readonly temperature: number;
}

function suretiesOf(outputs: Float32Array, { items, width }: HeldOutPredictions, { confidence, temperature }: Surety): Float32Array {
  return Float32Array.from({ length: items }, (_, item) =>
    rowConfidence(rowProbabilities(outputs.subarray(item * width, (item + 1) * width), temperature), confidence),
  );
}

function countFor({ items, sureties }: StageTable): number {
  const combined = Math.floor((MOST_LOOKS / items) ** (1 / sureties.length));
  return Math.max(3, Math.min(MOST_THRESHOLDS, combined));
}

/** Always, never, and evenly between. */
function thresholdsOf(sureties: Float32Array, count: number): readonly number[] {
  const sorted = sureties.toSorted();
  const between = Array.from({ length: count - 2 }, (_, i) => Math.ceil(((i + 1) * sorted.length) / (count - 1)))
    .filter(place => place > 0 && place < sorted.length && sorted[place - 1]! < sorted[place]!)
    .map(place => Math.fround((sorted[place - 1]! + sorted[place]!) / 2));
  return [...new Set([0, ...between, NEVER])];
}

function combinations(lists: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return lists.reduce<readonly (readonly number[])[]>((made, list) => made.flatMap(one => list.map(value => [...one, value])), [[]]);
}

function byCost(points: readonly CascadePoint[]): readonly CascadePoint[] {
  return points.toSorted((a, b) => a.cost - b.cost || b.accuracy - a.accuracy);
}

function distinct(points: readonly CascadePoint[]): readonly CascadePoint[] {
  return points.filter((point, i) => i === 0 || point.cost !== points[i - 1]!.cost || point.accuracy !== points[i - 1]!.accuracy);
}

/** Those that cost more only to be righter. */
function front(sorted: readonly CascadePoint[]): readonly CascadePoint[] {
  let best = -1;
  return sorted.filter(({ accuracy }) => {
    if (accuracy <= best) return false;
    best = accuracy;
    return true;
  });
}

function choose(curve: readonly CascadePoint[], lastAccuracy: number, { accuracyLoss, cost }: CascadeTarget): number {
  if (cost === undefined) return curve.findIndex(({ accuracy }) => accuracy >= lastAccuracy - (accuracyLoss ?? 0) - 1e-12);
  const affordable = curve.filter(point => point.cost <= cost);
  if (affordable.length === 0) {
    const least = curve[0]!.cost;
    throw invalidInput(
      `A cost of at least ${least.toFixed(3)} is required, what the first stage alone costs beside the last; got ${cost}`,
      {
        path: 'method.target.cost',
      },
    );
  }
  return affordable.reduce((best, point, i) => (point.accuracy > affordable[best]!.accuracy ? i : best), 0);
}
