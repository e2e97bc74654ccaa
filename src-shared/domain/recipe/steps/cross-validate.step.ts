import { FOLD_ITEMS } from '../../cross-validation.ts';
import { isObject } from '../../params/problems.ts';
import { data } from '../common-fields.ts';
import { defineStepKind } from '../step-kind.ts';
import { newNetwork, trainingFields } from '../training-fields.ts';

/** Folds of more than this share processes: starting one takes as long as a small fold. */
const MOST_PARTS = 16;

const whatIsTrained = {
  data,
  model: newNetwork,
  folds: {
    kind: 'algorithm',
    registry: 'folds',
    tag: 'kind',
    untagged: 'shuffled',
    label: 'Folds',
    help: 'How the items are dealt; equal settings deal the same folds to every model of a data set.',
    default: { kind: 'shuffled' },
  },
  items: {
    kind: 'choice',
    label: 'Items',
    help: 'The training part; or all but the test part, and then nothing is left to choose epochs by.',
    default: 'train',
    options: FOLD_ITEMS,
  },
  ...trainingFields,
} as const;

/** What a part of a cross-validation does: trains the members of its folds, or the final model. Nobody writes it in a recipe. */
export const crossValidatePart = defineStepKind({
  id: 'cross-validate-part',
  title: 'Fold',
  help: 'Trains members of a cross-validation.',
  fields: whatIsTrained,
  produces: 'part',
  usesEngine: true,
  overGroups: 'each',
  revision: 2,
});

export const crossValidate = defineStepKind({
  id: 'cross-validate',
  title: 'Cross-validate',
  help: 'Trains a member for each fold without that fold, judges it there, and yields a model of all items.',
  fields: {
    ...whatIsTrained,
    yields: {
      kind: 'choice',
      label: 'Yields',
      help: 'One network trained anew on all items, or the members together.',
      default: 'refit',
      options: ['refit', 'ensemble'],
    },
  },
  produces: 'model',
  usesEngine: true,
  overGroups: 'each',
  revision: 1,
  parts: {
    kind: crossValidatePart,
    count: ({ folds }) => Math.min(MOST_PARTS, foldsAsked(folds)),
    alsoOneOfAll: ({ yields }) => yields === 'refit',
    valuesOf: ({ yields: _yields, ...values }) => values,
  },
});

/** Folds of all rounds; more than the greatest number of parts where only the data can tell. */
function foldsAsked(folds: unknown): number {
  const { k, repeats } = isObject(folds) ? folds : {};
  if (typeof k !== 'number') return MOST_PARTS;
  return k * (typeof repeats === 'number' ? repeats : 1);
}
