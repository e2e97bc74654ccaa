import { data, model } from '../common-fields.ts';
import type { ParamProblem } from '../../params/problems.ts';
import { defineStepKind } from '../step-kind.ts';
import { newNetworks, trainingFields } from '../training-fields.ts';

const { earlyStopping: _judgesOneWidth, keep: _theLastOne, ...fields } = trainingFields;

export const slim = defineStepKind({
  id: 'slim',
  title: 'Train slimmable',
  help: 'Trains one network to answer at several widths: a sub-network of it needs no training from the start.',
  fields: {
    data: { ...data, help: 'Left out: that of the model it goes on with.', optional: true },
    model: { kind: 'one-of', label: 'Model', options: [...newNetworks, { ...model, label: 'The name of a model to go on with' }] },
    widths: {
      kind: 'list',
      label: 'Widths',
      help: 'Shares of the channels of every layer that are trained at each step, every one with statistics of its own; the whole width always is.',
      of: { kind: 'number', label: 'Share', min: 0, aboveMin: true, max: 1 },
      default: [0.25, 1],
      minItems: 1,
      maxItems: 8,
      source: 'Yu et al. 2019, arXiv:1812.08928',
    },
    random: {
      kind: 'number',
      label: 'Further networks at each step',
      help: 'Of widths drawn by lot between the narrowest and the widest, layer by layer; each costs as much as the whole network.',
      default: 2,
      min: 0,
      max: 8,
      integer: true,
      source: 'The sandwich rule: Yu & Huang 2019, arXiv:1903.05134',
    },
    distil: {
      kind: 'flag',
      label: 'Narrow ones learn from the widest',
      help: 'From its answers at the same step, in place of the labels.',
      default: true,
      source: 'In-place distillation: Yu & Huang 2019, arXiv:1903.05134',
    },
    ...fields,
  },
  produces: 'model',
  usesEngine: true,
  overGroups: 'each',
  trainings: ({ widths, random }) =>
    1 + Number(random ?? 0) + ((widths ?? []) as readonly number[]).reduce((sum, share) => sum + (share < 1 ? share ** 2 : 0), 0),
  check: dataProblems,
  revision: 1,
});

function dataProblems({ data, model }: Readonly<Record<string, unknown>>): readonly ParamProblem[] {
  if (data !== undefined || typeof model === 'string') return [];
  return [{ path: ['data'], message: 'The data to train a new network on is required: a model alone has its own' }];
}
