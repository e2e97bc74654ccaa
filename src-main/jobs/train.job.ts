import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { train } from '../../src-shared/domain/recipe/steps/train.step.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import { runTraining } from '../engine/training/run-training.ts';
import type { Job } from './job.ts';
import { newCard, trainingSettings } from './new-network.ts';
import { saveModel } from './save-model.ts';
import { startingPoint } from './starting-point.ts';

/** Builds or loads the network, trains it, stores it. */
export const trainJob: Job = {
  id: train.id,
  async run(input, context) {
    const values = input.values as ParamValues<typeof train.fields>;
    context.report({ fraction: 0, stage: 'preparing' });
    const { start, data, dataRef } = await startingPoint(input, context);
    const settings = trainingSettings(values);
    const { tf, compiler } = await context.engine(trainingLoad({ graph: start.graph, data }, settings));
    const result = await runTraining({ tf, compiler, data, seed: input.seed, ...start, ...settings }, context);
    return saveModel({ graph: start.graph, card: newCard(data.manifest, data) }, result, dataRef, context.artifacts);
  },
};
