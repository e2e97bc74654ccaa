import { FOLD_ITEMS } from '../cross-validation.ts';
import { isObject } from '../params/problems.ts';

/** How items are dealt into folds, and which: fields of every step that judges on what was held out. */

export const folds = {
  kind: 'algorithm',
  registry: 'folds',
  tag: 'kind',
  untagged: 'shuffled',
  label: 'Folds',
  help: 'How the items are dealt; equal settings deal the same folds to every model of a data set.',
  default: { kind: 'shuffled' },
} as const;

export const foldItems = {
  kind: 'choice',
  label: 'Items',
  help: 'The training part; or all but the test part, and then nothing is left to choose epochs by.',
  default: 'train',
  options: FOLD_ITEMS,
} as const;

/** Folds of all rounds; null where only the data can tell: one for each group. */
export function foldsAsked(asked: unknown): number | null {
  const { k, repeats } = isObject(asked) ? asked : {};
  if (typeof k !== 'number') return null;
  return k * (typeof repeats === 'number' ? repeats : 1);
}
