import type { Split } from '../../src-shared/domain/dataset.ts';
import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { compare } from '../../src-shared/domain/recipe/steps/compare.step.ts';
import type { LatencyFigures } from '../../src-shared/domain/report.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import type { LoadedDataset } from '../engine/data/load-dataset.ts';
import { encodeAnswers } from '../engine/evaluation/answers-file.ts';
import { choosePairs, compareModels, type ComparedModel } from '../engine/evaluation/compare.ts';
import { compareFolds, type CrossValidated } from '../engine/evaluation/cross-validation/compare-folds.ts';
import { evaluateModel } from '../engine/evaluation/evaluate.ts';
import type { ThresholdChoice } from '../engine/evaluation/label-thresholds.ts';
import { latencyItems, measureLatency, modelSubject, type LatencyItems } from '../engine/evaluation/latency.ts';
import type { Engine } from '../engine/tensor-library.ts';
import { dataOf, modelInputs, type InputModel } from './job-inputs.ts';
import { testLooksOf, type Job, type JobContext } from './job.ts';

/** Puts models side by side on one split of the data they share. */
export const compareJob: Job = {
  id: compare.id,
  async run(input, context) {
    const { split, thresholds } = input.values as ParamValues<typeof compare.fields>;
    context.report({ fraction: 0, stage: 'preparing' });
    const sources = await modelInputs(input, 'models', context.artifacts);
    const datasets = await datasetsOf(sources, context);
    const largest = largestOf(sources);
    const { manifest } = datasets[0]!;
    const engine = await context.engine({ graph: largest.model.graph, data: datasets[sources.indexOf(largest)]!, training: null });
    const items = datasets.map(data => latencyItems(data, split as Split));
    const latencies = await latenciesOf(sources, items, engine, context);
    const models: ComparedModel[] = [];
    for (const [i, source] of sources.entries()) {
      context.report({ fraction: 0.3 + (0.6 * i) / sources.length, stage: 'evaluating' });
      const { graph, parameters } = source.model;
      const call = { engine, graph, parameters, data: datasets[i]!, split: split as Split, turn: () => context.turn() };
      const { evaluation, outcomes } = await evaluateModel(call, {
        seed: input.seed,
        classes: manifest.target.classes,
        thresholds: thresholds as ThresholdChoice,
      });
      const { name, id, replicate, output } = source;
      models.push({ name, modelId: id, replicate, evaluation, outcomes, size: output.summary.size, latency: latencies[i]! });
    }
    const report = await compareModels({
      split: split as Split,
      models,
      classes: manifest.target.classes,
      seed: input.seed,
      testLooks: testLooksOf(input),
      turn: () => context.turn(),
    });
    const outcomes = models.map(model => model.outcomes);
    const answers = encodeAnswers({ data: largest.output.data.hash, split: split as Split, outcomes });
    const folds = compareFolds(crossValidated(sources), choosePairs(models));
    const whole = folds === null ? report : { ...report, folds };
    return { kind: 'report', report: whole, ...(answers === null ? {} : { answers: await context.artifacts.write(answers) }) };
  },
};

/** Those of the models that come out of a cross-validation. */
function crossValidated(sources: readonly InputModel[]): readonly CrossValidated[] {
  return sources.flatMap(({ output: { crossValidation: report, summary } }, model) =>
    report === undefined ? [] : [{ model, report, parameters: summary.size.parameters }],
  );
}

function largestOf(sources: readonly InputModel[]): InputModel {
  const parametersOf = ({ output }: InputModel): number => output.summary.size.parameters;
  return sources.reduce((most, source) => (parametersOf(source) > parametersOf(most) ? source : most));
}

/** Of each model the data they share, with the inputs that it takes. */
async function datasetsOf(sources: readonly InputModel[], { artifacts }: JobContext): Promise<readonly LoadedDataset[]> {
  const [first, ...others] = sources;
  if (first === undefined) throw invalidInput('At least one model is required', { path: 'models' });
  const other = others.find(source => source.output.data.hash !== first.output.data.hash);
  if (other !== undefined) {
    throw invalidInput(`Models of one data set are required, but '${first.name}' and '${other.name}' were trained on different ones`, {
      path: 'models',
    });
  }
  const shared = await dataOf(first, artifacts);
  const inputsOf = ({ output }: InputModel): string | undefined => output.data.inputs?.hash;
  return Promise.all(sources.map(source => (inputsOf(source) === inputsOf(first) ? shared : dataOf(source, artifacts))));
}

async function latenciesOf(
  sources: readonly InputModel[],
  items: readonly LatencyItems[],
  engine: Engine,
  context: JobContext,
): Promise<readonly LatencyFigures[]> {
  const subjects = sources.map((source, i) => modelSubject(engine, source.model, items[i]!));
  try {
    return await measureLatency({ subjects, engine: engine.identity, nowMs: () => context.nowMs(), turn: () => context.turn() });
  } finally {
    subjects.forEach(subject => subject.dispose());
  }
}
