import { createRegistry } from '../../../../src-shared/lib/registry.ts';
import { average } from './average.combiner.ts';
import type { Combiner } from './combiner.ts';
import { geometric } from './geometric.combiner.ts';
import { greedySelection } from './greedy-selection.combiner.ts';
import { logitAverage } from './logit-average.combiner.ts';
import { max } from './max.combiner.ts';
import { product } from './product.combiner.ts';
import { rankAverage } from './rank-average.combiner.ts';
import { vote } from './vote.combiner.ts';
import { weightedAverage } from './weighted-average.combiner.ts';
import { weightedVote } from './weighted-vote.combiner.ts';

/** In the order of the forms. A test fails when a *.combiner.ts of this folder is missing here. */
export const combiners = createRegistry<Combiner>([
  average,
  weightedAverage,
  greedySelection,
  logitAverage,
  geometric,
  vote,
  weightedVote,
  rankAverage,
  max,
  product,
]);
