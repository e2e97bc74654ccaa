import { fitLane } from '../../src-shared/domain/recipe/steps/fit.step.ts';
import type { NextTask } from '../engine/search/study/lane-messages.ts';
import { fitGoal, type FitValues } from '../engine/search/fit/fit-goal.ts';
import { modelInput } from './job-inputs.ts';
import type { Job } from './job.ts';
import { askStudy } from './study-questions.ts';
import { tryPlan } from './try-plan.ts';

/** Tries plan after plan, as the study says, until it needs no more. */
export const fitLaneJob: Job = {
  id: fitLane.id,
  async run(input, context) {
    context.report({ fraction: 0, stage: 'preparing' });
    const source = await modelInput(input, context.artifacts);
    const goal = fitGoal(input.values as FitValues, source.model.card.task);
    for (;;) {
      const next = (await askStudy(context, { about: 'task' })) as NextTask;
      if (!('trial' in next)) return { kind: 'part', members: [], whole: null, study: next.done };
      const end = await tryPlan({ task: next, input, source, goal }, context);
      await askStudy(context, { about: 'end', trial: next.trial, end });
    }
  },
};
