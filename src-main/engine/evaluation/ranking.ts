import type { ClassOutcomes } from './outcomes.ts';
import type { PreparedMetric } from './metric.ts';

/** One class against the rest: items in descending order of its probability. */
export interface Ranking {
  readonly order: Uint32Array;
  /** By place: whether the item is of the class. */
  readonly positive: Uint8Array;
  /** By place: whether the next place has a lower probability (or there is none), so that ties are counted together. */
  readonly endsTie: Uint8Array;
}

/**
 * A figure of rankings, averaged over the classes for which it is defined (one against the rest); with two classes, that of
 * the second.
 */
export function macroOverRankings(outcomes: ClassOutcomes, figure: (ranking: Ranking, counts: Uint32Array) => number): PreparedMetric {
  const classes = outcomes.classes === 2 ? [1] : Array.from({ length: outcomes.classes }, (_, c) => c);
  const rankings = classes.map(c => rank(outcomes, c));
  return {
    work: 4 * outcomes.items * classes.length,
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

function rank({ probabilities, targets, classes, items }: ClassOutcomes, c: number): Ranking {
  const scores = Float32Array.from(targets, (_, i) => probabilities[i * classes + c]!);
  const order = Uint32Array.from(targets, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const positive = Uint8Array.from(order, item => Number(targets[item] === c));
  const endsTie = Uint8Array.from(order, (item, place) => Number(place === items - 1 || scores[order[place + 1]!] !== scores[item]));
  return { order, positive, endsTie };
}
