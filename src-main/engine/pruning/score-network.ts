import { createRandom } from '../../../src-shared/lib/random.ts';
import { createStepRunner } from '../training/create-step-runner.ts';
import { createEagerRunner } from '../training/eager-step.ts';
import type { EvidencePasses } from '../training/evidence-passes.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import { initialState } from '../training/loop-state.ts';
import { evidencePassesOf } from '../training/measure-evidence.ts';
import { createStepPlan } from '../training/prepare.ts';
import type { CuttableNetwork } from './granularity.ts';
import type { Pruning } from './pruning-setup.ts';
import { scoreSubjects, type Ranked } from './score-subjects.ts';

export interface NetworkPlace {
  readonly network: CuttableNetwork;
  /** Optimizer steps so far: what evidence is drawn by. */
  readonly done: number;
}

/** What the criterion says of a network between two runs of the training loop. */
export async function scoreNetwork(
  pruning: Pruning,
  { ranked, ...place }: NetworkPlace & { readonly ranked: readonly Ranked[] },
  hooks: TrainingHooks,
): Promise<Readonly<Record<string, Float32Array>>> {
  const random = createRandom(pruning.setup.seed).split('criterion');
  return withPasses(pruning, place, hooks, passes => scoreSubjects(pruning.criterion, { ranked, state: place.network, passes, random }));
}

/** Lays the network out on the device for as long as `use` takes. */
export async function withPasses<T>(
  { setup, criterion }: Pruning,
  { network: { graph, parameters, masks }, done }: NetworkPlace,
  hooks: TrainingHooks,
  use: (passes: EvidencePasses) => Promise<T>,
): Promise<T> {
  const { plan: step, dispose } = createStepPlan({ ...setup, graph, parameters, weightDecay: 0 });
  const state = { ...initialState({ step, parameters, masks }), masks };
  const plan = { step, data: setup.data, batchSize: setup.batchSize, seed: setup.seed };
  // Nothing is worth compiling where nothing is passed over.
  const runner = criterion.criterion.needs === 'weights' ? createEagerRunner(plan, state) : createStepRunner(plan, state, hooks.log);
  try {
    return await use(evidencePassesOf({ ...setup, step, runner, turn: () => hooks.turn() }, done));
  } finally {
    runner.dispose();
    dispose();
  }
}
