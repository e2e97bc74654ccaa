import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { factorise } from '../../src-shared/domain/recipe/steps/factorise.step.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { factoriseModel, type Factorised } from '../engine/factorisation/factorise-model.ts';
import { fineTuneChanged } from '../engine/factorisation/fine-tune.ts';
import { measureInputSizes } from '../engine/factorisation/input-sizes.ts';
import type { FactorisationTarget } from '../engine/factorisation/ranks.ts';
import { trainingLoad } from '../engine/memory/predict-memory.ts';
import { dataOf, modelInput } from './job-inputs.ts';
import type { Job, JobContext } from './job.ts';
import { saveSmaller } from './save-smaller.ts';
import { trainedOnce } from './trained-once.ts';

type FactoriseValues = ParamValues<typeof factorise.fields>;

/** Factorises a model and fine-tunes it on the data it was trained on. A resumed job finds the same factors again. */
export const factoriseJob: Job = {
  id: factorise.id,
  async run(input, context) {
    const { model: _model, layers, energy, parameters, multiplyAdds, weighting, ...settings } = input.values as FactoriseValues;
    const target = targetOf({ energy, parameters, multiplyAdds });
    context.report({ fraction: 0, stage: 'preparing' });
    const source = await modelInput(input, context.artifacts);
    const data = await dataOf(source, context.artifacts);
    const original = source.model;
    const { tf, compiler } = await context.engine(trainingLoad({ graph: original.graph, data }, settings));
    const turn = (): Promise<void> => context.turn();
    const measured = { tf, data, batchSize: settings.batchSize, seed: input.seed };
    const inputSizes = weighting === 'inputs' ? await measureInputSizes(measured, original, turn) : undefined;
    const changed = await factoriseModel(original, { target, layers, inputSizes }, turn);
    logLayers(changed, context);
    const setup = { ...settings, tf, compiler, data, seed: input.seed };
    const { controls, ...network } = await trainedOnce(context, async () => {
      const tuned = await fineTuneChanged(setup, { original, changed }, context);
      return { ...tuned.network, controls: tuned.controls };
    });
    const output = await saveSmaller({ source, graph: network.graph, result: network, data }, input, context);
    return controls.length === 0 ? output : { ...output, summary: { ...output.summary, controls } };
  },
};

/** An energy when nothing is asked for. */
const DEFAULT: FactorisationTarget = { measure: 'energy', share: 0.9 };

function targetOf(asked: Readonly<Record<FactorisationTarget['measure'], number | undefined>>): FactorisationTarget {
  const given = Object.entries(asked).filter(([, share]) => share !== undefined) as [FactorisationTarget['measure'], number][];
  if (given.length > 1) {
    const names = given.map(([measure]) => measure);
    throw invalidInput(`One target at most is required: energy, parameters or multiplyAdds; got ${names.join(' and ')}`, {
      path: names[1]!,
      hint: 'Leave out all but one.',
    });
  }
  const [first] = given;
  return first === undefined ? DEFAULT : { measure: first[0], share: first[1] };
}

function logLayers({ layers, left }: Factorised, { log }: Pick<JobContext, 'log'>): void {
  for (const { node, rank, of, energy, before, after } of layers) {
    log('info', `${node}: rank ${rank} of ${of} keeps ${(100 * energy).toFixed(1)} % of the energy; ${before} values become ${after}`);
  }
  for (const { node, reason } of left) log('info', `${node} stays whole: ${reason}`);
}
