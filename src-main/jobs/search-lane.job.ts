import { searchLane } from '../../src-shared/domain/recipe/steps/search.step.ts';
import { loadDataset } from '../engine/data/load-dataset.ts';
import type { NextTask } from '../engine/search/study/lane-messages.ts';
import type { SearchValues } from '../engine/search/study/study-plan.ts';
import { dataInput } from './job-inputs.ts';
import type { Job } from './job.ts';
import { askStudy } from './study-questions.ts';
import { foldPlanOf } from './train-trial-folds.ts';
import { trainTrial } from './train-trial.ts';

/** Trains trial after trial, as the study says, until it needs no more. Everything it has to know of others is asked for. */
export const searchLaneJob: Job = {
  id: searchLane.id,
  async run(input, context) {
    context.report({ fraction: 0, stage: 'preparing' });
    const data = await loadDataset(dataInput(input, 'data').manifest.hash, context.artifacts);
    const folds = await foldPlanOf(input.values as SearchValues, data, context);
    for (;;) {
      const next = (await askStudy(context, { about: 'task' })) as NextTask;
      if (!('trial' in next)) return { kind: 'part', members: [], whole: null, study: next.done };
      const end = await trainTrial({ task: next, input, data }, folds, context);
      await askStudy(context, { about: 'end', trial: next.trial, end });
    }
  },
};
