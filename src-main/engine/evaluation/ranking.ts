import type { ClassOutcomes, LabelOutcomes } from './outcomes.ts';
import type { PreparedMetric } from './metric.ts';

/** One class against the rest, or one label: items in descending order of its probability. */
export interface Ranking {
  readonly order: Uint32Array;
  /** By place: whether the item is of the class. */
  readonly positive: Uint8Array;
  /** By place: whether the next place has a lower probability (or there is none), so that ties are counted together. */
  readonly endsTie: Uint8Array;
}

/** Of every class against the rest; with two classes, of the second. */
export function rankClasses({ probabilities, targets, classes }: ClassOutcomes): readonly Ranking[] {
  const ranked = classes === 2 ? [1] : Array.from({ length: classes }, (_, c) => c);
  return ranked.map(c => rank(columnOf(probabilities, classes, c), item => targets[item] === c));
}

/** Of every label. */
export function rankLabels({ probabilities, targets, labels }: LabelOutcomes): readonly Ranking[] {
  return Array.from({ length: labels }, (_, l) => rank(columnOf(probabilities, labels, l), item => targets[item * labels + l] === 1));
}

/** A figure of rankings, averaged over those for which it is defined. */
export function macroOverRankings(rankings: readonly Ranking[], figure: (ranking: Ranking, counts: Uint32Array) => number): PreparedMetric {
  return {
    work: 4 * rankings.reduce((sum, { order }) => sum + order.length, 0),
    value(counts) {
      let sum = 0;
      let defined = 0;
      for (const ranking of rankings) {
        const value = figure(ranking, counts);
        if (Number.isNaN(value)) continue;
        sum += value;
        defined++;
      }
      return sum / defined;
    },
  };
}

function columnOf(rows: Float32Array, width: number, column: number): Float32Array {
  return Float32Array.from({ length: rows.length / width }, (_, i) => rows[i * width + column]!);
}

function rank(scores: Float32Array, isPositive: (item: number) => boolean): Ranking {
  const items = scores.length;
  const order = Uint32Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const positive = Uint8Array.from(order, item => Number(isPositive(item)));
  const endsTie = Uint8Array.from(order, (item, place) => Number(place === items - 1 || scores[order[place + 1]!] !== scores[item]));
  return { order, positive, endsTie };
}
