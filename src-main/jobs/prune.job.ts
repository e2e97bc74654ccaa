import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { prune } from '../../src-shared/domain/recipe/steps/prune.step.ts';
import { denseFileBytes } from '../engine/formats/native.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import { pruneModel } from '../engine/pruning/prune-model.ts';
import { dataOf, modelInput } from './job-inputs.ts';
import type { Job } from './job.ts';
import { saveModel } from './save-model.ts';

/** Prunes a model on the data it was trained on. */
export const pruneJob: Job = {
  id: prune.id,
  async run(input, context) {
    const { model: _model, ...settings } = input.values as ParamValues<typeof prune.fields>;
    context.report({ fraction: 0, stage: 'preparing' });
    const source = await modelInput(input, context.artifacts);
    const data = await dataOf(source, context.artifacts);
    const { graph, parameters, masks, card } = source.model;
    const { tf, compiler } = await context.engine(trainingLoad({ graph, data }, settings));
    const { network, controls } = await pruneModel(
      {
        ...settings,
        ...{ tf, compiler, graph, parameters, masks, data, seed: input.seed },
        sourceEpochs: source.output.summary.epochs.run,
        fileBytes: structure => denseFileBytes(structure, card),
      },
      context,
    );
    const output = await saveModel({ graph: network.graph, card }, network, source.output.data, context.artifacts);
    return controls.length === 0 ? output : { ...output, summary: { ...output.summary, controls } };
  },
};
