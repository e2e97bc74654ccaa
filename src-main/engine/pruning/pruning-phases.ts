import { planMasks, type Pruning } from './pruning-setup.ts';
import { removalPhases } from './removal-phases.ts';
import { beginningOf, fineTune, trainPart } from './train-part.ts';
import type { Stage } from '../../../src-shared/domain/job-state.ts';
import type { Phase, PhaseNetwork, PhaseState } from '../training/phases.ts';

/** Prunes, cuts and fine-tunes; the last phase leaves the network under this name. */
export function mainPhases(pruning: Pruning, name: string): readonly Phase[] {
  return pruning.granularity.removal === undefined ? maskPhases(pruning, name) : removalPhases(pruning, name);
}

function maskPhases(pruning: Pruning, name: string): readonly Phase[] {
  const { granularity, schedule, scheduleConfig, pruningEpochs, setup } = pruning;
  const rewind = schedule.rewind?.(scheduleConfig);
  const before = rewind === undefined ? [schedulePhase(pruning, name)] : ticketPhases(pruning, name, rewind);
  const from = rewind === undefined ? pruningEpochs : rewind.toEpoch;
  return [
    ...before,
    {
      work: pruningEpochs - from + setup.fineTune.epochs,
      async run(state, hooks) {
        const pruned = state[name]!;
        const cut = granularity.cut?.(pruned) ?? pruned;
        return { ...state, [name]: await fineTune(pruning, { pruned, cut }, hooks) };
      },
    },
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
