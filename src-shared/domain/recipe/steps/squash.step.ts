import { augment, batchSize, epochs, gradientClipping, learningRateSchedule, model, optimizer } from '../common-fields.ts';
import { distillationLoss, distillationSweep, distillationTrainings, student } from '../distillation-fields.ts';
import { defineStepKind } from '../step-kind.ts';

export const squash = defineStepKind({
  id: 'squash',
  title: 'Squash',
  help: 'Distils a model, mostly a fusion of several, into one, on the data it was made with.',
  fields: {
    model: { ...model, help: 'A fusion, or any model.' },
    student: { ...student, default: { scale: { width: 0.5, depth: 1 } } },
    loss: distillationLoss,
    sweep: distillationSweep,
    optimizer,
    schedule: learningRateSchedule,
    epochs,
    augment,
    batchSize,
    gradientClipping,
    control: {
      kind: 'flag',
      label: 'Train the student alone too',
      help: 'With the same start, order and epochs, without a teacher: what distillation has to be better than.',
      default: true,
    },
  },
  produces: 'model',
  usesEngine: true,
  overGroups: 'each',
  trainings: distillationTrainings,
  revision: 1,
});
