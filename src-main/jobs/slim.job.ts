import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { slim } from '../../src-shared/domain/recipe/steps/slim.step.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import { trainSlimmable } from '../engine/search/slimmable/train-slimmable.ts';
import type { Job } from './job.ts';
import { newCard } from './new-network.ts';
import { saveModel } from './save-model.ts';
import { startingPoint } from './starting-point.ts';
import { trainedOnce } from './trained-once.ts';

/** Trains one network at several widths; the widest is the model. */
export const slimJob: Job = {
  id: slim.id,
  async run(input, context) {
    const { data: _data, model: _model, widths, random, distil, ...training } = input.values as ParamValues<typeof slim.fields>;
    context.report({ fraction: 0, stage: 'preparing' });
    const { start, data, dataRef } = await startingPoint(input, context);
    const settings = { ...training, keep: 'last' as const };
    // The results of all networks of a step are alive at once.
    const networks = 1 + random + widths.reduce((sum, share) => sum + (share < 1 ? share : 0), 0);
    const load = { optimizer: settings.optimizer, batchSize: Math.ceil(settings.batchSize * networks) };
    const { tf, compiler } = await context.engine(trainingLoad({ graph: start.graph, data }, load));
    const setup = { tf, compiler, data, seed: input.seed, ...start, ...settings, widths, random, distils: distil };
    const { report, ...result } = await trainedOnce(context, () => trainSlimmable(setup, context));
    const output = await saveModel({ graph: start.graph, card: newCard(data.manifest, data) }, result, dataRef, context.artifacts);
    return { ...output, summary: { ...output.summary, slimmable: report } };
  },
};
