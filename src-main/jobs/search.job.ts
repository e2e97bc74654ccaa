import type { FoldItems, FoldsSummary } from '../../src-shared/domain/cross-validation.ts';
import { splitAlgorithm } from '../../src-shared/domain/params/parse-algorithm.ts';
import { search } from '../../src-shared/domain/recipe/steps/search.step.ts';
import type { ModelOutput } from '../../src-shared/domain/step-output.ts';
import { loadDataset } from '../engine/data/load-dataset.ts';
import { dealFolds } from '../engine/evaluation/cross-validation/deal-folds.ts';
import { encodeFolds } from '../engine/evaluation/cross-validation/folds-file.ts';
import type { StudyResult } from '../engine/search/study/lane-messages.ts';
import type { SearchValues } from '../engine/search/study/study-plan.ts';
import { dataInput } from './job-inputs.ts';
import type { Job, JobContext, JobInput } from './job.ts';
import { askStudy } from './study-questions.ts';

/** The model the study found, with what there is to know of how. */
export const searchJob: Job = {
  id: search.id,
  async run(input, context) {
    const model = await foundModel(input, context);
    const { crossValidation } = input.values as SearchValues;
    if (crossValidation === undefined || model.study === undefined) return model;
    return { ...model, study: { ...model.study, folds: await storeFolds(input, crossValidation, context) } };
  },
};

/** Asks the study that the parts of a step have worked on. */
export async function foundModel(input: JobInput, context: JobContext): Promise<ModelOutput> {
  context.report({ fraction: 0, stage: 'preparing' });
  const { model, report } = (await askStudy(context, { about: 'result', study: studyOf(input) })) as StudyResult;
  return { ...model, study: report };
}

/** By their hash they are those of a cross-validation with the same settings. */
async function storeFolds(
  input: JobInput,
  { folds: request, items }: NonNullable<SearchValues['crossValidation']>,
  { artifacts }: JobContext,
): Promise<FoldsSummary> {
  const { hash } = dataInput(input, 'data').manifest;
  const of = items as FoldItems;
  const folds = dealFolds(await loadDataset(hash, artifacts), { folds: request, of });
  const file = await artifacts.write(encodeFolds(hash, folds));
  return { file, kind: splitAlgorithm(request).id, k: folds.k, repeats: folds.repeats, of, items: folds.items.length };
}

function studyOf({ name, inputs }: JobInput): string {
  const [study] = Object.values(inputs)
    .flat()
    .flatMap(({ output }) => (output.kind === 'part' && output.study !== undefined ? [output.study] : []));
  if (study === undefined) throw new Error(`Step '${name}' was given no study`);
  return study;
}
