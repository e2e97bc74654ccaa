import { runLoop } from '../../training/loop.ts';
import { averagedParameters } from '../../training/average-weights.ts';
import type { PhaseNetwork } from '../../training/phases.ts';
import { createStepPlan } from '../../training/prepare.ts';
import type { ParamValues } from '../../../../src-shared/domain/params/param-spec.ts';
import { defineFusionMethod, type FusedNetwork, type FusionCall } from '../method.ts';
import { endWalk, startWalk, walkParams } from './walk.ts';

const params = {
  ...walkParams,
  decay: {
    kind: 'number',
    label: 'Decay',
    help: 'Of the average, per step: it reaches back over some 1 / (1 − decay) steps.',
    default: 0.999,
    min: 0,
    max: 0.999_999,
    source: 'Tarvainen & Valpola 2017, arXiv:1703.01780',
  },
} as const;

/** Exponential moving average: a model is trained on, and its weights are averaged after every step, later ones counting more. */
export const ema = defineFusionMethod({
  id: 'ema',
  title: 'Exponential moving average',
  help: 'Trains one model on at a constant rate and averages the weights after every step, later ones counting more; costs no more than the model.',
  source: 'Polyak & Juditsky 1992; Tarvainen & Valpola 2017, arXiv:1703.01780',
  revision: 1,
  params,
  fuse,
});

async function fuse(call: FusionCall<ParamValues<typeof params>>): Promise<FusedNetwork> {
  const { config, data, seed, hooks } = call;
  const { member, engine } = await startWalk(ema.id, call);
  const { graph, parameters, masks } = member.model;
  const { plan: step, dispose } = createStepPlan({
    ...{ ...config, ...engine, graph, parameters, data, weightDecay: 0 },
    averageDecay: config.decay,
  });
  const plan = {
    ...{ step, data, parameters, masks, seed, batchSize: config.batchSize, epochs: config.epochs, handsOn: true },
    learningRate: () => config.learningRate,
    stage: () => 'fine-tuning' as const,
    maskPlan: null,
    earlyStopping: null,
    keep: 'last',
  } as const;
  try {
    const walker: PhaseNetwork = { graph, ...(await runLoop(plan, hooks)) };
    const average = averagedParameters(walker, { decay: config.decay, steps: walker.steps });
    return await endWalk(ema.id, call, { member, walker, average });
  } finally {
    dispose();
  }
}
