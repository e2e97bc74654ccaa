import { isObject } from '../../params/problems.ts';
import { data } from '../common-fields.ts';
import { foldItems, folds, foldsAsked } from '../fold-fields.ts';
import { defineStepKind } from '../step-kind.ts';
import { newNetwork, trainingFields } from '../training-fields.ts';

/** Folds of more than this share processes: starting one takes as long as a small fold. */
const MOST_PARTS = 16;

const whatIsTrained = {
  data,
  model: newNetwork,
  folds,
  items: foldItems,
  ...trainingFields,
  alternatives: {
    kind: 'list',
    label: 'Alternatives',
    help: 'Further candidates: what is left out is as above. Each member takes the one that is best on inner folds of the items it is trained on, and is judged on others.',
    source: 'Nested cross-validation: Varma & Simon 2006, doi:10.1186/1471-2105-7-91',
    of: {
      kind: 'group',
      label: 'Candidate',
      fields: {
        model: { ...newNetwork, optional: true },
        optimizer: { kind: 'algorithm', registry: 'optimizer', tag: 'kind', label: 'Optimizer', optional: true },
        epochs: { kind: 'number', label: 'Epochs', optional: true, min: 1, max: 10_000, integer: true },
        batchSize: { kind: 'number', label: 'Batch size', optional: true, min: 1, max: 65_536, integer: true },
        weightDecay: { kind: 'number', label: 'Weight decay (L2)', optional: true, min: 0, max: 10 },
      },
    },
    optional: true,
    minItems: 1,
    maxItems: 20,
  },
  inner: {
    kind: 'group',
    label: 'How an alternative is chosen',
    default: {},
    fields: {
      folds: { ...folds, label: 'Inner folds', help: 'Dealt anew within the items of each member.', default: { kind: 'shuffled', k: 3 } },
      rule: {
        kind: 'choice',
        label: 'Taken is',
        help: 'least: the least mean error; one-standard-error: the smallest within one standard error of it.',
        default: 'least',
        options: ['least', 'one-standard-error'],
        source: 'Breiman, Friedman, Olshen & Stone 1984',
      },
    },
  },
} as const;

/** What a part of a cross-validation does: trains the members of its folds, or the final model. Nobody writes it in a recipe. */
export const crossValidatePart = defineStepKind({
  id: 'cross-validate-part',
  title: 'Fold',
  help: 'Trains members of a cross-validation.',
  fields: {
    ...whatIsTrained,
    preprocessing: {
      kind: 'choice',
      label: 'Preprocessing',
      help: 'Fitted by every member on the items it is trained on. each: as it is; together: so that the members can stand in one model.',
      default: 'each',
      options: ['each', 'together'],
    },
  },
  produces: 'part',
  usesEngine: true,
  overGroups: 'each',
  trainings: candidateTrainings,
  revision: 5,
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
  revision: 2,
  parts: {
    kind: crossValidatePart,
    noun: 'fold',
    isShared: false,
    count: ({ folds }) => Math.min(MOST_PARTS, foldsAsked(folds) ?? MOST_PARTS),
    alsoOneOfAll: ({ yields }) => yields === 'refit',
    valuesOf: ({ yields, ...values }) => ({ ...values, preprocessing: yields === 'ensemble' ? 'together' : 'each' }),
  },
});

/** A member, and every candidate on every inner fold. */
function candidateTrainings({ alternatives, inner }: Readonly<Record<string, unknown>>): number {
  if (!Array.isArray(alternatives)) return 1;
  const { k, repeats } = isObject(inner) && isObject(inner['folds']) ? inner['folds'] : {};
  const perCandidate = Number(k ?? 3) * Number(repeats ?? 1);
  return 1 + (alternatives.length + 1) * perCandidate;
}
