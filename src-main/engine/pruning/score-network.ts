import { createRandom } from '../../../src-shared/lib/random.ts';
import { createStepRunner } from '../training/create-step-runner.ts';
import type { TrainingHooks } from '../training/hooks.ts';
import { initialState } from '../training/loop-state.ts';
import { evidencePassesOf } from '../training/measure-evidence.ts';
import { createStepPlan } from '../training/prepare.ts';
import type { CuttableNetwork } from './granularity.ts';
import type { Pruning } from './pruning-setup.ts';
import { scoresFrom, scoreSubjects, type Ranked } from './score-subjects.ts';

export interface NetworkScoring {
  readonly network: CuttableNetwork;
  readonly ranked: readonly Ranked[];
  /** Optimizer steps so far: what evidence is drawn by. */
  readonly done: number;
}

/** What the criterion says of a network between two runs of the training loop. */
export async function scoreNetwork(
  { setup, criterion }: Pruning,
  { network: { graph, parameters, masks }, ranked, done }: NetworkScoring,
  hooks: TrainingHooks,
): Promise<Readonly<Record<string, Float32Array>>> {
  const random = createRandom(setup.seed).split('criterion');
  if (criterion.criterion.needs === 'weights') return scoresFrom(criterion, ranked, () => ({}), random);
  const { plan: step, dispose } = createStepPlan({ ...setup, graph, parameters, weightDecay: 0 });
  const stored = initialState({ step, parameters, masks });
  const state = { parameters: stored.parameters, slots: stored.slots, masks };
  const runner = createStepRunner({ step, data: setup.data, batchSize: setup.batchSize, seed: setup.seed }, state, hooks.log);
  try {
    const passes = evidencePassesOf({ ...setup, step, runner, turn: () => hooks.turn() }, done);
    return await scoreSubjects(criterion, { ranked, state, passes, random });
  } finally {
    runner.dispose();
    dispose();
  }
}
