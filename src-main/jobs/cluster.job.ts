import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { cluster } from '../../src-shared/domain/recipe/steps/cluster.step.ts';
import { clusterWeights } from '../engine/clustering/cluster-weights.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import { dataOf, modelInput } from './job-inputs.ts';
import type { Job } from './job.ts';
import { saveSmaller } from './save-smaller.ts';
import { trainedOnce } from './trained-once.ts';

/** Shares the weights of a model, on the data it was trained on. */
export const clusterJob: Job = {
  id: cluster.id,
  async run(input, context) {
    const { bits, optimizer, fineTune, augment, batchSize, gradientClipping } = input.values as ParamValues<typeof cluster.fields>;
    context.report({ fraction: 0, stage: 'preparing' });
    const source = await modelInput(input, context.artifacts);
    const data = await dataOf(source, context.artifacts);
    const { graph, parameters, masks } = source.model;
    const { tf, compiler } = await context.engine(trainingLoad({ graph, data }, { optimizer, batchSize }));
    const settings = { bits, optimizer, fineTune, augment, batchSize, gradientClipping };
    const setup = { tf, compiler, graph, parameters, masks, data, seed: input.seed, ...settings };
    const result = await trainedOnce(context, () => clusterWeights(setup, context));
    return saveSmaller({ source, graph, result, data }, input, context);
  },
};
