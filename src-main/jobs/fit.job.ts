import { fit } from '../../src-shared/domain/recipe/steps/fit.step.ts';
import type { Job } from './job.ts';
import { foundModel } from './search.job.ts';

/** The model whose plan meets the limits best, with what there is to know of the others. */
export const fitJob: Job = { id: fit.id, run: foundModel };
