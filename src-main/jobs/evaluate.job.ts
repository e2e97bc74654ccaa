import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { evaluate } from '../../src-shared/domain/recipe/steps/evaluate.step.ts';
import type { Split } from '../../src-shared/domain/dataset.ts';
import { measureActivationSpread } from '../engine/evaluation/activation-spread.ts';
import { evaluateModel } from '../engine/evaluation/evaluate.ts';
import { dataOf, modelInput } from './job-inputs.ts';
import { testLooksOf, type Job } from './job.ts';

/** Measures one model on one split of its data. */
export const evaluateJob: Job = {
  id: evaluate.id,
  async run(input, context) {
    const { split } = input.values as ParamValues<typeof evaluate.fields>;
    context.report({ fraction: 0, stage: 'evaluating' });
    const source = await modelInput(input, context.artifacts);
    const data = await dataOf(source, context.artifacts);
    const { graph, parameters } = source.model;
    const engine = await context.engine({ graph, data, training: null });
    const call = { engine, graph, parameters, data, split: split as Split, turn: () => context.turn() };
    const { evaluation } = await evaluateModel(call, { seed: input.seed });
    const spread = await measureActivationSpread(call);
    const activations = await context.artifacts.write(new TextEncoder().encode(JSON.stringify(spread)));
    return { kind: 'evaluation', evaluation, testLooks: testLooksOf(input), activations };
  },
};
