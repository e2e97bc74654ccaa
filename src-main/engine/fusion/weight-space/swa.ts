import { runLoop } from '../../training/loop.ts';
import { runPhases, type Phase, type PhaseNetwork } from '../../training/phases.ts';
import { createStepPlan } from '../../training/prepare.ts';
import { defineFusionMethod, type FusedNetwork } from '../method.ts';
import { averageParameters } from './average-parameters.ts';
import { endWalk, startWalk, walkParams, type WalkCall, type WalkStart } from './walk.ts';

/** Stochastic weight averaging: a model is trained on at a constant rate, and the weights at the end of each epoch are averaged. */
export const swa = defineFusionMethod({
  id: 'swa',
  title: 'Stochastic weight averaging',
  help: 'Trains one model on at a constant rate and averages the weights at the end of each epoch; costs no more than the model.',
  source: 'Izmailov et al. 2018, arXiv:1803.05407',
  revision: 1,
  params: walkParams,
  fuse,
});

const WALKER = 'walker';
const MEAN = 'mean';

async function fuse(call: WalkCall): Promise<FusedNetwork> {
  const start = await startWalk(swa.id, call);
  const phases = Array.from({ length: call.config.epochs }, (_, epoch) => walkOn(call, start, epoch));
  const { [WALKER]: walker, [MEAN]: mean } = await runPhases(phases, {}, call.hooks);
  if (walker === undefined || mean === undefined) throw new Error('A walk has at least one epoch');
  return endWalk(swa.id, call, { member: start.member, walker, average: mean.parameters });
}

/** One epoch more, and its end into the average. */
function walkOn({ config, data, seed }: WalkCall, { member, engine }: WalkStart, epoch: number): Phase {
  const { graph, masks } = member.model;
  return {
    work: 1,
    async run(state, hooks) {
      const before = state[WALKER];
      const current = before?.parameters ?? member.model.parameters;
      const { plan: step, dispose } = createStepPlan({ ...config, ...engine, graph, parameters: current, data, weightDecay: 0 });
      const begin = { done: before?.steps ?? 0, epochs: epoch, slots: before?.slots ?? {}, trainingMs: before?.trainingMs ?? 0 };
      const plan = {
        ...{ step, data, parameters: current, masks, seed, batchSize: config.batchSize, epochs: epoch + 1, begin, handsOn: true },
        learningRate: () => config.learningRate,
        stage: () => 'fine-tuning' as const,
        maskPlan: null,
        earlyStopping: null,
        keep: 'last',
      } as const;
      try {
        const walker: PhaseNetwork = { graph, ...(await runLoop(plan, hooks)) };
        const mean = state[MEAN]?.parameters ?? walker.parameters;
        const share = 1 / (epoch + 1);
        const parameters = averageParameters([mean, walker.parameters], [1 - share, share]);
        return { [WALKER]: walker, [MEAN]: { ...walker, slots: {}, parameters } };
      } finally {
        dispose();
      }
    },
  };
}
