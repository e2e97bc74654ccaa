import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { prune } from '../../src-shared/domain/recipe/steps/prune.step.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import { pruneWeights } from '../engine/pruning/prune-weights.ts';
import { dataOf, modelInput } from './job-inputs.ts';
import type { Job } from './job.ts';
import { saveModel } from './save-model.ts';

/** Prunes a model on the data it was trained on. */
export const pruneJob: Job = {
  id: prune.id,
  async run(input, context) {
    const values = input.values as ParamValues<typeof prune.fields>;
    context.report({ fraction: 0, stage: 'preparing' });
    const source = await modelInput(input, context.artifacts);
    const data = await dataOf(source, context.artifacts);
    const { criterion, target, scope, schedule, optimizer, fineTune, batchSize, gradientClipping } = values;
    const { graph, parameters, masks, card } = source.model;
    const { tf, compiler } = await context.engine(trainingLoad({ graph, data }, { optimizer, batchSize }));
    const settings = { criterion, target, scope, schedule, optimizer, fineTune, batchSize, gradientClipping };
    const result = await pruneWeights({ tf, compiler, graph, parameters, masks, data, seed: input.seed, ...settings }, context);
    return saveModel({ graph, card }, result, source.output.data, context.artifacts);
  },
};
