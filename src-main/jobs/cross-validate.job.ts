import type { CrossValidationReport, FoldItems } from '../../src-shared/domain/cross-validation.ts';
import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { splitAlgorithm } from '../../src-shared/domain/params/parse-algorithm.ts';
import { crossValidate } from '../../src-shared/domain/recipe/steps/cross-validate.step.ts';
import type { FoldMember, ModelOutput, PartOutput } from '../../src-shared/domain/step-output.ts';
import { loadDataset, type LoadedDataset } from '../engine/data/load-dataset.ts';
import { dealFolds } from '../engine/evaluation/cross-validation/deal-folds.ts';
import type { Folds } from '../engine/evaluation/cross-validation/fold.ts';
import { spreadOfFolds } from '../engine/evaluation/cross-validation/fold-spread.ts';
import { encodeFolds } from '../engine/evaluation/cross-validation/folds-file.ts';
import { decodeFoldAnswers, encodeOutOfFold, gatherAnswers } from '../engine/evaluation/cross-validation/predictions-file.ts';
import { dataInput } from './job-inputs.ts';
import type { Job, JobContext, JobInput } from './job.ts';

type Values = ParamValues<typeof crossValidate.fields>;

/** Puts together what the parts made: the folds, everything they answered, the figures, and the model. */
export const crossValidateJob: Job = {
  id: crossValidate.id,
  async run(input, context) {
    context.report({ fraction: 0, stage: 'preparing' });
    const { hash } = dataInput(input, 'data').manifest;
    const data = await loadDataset(hash, context.artifacts);
    const { folds: request, items } = input.values as Values;
    const folds = dealFolds(data, { folds: request, of: items as FoldItems });
    const parts = partsOf(input);
    const members = inOrder(parts, folds);
    const file = await context.artifacts.write(encodeFolds(hash, folds));
    const outOfFold = await storeAnswers({ data, hash, folds, members, file: file.hash }, context);
    const { id: kind } = splitAlgorithm(request);
    const figures = members.map(member => member.figures);
    const crossValidation: CrossValidationReport = {
      folds: { file, kind, k: folds.k, repeats: folds.repeats, of: items as FoldItems, items: folds.items.length },
      outOfFold,
      members: figures,
      metrics: spreadOfFolds(figures, folds.k),
      yields: 'refit',
      warnings: folds.warnings,
    };
    return { ...modelOf(parts), crossValidation };
  },
};

function partsOf({ name, inputs }: JobInput): readonly PartOutput[] {
  const parts = Object.values(inputs)
    .flat()
    .flatMap(({ output }) => (output.kind === 'part' ? [output] : []));
  if (parts.length === 0) throw new Error(`Step '${name}' was given no parts`);
  return parts;
}

/** As the folds stand: repeat, then fold. */
function inOrder(parts: readonly PartOutput[], { list }: Folds): readonly FoldMember[] {
  const byFold = new Map(
    parts.flatMap(({ members }) => members).map(member => [`${member.figures.repeat}-${member.figures.fold}`, member]),
  );
  return list.map(({ repeat, fold }) => {
    const member = byFold.get(`${repeat}-${fold}`);
    if (member === undefined) throw new Error(`No part trained fold ${fold} of round ${repeat}`);
    return member;
  });
}

interface Answered {
  readonly data: LoadedDataset;
  /** Of the manifest. */
  readonly hash: string;
  readonly folds: Folds;
  /** In the order of the folds. */
  readonly members: readonly FoldMember[];
  /** Hash of the file of folds. */
  readonly file: string;
}

async function storeAnswers({ data, hash, folds, members, file }: Answered, { artifacts }: JobContext) {
  const answered = [];
  for (const [i, fold] of folds.list.entries()) {
    answered.push({ fold, answers: decodeFoldAnswers(await artifacts.read(members[i]!.predictions.hash)) });
  }
  const { task, outputs: width } = data;
  const { items, repeats } = folds;
  const outputs = gatherAnswers(folds, answered, width);
  return artifacts.write(encodeOutOfFold({ data: hash, folds: file, task, width, items, repeats, outputs }));
}

function modelOf(parts: readonly PartOutput[]): ModelOutput {
  const whole = parts.find(part => part.whole !== null)?.whole;
  if (whole !== null && whole !== undefined) return whole;
  throw new Error('A part that was trained on all items is required, but there is none');
}
