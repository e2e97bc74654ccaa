import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { squash } from '../../src-shared/domain/recipe/steps/squash.step.ts';
import { modelInputs } from './job-inputs.ts';
import type { Job } from './job.ts';
import type { StudentValue } from './prepare-distillation.ts';
import { runDistillation } from './run-distillation.ts';

/** Distils one model into a smaller one, with everything else as it is by default. */
export const squashJob: Job = {
  id: squash.id,
  async run(input, context) {
    const values = input.values as ParamValues<typeof squash.fields>;
    const { student, loss, sweep, control, optimizer, schedule, epochs, augment, batchSize, gradientClipping } = values;
    context.report({ fraction: 0, stage: 'preparing' });
    return runDistillation(
      {
        teachers: await modelInputs(input, 'model', context.artifacts),
        answerFiles: [],
        student: student as StudentValue,
        losses: [loss],
        combine: 'equally',
        sweep: sweep ?? null,
        curve: { warmUp: 0 },
        transfer: { labels: 'use', omit: [] },
        chain: { assistants: [], generations: 1 },
        softLabels: null,
        control,
        training: { optimizer, schedule, epochs, augment, batchSize, weightDecay: 0, gradientClipping, keep: 'last' },
      },
      input,
      context,
    );
  },
};
