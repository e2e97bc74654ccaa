import type { Stage } from '../../../src-shared/domain/job-state.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import type { Phase, PhaseNetwork, PhaseState } from '../training/phases.ts';
import type { CuttableNetwork } from './granularity.ts';
import { planRemoval, type Pruning } from './pruning-setup.ts';
import { scoreNetwork } from './score-network.ts';
import { beginningOf, fineTune, trainPart } from './train-part.ts';

/** What goes at the end of so many epochs. */
interface Removal {
  readonly epoch: number;
  /** Along the schedule, in (0, 1]. */
  readonly progress: number;
}

/**
 * A structure changes between runs of the training loop only: of all prunings of the schedule that fall into an epoch the
 * last counts, at its end. A phase removes and trains until the next removal; the last one goes on into the fine-tune.
 */
export function removalPhases(pruning: Pruning, name: string): readonly Phase[] {
  const { pruningEpochs, setup } = pruning;
  const removals = removalsOf(pruning);
  const last = removals[removals.length - 1]!;
  const parts = [{ epoch: 0, progress: 0 }, ...removals.slice(0, -1)].filter(({ epoch }, i, all) => epoch < (all[i + 1] ?? last).epoch);
  const phases = parts.map((from, i): Phase => ({
    work: (parts[i + 1] ?? last).epoch - from.epoch,
    async run(state, hooks) {
      const { before, network } = await removed(pruning, { state, name, at: from }, hooks);
      const epochs = (parts[i + 1] ?? last).epoch;
      const own = { epochs, learningRate: pruning.learningRate, stage: (): Stage => 'pruning', maskPlan: null, keep: 'last' } as const;
      const begin = before === undefined ? undefined : { ...beginningOf(before), slots: network.slots };
      return { ...state, [name]: await trainPart(pruning, { ...own, network, begin }, hooks) };
    },
  }));
  const end: Phase = {
    work: pruningEpochs - last.epoch + setup.fineTune.epochs,
    async run(state, hooks) {
      const { before, network } = await removed(pruning, { state, name, at: last }, hooks);
      return { ...state, [name]: await fineTune(pruning, { pruned: before ?? untrained(pruning), cut: network }, hooks) };
    },
  };
  return [...phases, end];
}

/** One a place, in order; the last is the whole target. */
function removalsOf({ schedule, scheduleConfig, stepsPerEpoch }: Pruning): readonly Removal[] {
  const updates = schedule.updates(scheduleConfig, stepsPerEpoch);
  const places = new Map(updates.map((done, i) => [Math.ceil(done / stepsPerEpoch), (i + 1) / updates.length]));
  return [...places].map(([epoch, progress]) => ({ epoch, progress }));
}

interface RemovalCall {
  readonly state: PhaseState;
  readonly name: string;
  readonly at: Removal;
}

/** What was trained before, if anything, and what is left of it. */
async function removed(
  pruning: Pruning,
  { state, name, at }: RemovalCall,
  hooks: TrainingHooks,
): Promise<{ readonly before: PhaseNetwork | undefined; readonly network: CuttableNetwork }> {
  const before = state[name];
  const start: CuttableNetwork = before ?? pruning.start;
  if (at.progress === 0) return { before, network: start };
  const plan = planRemoval(pruning);
  const done = before?.steps ?? 0;
  const network = await plan.networkAt(at.progress, start, ranked => scoreNetwork(pruning, { network: start, ranked, done }, hooks));
  hooks.measure([{ name: 'sparsity', step: done, value: plan.sparsity(network.graph) }]);
  return { before, network };
}

/** The start as a part that trained for nothing. */
function untrained({ start }: Pruning): PhaseNetwork {
  return { ...start, validation: null, epochs: { run: 0, kept: 0, stoppedEarly: false }, steps: 0, trainingMs: 0 };
}
