import type { PruningControl } from '../../../src-shared/domain/step-output.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import { runPhases, type Phase, type PhaseNetwork, type PhaseState } from '../training/phases.ts';
import { controlPhases } from './controls.ts';
import { mainPhases } from './pruning-phases.ts';
import { resolvePruning, type PruningSetup } from './pruning-setup.ts';

/** Name of the pruned network among the phases'. */
const PRUNED = 'pruned';

export interface PruningResult {
  readonly network: PhaseNetwork;
  readonly controls: readonly PruningControl[];
}

/**
 * Prunes a model along the schedule and fine-tunes what is left, then trains the controls that were asked for. One job of
 * several phases, each resumable at every step. Throws `nothing-changed` or `invalid-input` before any training, else as
 * `runLoop`; a fine-tune that diverges keeps the best network before it.
 */
export async function pruneModel(setup: PruningSetup, hooks: TrainingHooks): Promise<PruningResult> {
  const pruning = resolvePruning(setup);
  const controls = controlPhases(pruning, PRUNED);
  const phases: Phase[] = [...mainPhases(pruning, PRUNED), ...controls.flatMap(control => control.phases)];
  const end = await runPhases(phases, {}, hooks);
  return {
    network: networkOf(end, PRUNED),
    controls: controls.map(({ kind, result }) => ({ kind, ...figuresOf(networkOf(end, result)) })),
  };
}

function networkOf(state: PhaseState, name: string): PhaseNetwork {
  const network = state[name];
  if (network === undefined) throw new Error(`No phase made the network '${name}'`);
  return network;
}

function figuresOf({ validation, epochs }: PhaseNetwork): Omit<PruningControl, 'kind'> {
  return { validation: validation === null ? {} : { ...validation.kept }, epochs: epochs.run };
}
