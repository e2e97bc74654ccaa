import type { ModelGraph } from '../../src-shared/domain/graph/model-graph.ts';
import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { prune } from '../../src-shared/domain/recipe/steps/prune.step.ts';
import { denseFileBytes } from '../engine/formats/native.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import { compareSpeed } from '../engine/evaluation/speed.ts';
import { pruneModel } from '../engine/pruning/prune-model.ts';
import type { SpeedEffort } from '../engine/pruning/pruning-setup.ts';
import { dataOf, modelInput } from './job-inputs.ts';
import type { Job } from './job.ts';
import { saveSmaller } from './save-smaller.ts';
import { trainedOnce } from './trained-once.ts';

const SPEED_BUDGET_MS: Readonly<Record<SpeedEffort, number>> = { brief: 400, thorough: 1500 };

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
    const setup = {
      ...settings,
      ...{ tf, compiler, graph, parameters, masks, data, seed: input.seed },
      sourceEpochs: source.output.summary.epochs.run,
      fileBytes: (structure: ModelGraph) => denseFileBytes(structure, card),
      compareSpeed: (whole: ModelGraph, smaller: ModelGraph, effort: SpeedEffort) =>
        compareSpeed(whole, smaller, {
          card,
          budgetMs: SPEED_BUDGET_MS[effort],
          nowMs: () => context.nowMs(),
          turn: () => context.turn(),
        }),
    };
    const { controls, speed, ...network } = await trainedOnce(context, async () => {
      const pruned = await pruneModel(setup, context);
      return { ...pruned.network, controls: pruned.controls, speed: pruned.speed };
    });
    const output = await saveSmaller({ source, graph: network.graph, result: network, data }, input, context);
    return { ...output, summary: { ...output.summary, controls, ...(speed === null ? {} : { speed }) } };
  },
};
