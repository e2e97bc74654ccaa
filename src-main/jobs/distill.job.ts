import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import type { Keep } from '../../src-shared/domain/recipe/common-fields.ts';
import { distill } from '../../src-shared/domain/recipe/steps/distill.step.ts';
import { modelInputs } from './job-inputs.ts';
import type { Job } from './job.ts';
import type { AnswerFileSettings } from '../engine/distillation/answer-file/answer-table.ts';
import type { StudentValue } from './prepare-distillation.ts';
import { runDistillation } from './run-distillation.ts';

/** Teaches a student. */
export const distillJob: Job = {
  id: distill.id,
  async run(input, context) {
    const values = input.values as ParamValues<typeof distill.fields>;
    const { answerFiles, student, loss, also, combine, sweep, curve, transfer, chain, softLabels, control, hardLoss } = values;
    const { optimizer, schedule, epochs, batchSize, weightDecay, gradientClipping, earlyStopping, keep, augment } = values;
    context.report({ fraction: 0, stage: 'preparing' });
    return runDistillation(
      {
        teachers: await modelInputs(input, 'teachers', context.artifacts),
        answerFiles: (answerFiles ?? []) as readonly AnswerFileSettings[],
        student: student as StudentValue,
        losses: [loss, ...(also ?? [])],
        combine: combine as 'equally' | 'by-validation',
        sweep: sweep ?? null,
        curve,
        transfer: { labels: transfer.labels as 'use' | 'ignore', omit: transfer.omit ?? [] },
        chain: { assistants: chain.assistants ?? [], generations: chain.generations },
        softLabels: softLabels ?? null,
        control,
        training: {
          ...{ optimizer, schedule, loss: hardLoss, epochs, batchSize, weightDecay, gradientClipping, earlyStopping, augment },
          keep: keep as Keep,
        },
      },
      input,
      context,
    );
  },
};
