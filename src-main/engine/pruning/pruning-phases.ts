import { recordMovement } from './movement.ts';
import { penaltyOf, planMasks, type Pruning } from './pruning-setup.ts';
import type { CuttableNetwork } from './granularity.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import type { Stage } from '../../../src-shared/domain/job-state.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import { runLoop } from '../training/loop.ts';
import type { LoopPlan, MaskPlan, RunBeginning } from '../training/loop-plan.ts';
import type { Phase, PhaseNetwork, PhaseState } from '../training/phases.ts';
import { createStepPlan } from '../training/prepare.ts';
import { reestimateStatistics } from '../training/reestimate-statistics.ts';

/** What differs between the runs of the training loop that a pruning consists of. */
export interface RunParts {
  readonly network: CuttableNetwork;
  readonly epochs: number;
  readonly learningRate: (done: number) => number;
  readonly stage: (done: number) => Stage;
  readonly maskPlan: MaskPlan | null;
  readonly keep: LoopPlan['keep'];
  readonly begin?: RunBeginning | undefined;
}

/** One run of the loop with the pruning's data, optimizer and loss. */
export async function trainPart(pruning: Pruning, parts: RunParts, hooks: TrainingHooks): Promise<PhaseNetwork> {
  const { setup, criterion } = pruning;
  const { graph, parameters, masks } = parts.network;
  const { plan, dispose } = createStepPlan({ ...setup, graph, parameters, weightDecay: 0 });
  const isRecording = parts.maskPlan !== null && criterion.criterion.needs === 'movement';
  const step = {
    ...plan,
    optimizer: isRecording ? recordMovement(setup.tf, plan.optimizer) : plan.optimizer,
    penalty: parts.maskPlan === null ? null : penaltyOf(pruning, graph),
  };
  const { epochs, learningRate, stage, maskPlan, keep, begin } = parts;
  const { data, seed, batchSize } = setup;
  const own = { epochs, learningRate, stage, maskPlan, keep, begin, handsOn: true };
  try {
    return { graph, ...(await runLoop({ step, data, parameters, masks, seed, batchSize, earlyStopping: null, ...own }, hooks)) };
  } finally {
    dispose();
  }
}

/** Prunes, cuts and fine-tunes; the last phase leaves the network under this name. */
export function mainPhases(pruning: Pruning, name: string): readonly Phase[] {
  const { schedule, scheduleConfig, pruningEpochs, setup } = pruning;
  const rewind = schedule.rewind?.(scheduleConfig);
  const before = rewind === undefined ? [schedulePhase(pruning, name)] : ticketPhases(pruning, name, rewind);
  const from = rewind === undefined ? pruningEpochs : rewind.toEpoch;
  return [
    ...before,
    { work: pruningEpochs - from + setup.fineTune.epochs, run: (state, hooks) => fineTune(pruning, { state, name, from }, hooks) },
  ];
}

/** The schedule from its first pruning to its last epoch, channels masked. */
function schedulePhase(pruning: Pruning, name: string): Phase {
  const { schedule, scheduleConfig, stepsPerEpoch, pruningEpochs, start } = pruning;
  return {
    work: pruningEpochs,
    async run(state, hooks) {
      const updates = schedule.updates(scheduleConfig, stepsPerEpoch);
      const maskPlan = planMasks(pruning, { network: start, updates, kept: (...at) => schedule.kept(...at) });
      const parts = { network: start, epochs: pruningEpochs, learningRate: pruning.learningRate, maskPlan, keep: 'last' } as const;
      return { ...state, [name]: await trainPart(pruning, { ...parts, stage: () => 'pruning' }, hooks) };
    },
  };
}

/** Lottery tickets: each round trains from the same early values under the masks of the round before. */
function ticketPhases(
  pruning: Pruning,
  name: string,
  { rounds, toEpoch }: { readonly rounds: number; readonly toEpoch: number },
): readonly Phase[] {
  const { schedule, scheduleConfig, stepsPerEpoch, pruningEpochs, start, learningRate } = pruning;
  const early = `${name}-early`;
  const shared = { learningRate, stage: (): Stage => 'pruning', keep: 'last' } as const;
  const toEarly: Phase = {
    work: toEpoch,
    run: async (state, hooks) => ({
      ...state,
      [early]: await trainPart(pruning, { ...shared, network: start, epochs: toEpoch, maskPlan: null }, hooks),
    }),
  };
  const round = (number: number): Phase => ({
    work: pruningEpochs - toEpoch,
    async run(state, hooks) {
      const ticket = rewound(state, { name, early });
      const updates = schedule.updates(scheduleConfig, stepsPerEpoch);
      const kept: typeof schedule.kept = (_progress, initial, final) => schedule.kept(number / rounds, initial, final);
      const maskPlan = planMasks(pruning, { network: start, updates, kept });
      const trained = await trainPart(
        pruning,
        { ...shared, network: ticket, epochs: pruningEpochs, maskPlan, begin: beginningOf(ticket) },
        hooks,
      );
      // Its end is judged again by every round: only the masks go on, with the early values.
      return { ...state, [name]: { ...rewound(state, { name, early }), masks: trained.masks } };
    },
  });
  return [toEarly, ...Array.from({ length: rounds }, (_, i) => round(i + 1))];
}

/** The early values under the masks found so far. */
function rewound(state: PhaseState, { name, early }: { readonly name: string; readonly early: string }): PhaseNetwork {
  return { ...state[early]!, masks: state[name]?.masks ?? state[early]!.masks };
}

export function beginningOf({ steps, epochs, slots, trainingMs }: PhaseNetwork): RunBeginning {
  return { done: steps, epochs: epochs.run, slots, trainingMs };
}

interface FineTuneCall {
  readonly state: PhaseState;
  readonly name: string;
  /** Epochs before it, on the network it begins with. */
  readonly from: number;
}

/** Cuts what is masked as a whole, measures statistics anew, and trains what is left; the best epoch is kept. */
async function fineTune(pruning: Pruning, { state, name }: FineTuneCall, hooks: TrainingHooks): Promise<PhaseState> {
  const { granularity, setup, pruningEpochs } = pruning;
  const pruned = state[name]!;
  const cut = granularity.cut?.(pruned) ?? pruned;
  const parameters = await reestimateStatistics({ ...setup, ...cut }, () => hooks.turn());
  const network = { ...cut, parameters };
  const parts = {
    network,
    epochs: pruningEpochs + setup.fineTune.epochs,
    learningRate: pruning.learningRate,
    stage: (): Stage => 'fine-tuning',
    maskPlan: null,
    keep: 'best',
    begin: { ...beginningOf(pruned), slots: cut.slots },
  } as const;
  try {
    return { ...state, [name]: await trainPart(pruning, parts, hooks) };
  } catch (thrown) {
    if (!(thrown instanceof AppFailure) || thrown.error.code !== 'diverged') throw thrown;
    hooks.log('warn', `The fine-tune diverged (${thrown.error.message}): the network as it was before it is kept`);
    return { ...state, [name]: await trainPart(pruning, { ...parts, epochs: pruned.epochs.run }, { ...hooks, resumeFrom: null }) };
  }
}
