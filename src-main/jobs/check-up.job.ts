import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { checkUp } from '../../src-shared/domain/recipe/steps/check-up.step.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import { checkUp as runCheckUp } from '../engine/pruning/check-up.ts';
import { dataOf, modelInput } from './job-inputs.ts';
import type { Job } from './job.ts';

/** Finds out how much of each layer can go; changes nothing. */
export const checkUpJob: Job = {
  id: checkUp.id,
  async run(input, context) {
    const { model: _model, ...settings } = input.values as ParamValues<typeof checkUp.fields>;
    context.report({ fraction: 0, stage: 'preparing' });
    const source = await modelInput(input, context.artifacts);
    const data = await dataOf(source, context.artifacts);
    const { graph, parameters, masks } = source.model;
    const { tf, compiler } = await context.engine(trainingLoad({ graph, data }, settings));
    const report = await runCheckUp({ ...settings, tf, compiler, graph, parameters, masks, data, seed: input.seed }, context);
    return { kind: 'check-up', report };
  },
};
