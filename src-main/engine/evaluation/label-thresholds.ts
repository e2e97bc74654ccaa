import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { HALF, outcomesOf, type LabelOutcomes } from './outcomes.ts';
import { predictSplit, type PredictCall } from './predict.ts';
import { rankLabels, type Ranking } from './ranking.ts';

export const THRESHOLD_CHOICES = ['half', 'validation'] as const;
export type ThresholdChoice = (typeof THRESHOLD_CHOICES)[number];

/**
 * The thresholds a model's labels are told by; undefined: ½ for all. Throws `invalid-input` where there is nothing to choose them
 * on, and where they would be judged on what they were chosen on.
 */
export async function thresholdsFor(call: PredictCall, choice: ThresholdChoice): Promise<readonly number[] | undefined> {
  if (choice === 'half') return undefined;
  const path = 'thresholds';
  const { data, split } = call;
  if (data.task !== 'labels')
    throw invalidInput(`Thresholds are for items with several labels, but the data's task is ${data.task}`, { path });
  if (split === 'validation')
    throw invalidInput('Thresholds chosen on validation items must be judged on others, but the split is validation', {
      path,
      hint: 'Judge on test, or take the threshold ½.',
    });
  if (data.count('validation') === 0)
    throw invalidInput('Validation items are required to choose thresholds on, but the data has none', { path });
  const outcomes = outcomesOf({ task: 'labels', ...(await predictSplit({ ...call, split: 'validation' })) });
  if (outcomes.task !== 'labels') throw new Error('Labels were asked for');
  return bestThresholds(outcomes);
}

/**
 * Per label the threshold with the greatest F1 on these items: half-way between neighbouring probabilities, of equally good ones the
 * nearest to ½; ½ for a label that no item has. Source: Fan & Lin 2007, A study on threshold selection for multi-label classification
 * (SCut, Yang 2001, doi:10.1145/383952.383975, with F1).
 */
export function bestThresholds(outcomes: LabelOutcomes): readonly number[] {
  const { probabilities, labels } = outcomes;
  return rankLabels(outcomes).map((ranking, l) => bestOf(ranking, item => probabilities[item * labels + l]!));
}

function bestOf({ order, positive, endsTie }: Ranking, shareOf: (item: number) => number): number {
  const actual = positive.reduce((sum, own) => sum + own, 0);
  if (actual === 0) return HALF;
  let best = { f1: -1, threshold: HALF };
  let right = 0;
  for (let place = 0; place < order.length; place++) {
    right += positive[place]!;
    if (endsTie[place] === 0) continue;
    const f1 = (2 * right) / (actual + place + 1);
    const next = place + 1 < order.length ? shareOf(order[place + 1]!) : 0;
    const threshold = nearestToHalf(next, shareOf(order[place]!));
    if (f1 > best.f1 || (f1 === best.f1 && Math.abs(threshold - HALF) < Math.abs(best.threshold - HALF))) best = { f1, threshold };
  }
  return best.threshold;
}

/** ½ where it lies between the two, else half-way. Above `below`, at most `above`. */
function nearestToHalf(below: number, above: number): number {
  return below < HALF && HALF <= above ? HALF : below + (above - below) / 2;
}
