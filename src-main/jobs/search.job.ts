import { search } from '../../src-shared/domain/recipe/steps/search.step.ts';
import type { ModelOutput } from '../../src-shared/domain/step-output.ts';
import type { StudyResult } from '../engine/search/study/lane-messages.ts';
import type { Job, JobContext, JobInput } from './job.ts';
import { askStudy } from './study-questions.ts';

/** The model the study found, with what there is to know of how. */
export const searchJob: Job = { id: search.id, run: foundModel };

/** Asks the study that the parts of a step have worked on. */
export async function foundModel(input: JobInput, context: JobContext): Promise<ModelOutput> {
  context.report({ fraction: 0, stage: 'preparing' });
  const { model, report } = (await askStudy(context, { about: 'result', study: studyOf(input) })) as StudyResult;
  return { ...model, study: report };
}

function studyOf({ name, inputs }: JobInput): string {
  const [study] = Object.values(inputs)
    .flat()
    .flatMap(({ output }) => (output.kind === 'part' && output.study !== undefined ? [output.study] : []));
  if (study === undefined) throw new Error(`Step '${name}' was given no study`);
  return study;
}
