import { invalidInput } from '../../../../../src-shared/lib/app-error.ts';
import { defineFoldKind, k, type DealtFold } from '../fold-kind.ts';

/**
 * Items in the order of the source, which must be that of time, cut into k + 1 blocks: each fold is one block, trained on
 * all blocks before it. The first block is never held out; it takes what does not divide.
 */
export const timeOrdered = defineFoldKind({
  id: 'time-ordered',
  title: 'In order of time',
  help: 'Each fold is trained on what came before it; the rows of the source must be in that order.',
  source: 'Rolling origin, growing window (Tashman 2000, Int. J. of Forecasting 16)',
  revision: 1,
  params: { k },
  deal({ items }, config) {
    const folds = config.k;
    const size = Math.floor(items / (folds + 1));
    if (size === 0) {
      throw invalidInput(`At least ${folds + 1} items are required for ${folds} folds in the order of time, but there are ${items}`, {
        path: 'folds.k',
        hint: `Choose at most ${Math.max(1, items - 1)} folds.`,
      });
    }
    return Array.from({ length: folds }, (_, fold): DealtFold => {
      const start = items - (folds - fold) * size;
      const upTo = (length: number, from: number): Uint32Array => Uint32Array.from({ length }, (_unused, i) => from + i);
      return { heldOut: upTo(size, start), trained: upTo(start, 0), label: null };
    });
  },
});
