import { invalidInput } from '../../../../../src-shared/lib/app-error.ts';
import { shuffle } from '../../../../../src-shared/lib/random.ts';
import { stratifyLabels } from '../../../data/iterative-stratification.ts';
import { defineFoldKind, k, repeats, seed, stratify } from '../fold-kind.ts';
import { foldsOf, placesByClass } from '../places.ts';

/**
 * k-fold, stratified where the pool has classes: the shuffled places of each class are dealt one after the other, each class
 * going on where the one before it ended. So fold sizes and each class's shares differ by at most one item. Items with several labels are
 * dealt by iterative stratification.
 */
export const shuffled = defineFoldKind({
  id: 'shuffled',
  title: 'Drawn by lot',
  help: 'Every item is held out once a round.',
  source: 'Kohavi 1995, A study of cross-validation and bootstrap for accuracy estimation',
  revision: 1,
  params: { k, repeats, stratify, seed },
  deal({ items, classOf, labels = null }, config, random) {
    if (items < config.k)
      throw invalidInput(`At least one item for each fold is required: ${config.k} folds, but ${items} items`, {
        path: 'folds.k',
        hint: `Choose at most ${items} folds.`,
      });
    if (config.stratify && labels !== null) {
      const sizes = Array.from({ length: config.k }, (_, fold) => Math.floor((items + config.k - 1 - fold) / config.k));
      return foldsOf(stratifyLabels({ labels, items, sizes, random }), config.k);
    }
    const foldOf = new Int32Array(items);
    let next = 0;
    placesByClass(items, config.stratify ? classOf : null).forEach((places, number) => {
      shuffle(places, random.split(number));
      for (const place of places) foldOf[place] = next++ % config.k;
    });
    return foldsOf(foldOf, config.k);
  },
});
