import { defineClassMetric } from '../metric.ts';
import { macroOverRankings, rankClasses, rankLabels, type Ranking } from '../ranking.ts';

export const rocAuc = defineClassMetric({
  id: 'roc-auc',
  title: 'ROC AUC',
  help: 'Chance that an item of a class gets a higher probability of it than one of another class; averaged over classes or labels.',
  source: 'Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747; one against the rest: Provost & Domingos 2000',
  revision: 1,
  better: 'higher',
  prepare: outcomes => macroOverRankings(rankClasses(outcomes), areaUnderRoc),
  prepareLabels: outcomes => macroOverRankings(rankLabels(outcomes), areaUnderRoc),
});

/** Pairs in the right order plus half of the tied ones, over all pairs; NaN without items of either kind. */
function areaUnderRoc({ order, positive, endsTie }: Ranking, counts: Uint32Array): number {
  let [ordered, above, others, tiedOwn, tiedOthers] = [0, 0, 0, 0, 0];
  for (let place = 0; place < order.length; place++) {
    const count = counts[order[place]!]!;
    if (positive[place] === 1) tiedOwn += count;
    else tiedOthers += count;
    if (endsTie[place] === 0) continue;
    ordered += tiedOthers * (above + tiedOwn / 2);
    above += tiedOwn;
    others += tiedOthers;
    tiedOwn = 0;
    tiedOthers = 0;
  }
  return ordered / (above * others);
}
