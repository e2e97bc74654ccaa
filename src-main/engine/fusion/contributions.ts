import { isSigmoid } from '../../../src-shared/domain/graph/task.ts';
import type { Contribution, Suggestion } from '../../../src-shared/domain/fusion-report.ts';
import type { Task } from '../../../src-shared/domain/graph/model-graph.ts';
import { shuffle, type Random } from '../../../src-shared/lib/random.ts';
import type { HeldOutPredictions } from './held-out.ts';
import { itemLosses, measureOf, standardErrorOf } from './judge-outputs.ts';
import { sharesOf } from './parallel/shares.ts';

/** Judges uniform means of sets of members, item by item. */
interface SetJudge {
  readonly count: number;
  losses(members: readonly number[]): Float64Array;
  measure(members: readonly number[]): number;
  /** With one member more each time. */
  measuresAlong(order: readonly number[]): readonly number[];
}

/** Orders drawn for the Shapley values, each walked forwards and backwards. */
const ORDERS = 24;

/** What each member adds to the uniform mean of all. Source of the value: Shapley 1953; sampling: Castro et al. 2009. */
export function contributionsOf(predictions: HeldOutPredictions, random: Random): readonly Contribution[] {
  const judge = judgeOf(predictions);
  const all = Array.from({ length: judge.count }, (_, i) => i);
  const together = judge.measure(all);
  const gains = sampledGains(judge, emptyMeasure(predictions), random);
  return all.map(member => {
    const own = gains.map(order => order[member]!);
    const mean = own.reduce((sum, gain) => sum + gain, 0) / own.length;
    const squares = own.reduce((sum, gain) => sum + (gain - mean) ** 2, 0);
    return {
      leaveOneOut: judge.count === 1 ? 0 : judge.measure(all.filter(other => other !== member)) - together,
      shapley: mean,
      shapleyError: Math.sqrt(squares / Math.max(1, own.length - 1) / own.length),
    };
  });
}

/** Per drawn order (with its reverse, whose mean varies less): by how much each member lowers the measure where it joins. */
function sampledGains(judge: SetJudge, empty: number, random: Random): readonly (readonly number[])[] {
  return Array.from({ length: ORDERS }, (_, draw) => {
    const order = Array.from({ length: judge.count }, (_each, i) => i);
    shuffle(order, random.split(draw));
    const [forwards, backwards] = [walk(judge, order, empty), walk(judge, order.toReversed(), empty)];
    return forwards.map((gain, member) => (gain + backwards[member]!) / 2);
  });
}

function walk(judge: SetJudge, order: readonly number[], empty: number): number[] {
  const gains = new Array<number>(judge.count).fill(0);
  const measures = judge.measuresAlong(order);
  order.forEach((member, i) => (gains[member] = (measures[i - 1] ?? empty) - measures[i]!));
  return gains;
}

/** Without any member: always the most frequent class, or the mean of the targets. */
function emptyMeasure({ task, targets, width }: HeldOutPredictions): number {
  if (task === 'values') {
    const means = Array.from({ length: width }, (_, k) => meanOf(targets, k, width));
    return Math.sqrt(Array.from(targets).reduce((sum, target, i) => sum + (target - means[i % width]!) ** 2, 0) / targets.length);
  }
  if (isSigmoid(task)) {
    const rates = Array.from({ length: width }, (_, k) => meanOf(targets, k, width));
    return rates.reduce((sum, rate) => sum + Math.min(rate, 1 - rate), 0) / width;
  }
  const counts = new Array<number>(width).fill(0);
  targets.forEach((target: number) => counts[target]!++);
  return 1 - Math.max(...counts) / targets.length;
}

function meanOf(values: ArrayLike<number>, from: number, stride: number): number {
  let [sum, count] = [0, 0];
  for (let i = from; i < values.length; i += stride) {
    sum += values[i]!;
    count += 1;
  }
  return sum / count;
}

/** Members one by one, whoever makes the uniform mean best; then the fewest within one standard error of the best size. */
export function suggestionOf(predictions: HeldOutPredictions): Suggestion {
  const { task } = predictions;
  const judge = judgeOf(predictions);
  const taken: number[] = [];
  const path: { member: number; measure: number }[] = [];
  while (taken.length < judge.count) {
    const next = Array.from({ length: judge.count }, (_, member) => member)
      .filter(member => !taken.includes(member))
      .map(member => ({ member, measure: judge.measure([...taken, member]) }))
      .reduce((best, one) => (one.measure < best.measure ? one : best));
    taken.push(next.member);
    path.push(next);
  }
  const bestSize = path.reduce((best, { measure }, i) => (measure < path[best]!.measure ? i : best), 0) + 1;
  const best = path[bestSize - 1]!.measure;
  const losses = judge.losses(taken.slice(0, bestSize));
  const spread = standardErrorOf(losses);
  const standardError = task === 'values' ? spread / (2 * Math.max(best, 1e-12)) : spread;
  const size = path.findIndex(({ measure }) => measure <= best + standardError) + 1;
  return { members: taken.slice(0, size), measure: path[size - 1]!.measure, best, bestSize, standardError, path };
}

function judgeOf(predictions: HeldOutPredictions): SetJudge {
  const { task, width, outputs } = predictions;
  const shares = outputs.map(own => sharesOf(task, own, width));
  const size = shares[0]?.length ?? 0;
  const lossesAlong = (members: readonly number[], visit: (losses: () => Float64Array) => void): void => {
    const sum = new Float32Array(size);
    members.forEach((member, i) => {
      const own = shares[member]!;
      for (let k = 0; k < size; k++) sum[k]! += own[k]!;
      visit(() => itemLosses(predictions, meanAnswers(task, sum, i + 1)));
    });
  };
  const losses = (members: readonly number[]): Float64Array => {
    let last: () => Float64Array = () => new Float64Array(0);
    lossesAlong(members, each => (last = each));
    return last();
  };
  return {
    count: shares.length,
    losses,
    measure: members => measureOf(task, losses(members)),
    measuresAlong(order) {
      if (task === 'classes')
        return errorsAlong(
          predictions,
          order.map(member => shares[member]!),
        );
      const measures: number[] = [];
      lossesAlong(order, each => measures.push(measureOf(task, each())));
      return measures;
    },
  };
}

/** Error rates of the mean of the first, of the first two, …: adds and judges in one pass over the items each. */
function errorsAlong({ targets, width, items }: HeldOutPredictions, shares: readonly Float32Array[]): readonly number[] {
  const sum = new Float32Array(items * width);
  return shares.map(own => {
    let wrong = 0;
    for (let item = 0, k = 0; item < items; item++) {
      let best = 0;
      let most = -Infinity;
      for (let c = 0; c < width; c++, k++) {
        sum[k]! += own[k]!;
        if (sum[k]! <= most) continue;
        best = c;
        most = sum[k]!;
      }
      if (best !== targets[item]!) wrong++;
    }
    return wrong / items;
  });
}

/** What is judged of a sum of shares: for classes the sum orders them as the mean does. */
function meanAnswers(task: Task, sum: Float32Array, count: number): Float32Array {
  if (task === 'classes') return sum;
  return sum.map(share => share / count - (isSigmoid(task) ? 0.5 : 0));
}
