import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import type { QuantisationScheme } from '../../src-shared/domain/quantisation.ts';
import { quantise } from '../../src-shared/domain/recipe/steps/quantise.step.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import { quantiseAndTrain, type QuantiseSetup } from '../engine/quantisation/quantise-and-train.ts';
import { dataOf, modelInput } from './job-inputs.ts';
import type { Job } from './job.ts';
import { saveSmaller } from './save-smaller.ts';
import { trainedOnce } from './trained-once.ts';

type QuantiseValues = ParamValues<typeof quantise.fields>;

/** Quantises a model by the data it was trained on. A resumed job finds the same ranges again. */
export const quantiseJob: Job = {
  id: quantise.id,
  async run(input, context) {
    const values = input.values as QuantiseValues;
    const { precision, weightBits, activations, calibration, keep, sensitivity, optimizer, fineTune, batchSize } = values;
    context.report({ fraction: 0, stage: 'preparing' });
    const source = await modelInput(input, context.artifacts);
    const data = await dataOf(source, context.artifacts);
    const engine = await context.engine(trainingLoad({ graph: source.model.graph, data }, { optimizer, batchSize }));
    const scheme: QuantisationScheme = { precision, weightBits, activations, calibration, keep };
    const setup: QuantiseSetup = {
      ...{ engine, data, scheme, sensitivity, optimizer, fineTune, batchSize, model: source.model, seed: input.seed },
      ...{ controls: values.controls, augment: values.augment, gradientClipping: values.gradientClipping, budget: budgetOf(values) },
    };
    const { controls, report, ...network } = await trainedOnce(context, async () => {
      const made = await quantiseAndTrain(setup, context);
      return { ...made.network, controls: made.controls, report: made.report };
    });
    for (const { node, reason } of report.layers) if (reason !== null) context.log('info', `${node} stays in float32: ${reason}`);
    const output = await saveSmaller({ source, graph: network.graph, result: network, data }, input, context);
    const proof = controls.length === 0 ? {} : { controls };
    return { ...output, summary: { ...output.summary, ...proof, quantisation: report } };
  },
};

function budgetOf({ budget }: QuantiseValues): QuantiseSetup['budget'] {
  const [entry] = Object.entries(budget ?? {});
  return entry === undefined ? null : { measure: entry[0] as 'bytes' | 'quality', bound: Number(entry[1]) };
}
