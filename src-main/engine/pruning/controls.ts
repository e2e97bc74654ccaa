import type { PruningControl } from '../../../src-shared/domain/step-output.ts';
import { createRandom } from '../../../src-shared/lib/random.ts';
import { initialParameters } from '../graph/parameters.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import { maskedParameters } from '../training/loop-state.ts';
import type { Phase, PhaseState } from '../training/phases.ts';
import { criteria } from './criteria/index.ts';
import { random } from './criteria/random.criterion.ts';
import type { CuttableNetwork } from './granularity.ts';
import { mainPhases } from './pruning-phases.ts';
import type { Pruning } from './pruning-setup.ts';
import { trainPart } from './train-part.ts';

/** A control and the phases that make its network. */
export interface ControlPhases {
  readonly kind: PruningControl['kind'];
  readonly phases: readonly Phase[];
  /** Name of its network. */
  readonly result: string;
}

/**
 * What a pruning has to be better than, each with the same data, optimizer and epochs: lots drawn instead of the criterion;
 * the pruned shape trained from scratch (Liu et al. 2019, arXiv:1810.05270), for the epochs of the original and the pruning
 * together; the dense network trained on. Left out where it would be the pruning itself.
 */
export function controlPhases(pruning: Pruning, pruned: string): readonly ControlPhases[] {
  const { controls } = pruning.setup;
  const isRandom = pruning.criterion.criterion.id === random.id;
  const isScratch = pruning.schedule.start === 'fresh' && pruning.schedule.rewind === undefined;
  return [
    ...(controls.random && !isRandom ? [randomControl(pruning)] : []),
    ...(controls.scratch && !isScratch ? [scratchControl(pruning, pruned)] : []),
    ...(controls.dense ? [denseControl(pruning)] : []),
  ];
}

function randomControl(pruning: Pruning): ControlPhases {
  const criterion = { criterion: criteria.require(random.id), config: {} };
  return { kind: 'random', result: 'random', phases: mainPhases({ ...pruning, criterion }, 'random').map(silent) };
}

function scratchControl(pruning: Pruning, pruned: string): ControlPhases {
  const { setup } = pruning;
  const extra = pruning.schedule.start === 'fresh' ? 0 : setup.sourceEpochs;
  const run = async (state: PhaseState, hooks: TrainingHooks): Promise<PhaseState> => {
    const { graph, masks } = state[pruned]!;
    const parameters = maskedParameters(initialParameters(graph, createRandom(setup.seed).split('scratch')), masks);
    return { ...state, scratch: await trainOn(pruning, { network: { graph, masks, parameters, slots: {} }, extra }, hooks) };
  };
  return { kind: 'scratch', result: 'scratch', phases: [silent({ work: extra + epochsOf(pruning), run })] };
}

function denseControl(pruning: Pruning): ControlPhases {
  const run = async (state: PhaseState, hooks: TrainingHooks): Promise<PhaseState> => ({
    ...state,
    dense: await trainOn(pruning, { network: pruning.start, extra: 0 }, hooks),
  });
  return { kind: 'dense', result: 'dense', phases: [silent({ work: epochsOf(pruning), run })] };
}

/** `extra` epochs at the optimizer's rate, then as the pruning trains; the best epoch is kept. */
function trainOn(
  pruning: Pruning,
  { network, extra }: { readonly network: CuttableNetwork; readonly extra: number },
  hooks: TrainingHooks,
): ReturnType<typeof trainPart> {
  const steps = extra * pruning.stepsPerEpoch;
  return trainPart(
    pruning,
    {
      network,
      epochs: extra + epochsOf(pruning),
      learningRate: done => pruning.learningRate(Math.max(0, done - steps)),
      stage: () => 'control',
      maskPlan: null,
      keep: 'best',
    },
    hooks,
  );
}

function epochsOf({ pruningEpochs, setup }: Pruning): number {
  return pruningEpochs + setup.fineTune.epochs;
}

/** Its curves are not the step's. */
function silent(phase: Phase): Phase {
  return {
    work: phase.work,
    run: (state, hooks) =>
      phase.run(state, {
        ...hooks,
        measure: () => undefined,
        report: progress => hooks.report({ ...progress, stage: 'control' }),
      }),
  };
}
