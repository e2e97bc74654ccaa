import { defineClassMetric } from '../metric.ts';
import { macroOverRankings, rankClasses, rankLabels, type Ranking } from '../ranking.ts';

export const prAuc = defineClassMetric({
  id: 'pr-auc',
  title: 'Average precision (PR AUC)',
  help: 'Precision averaged over the places where recall rises; averaged over classes or labels (mean average precision). Tells more than ROC AUC when a class is rare.',
  source: 'Davis & Goadrich 2006, "The relationship between precision-recall and ROC curves"; step-wise sum, not interpolated',
  revision: 1,
  better: 'higher',
  prepare: outcomes => macroOverRankings(rankClasses(outcomes), averagePrecision),
  prepareLabels: outcomes => macroOverRankings(rankLabels(outcomes), averagePrecision),
});

/** Σ (rise of recall) × precision over the distinct probabilities, from the highest; NaN without items of the class. */
export function averagePrecision({ order, positive, endsTie }: Ranking, counts: Uint32Array): number {
  let [sum, found, seen, tiedOwn] = [0, 0, 0, 0];
  for (let place = 0; place < order.length; place++) {
    const count = counts[order[place]!]!;
    seen += count;
    if (positive[place] === 1) tiedOwn += count;
    if (endsTie[place] === 0 || tiedOwn === 0) continue;
    found += tiedOwn;
    sum += tiedOwn * (found / seen);
    tiedOwn = 0;
  }
  return sum / found;
}
