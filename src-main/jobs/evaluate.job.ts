import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { evaluate } from '../../src-shared/domain/recipe/steps/evaluate.step.ts';
import type { Split } from '../../src-shared/domain/dataset.ts';
import { measureActivationSpread } from '../engine/evaluation/activation-spread.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import type { ArtifactFiles } from '../engine/data/ports.ts';
import { evaluateModel } from '../engine/evaluation/evaluate.ts';
import type { ThresholdChoice } from '../engine/evaluation/label-thresholds.ts';
import type { SplitAnswers } from '../engine/evaluation/predict.ts';
import { encodePredictions } from '../engine/fusion/predictions-file.ts';
import { dataOf, modelInput, type InputModel } from './job-inputs.ts';
import { testLooksOf, type Job } from './job.ts';
import { seenBy } from './seen-items.ts';

/** Measures one model on one split of its data. */
export const evaluateJob: Job = {
  id: evaluate.id,
  async run(input, context) {
    const { split, thresholds } = input.values as ParamValues<typeof evaluate.fields>;
    context.report({ fraction: 0, stage: 'evaluating' });
    const source = await modelInput(input, context.artifacts);
    const data = await dataOf(source, context.artifacts);
    const { graph, parameters } = source.model;
    const engine = await context.engine({ graph, data, training: null });
    const call = { engine, graph, parameters, data, split: split as Split, turn: () => context.turn() };
    const { evaluation, answers } = await evaluateModel(call, {
      seed: input.seed,
      classes: data.manifest.target.classes,
      thresholds: thresholds as ThresholdChoice,
    });
    const spread = await measureActivationSpread(call);
    const activations = await context.artifacts.write(new TextEncoder().encode(JSON.stringify(spread)));
    const predictions = split === 'validation' ? await keepPredictions({ source, data, answers }, context.artifacts) : null;
    const output = { kind: 'evaluation' as const, evaluation, testLooks: testLooksOf(input), activations };
    return predictions === null ? output : { ...output, predictions };
  },
};

interface Answered {
  readonly source: InputModel;
  readonly data: LoadedDataset;
  readonly answers: SplitAnswers;
}

/** For fusions: what the model answers, and what it has learnt from. Null when there is too much to keep. */
async function keepPredictions(
  { source, data, answers }: Answered,
  artifacts: ArtifactFiles,
): Promise<{ readonly hash: string; readonly bytes: number } | null> {
  const part = {
    source: data.manifest.input.file.hash,
    items: data.itemsOf('validation'),
    trainedOn: await seenBy(source.output, data, artifacts),
    outputs: answers.outputs,
  };
  const { targets, width } = answers;
  const bytes = encodePredictions({ task: data.task, width, targets, members: [{ name: source.name, parts: [part] }] });
  return bytes === null ? null : artifacts.write(bytes);
}
