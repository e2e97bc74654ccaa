import { recordMovement } from './movement.ts';
import { penaltyOf, type Pruning } from './pruning-setup.ts';
import type { CuttableNetwork } from './granularity.ts';
import { AppFailure } from '../../../src-shared/lib/app-error.ts';
import type { Stage } from '../../../src-shared/domain/job-state.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import { runLoop } from '../training/loop.ts';
import type { LoopPlan, MaskPlan, RunBeginning } from '../training/loop-plan.ts';
import type { PhaseNetwork } from '../training/phases.ts';
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
  const { plan, dispose } = createStepPlan({ ...setup, graph, parameters });
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

/** A part that goes on where this network's training ended. */
export function beginningOf({ steps, epochs, slots, trainingMs }: PhaseNetwork): RunBeginning {
  return { done: steps, epochs: epochs.run, slots, trainingMs };
}

/**
 * Measures the statistics of a cut network anew and trains it to the end; the best epoch is kept, the cut network itself
 * among them. `pruned` is the network before the cut.
 */
export async function fineTune(
  pruning: Pruning,
  { pruned, cut }: { readonly pruned: PhaseNetwork; readonly cut: CuttableNetwork },
  hooks: TrainingHooks,
): Promise<PhaseNetwork> {
  const { setup, pruningEpochs } = pruning;
  const parameters = await reestimateStatistics({ ...setup, ...cut }, () => hooks.turn());
  const parts = {
    network: { ...cut, parameters },
    epochs: pruningEpochs + setup.fineTune.epochs,
    learningRate: pruning.learningRate,
    stage: (): Stage => 'fine-tuning',
    maskPlan: null,
    keep: 'best',
    begin: { ...beginningOf(pruned), slots: cut.slots },
  } as const;
  try {
    return await trainPart(pruning, parts, hooks);
  } catch (thrown) {
    if (!(thrown instanceof AppFailure) || thrown.error.code !== 'diverged') throw thrown;
    hooks.log('warn', `The fine-tune diverged (${thrown.error.message}): the network as it was before it is kept`);
    return trainPart(pruning, { ...parts, epochs: pruned.epochs.run }, { ...hooks, resumeFrom: null });
  }
}
