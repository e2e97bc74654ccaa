import type { LabelFigures } from '../../../src-shared/domain/report.ts';
import { countByLabel } from './label-counts.ts';
import { averagePrecision } from './metrics/pr-auc.metric.ts';
import type { LabelOutcomes } from './outcomes.ts';
import { rankLabels } from './ranking.ts';

/** Each label's own figures, in the order of the labels. */
export function labelFigures(outcomes: LabelOutcomes, names: readonly string[]): LabelFigures[] {
  const once = new Uint32Array(outcomes.items).fill(1);
  const { right, actual, answered } = countByLabel(outcomes, once);
  const precisions = rankLabels(outcomes).map(ranking => averagePrecision(ranking, once));
  return outcomes.thresholds.map((threshold, l) => {
    const [items, told, both] = [actual[l]!, answered[l]!, right[l]!];
    return {
      ...{ name: names[l] ?? String(l), items, answered: told, right: both, threshold },
      ...(told > 0 ? { precision: both / told } : {}),
      ...(items > 0 ? { recall: both / items, averagePrecision: precisions[l]! } : {}),
      ...(items + told > 0 ? { f1: (2 * both) / (items + told) } : {}),
    };
  });
}
