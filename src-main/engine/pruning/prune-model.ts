import type { SpeedVerdict } from '../../../src-shared/domain/speed.ts';
import type { PruningControl } from '../../../src-shared/domain/step-output.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import { runPhases, type Phase, type PhaseNetwork, type PhaseState } from '../training/phases.ts';
import { controlPhases } from './controls.ts';
import { mainPhases } from './pruning-phases.ts';
import { resolvePruning, type Pruning, type PruningSetup } from './pruning-setup.ts';
import { searchSpeed, speedGoalOf, speedVerdict } from './speed-target.ts';
import { qualityOf, searchQuality } from './quality-target.ts';

/** Name of the pruned network among the phases'. */
const PRUNED = 'pruned';

export interface PruningResult {
  readonly network: PhaseNetwork;
  readonly controls: readonly PruningControl[];
  /** Where a speed was asked for. */
  readonly speed: SpeedVerdict | null;
}

/**
 * Prunes a model along the schedule and fine-tunes what is left, then trains the controls that were asked for. One job of
 * several phases, each resumable at every step. Throws `nothing-changed` or `invalid-input` before any training, else as
 * `runLoop`; a fine-tune that diverges keeps the best network before it.
 */
export async function pruneModel(setup: PruningSetup, hooks: TrainingHooks): Promise<PruningResult> {
  const { phases, pruning, found } = wayTo(setup);
  const controls = controlPhases(pruning, PRUNED);
  const later = controls.flatMap(({ kind, phases: parts }) =>
    parts.map(({ work }, part): Phase => ({
      work,
      run: (state, partHooks) => controlPhase(found(state), kind, part).run(state, partHooks),
    })),
  );
  const end = await runPhases([...phases, ...later], {}, hooks);
  const network = networkOf(end, PRUNED);
  const asked = speedGoalOf(setup.target ?? {});
  return {
    network,
    speed: asked === null ? null : await speedVerdict(setup, asked, network.graph),
    controls: controls.map(({ kind, result }) => ({ kind, ...figuresOf(networkOf(end, result)) })),
  };
}

interface WayToPruned {
  readonly phases: readonly Phase[];
  /** Whose phases are like those of the one that is found. */
  readonly pruning: Pruning;
  /** The one that made the network, once it is there. */
  found(state: PhaseState): Pruning;
}

function wayTo(setup: PruningSetup): WayToPruned {
  const speed = speedGoalOf(setup.target ?? {});
  if (speed !== null) {
    const search = searchSpeed(setup, speed, PRUNED);
    return { ...search, pruning: search.found({}) };
  }
  const quality = qualityOf(setup.target ?? {});
  if (quality === null) {
    const pruning = resolvePruning(setup);
    return { phases: mainPhases(pruning, PRUNED), pruning, found: () => pruning };
  }
  const search = searchQuality(setup, quality, PRUNED);
  return { ...search, pruning: search.found({}) };
}

function controlPhase(pruning: Pruning, kind: PruningControl['kind'], part: number): Phase {
  const control = controlPhases(pruning, PRUNED).find(one => one.kind === kind);
  if (control === undefined) throw new Error(`The control '${kind}' was planned, but is not there`);
  return control.phases[part]!;
}

function networkOf(state: PhaseState, name: string): PhaseNetwork {
  const network = state[name];
  if (network === undefined) throw new Error(`No phase made the network '${name}'`);
  return network;
}

function figuresOf({ validation, epochs }: PhaseNetwork): Omit<PruningControl, 'kind'> {
  return { validation: validation === null ? {} : { ...validation.kept }, epochs: epochs.run };
}
