import type { ModelGraph } from '../../../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import type { LoadedDataset } from '../../data/load-dataset.ts';
import { initialParameters } from '../../graph/parameters.ts';
import type { Engine } from '../../tensor-library.ts';
import type { TrainingHooks } from '../../training/hooks.ts';
import type { PhaseNetwork } from '../../training/phases.ts';
import { runTraining, type TrainingSetup } from '../../training/run-training.ts';

/** How every member is trained: what a `train` step says, without data, start and seed. */
export type MemberSettings = Omit<TrainingSetup, 'tf' | 'compiler' | 'graph' | 'parameters' | 'masks' | 'data' | 'seed' | 'sharing'>;

/** A network that is not there yet, and how it is trained. */
export interface Candidate {
  /** For the data as it was imported; what a fold fits anew may need other inputs. */
  readonly graph: ModelGraph;
  graphOf(data: LoadedDataset): ModelGraph;
  readonly settings: MemberSettings;
}

interface CandidateTraining {
  readonly engine: Engine;
  readonly candidate: Candidate;
  readonly data: LoadedDataset;
  readonly seed: number;
}

/** To the bit what a `train` step with this seed makes. */
export async function trainCandidate({ engine, candidate, data, seed }: CandidateTraining, hooks: TrainingHooks): Promise<PhaseNetwork> {
  const { settings } = candidate;
  const graph = candidate.graphOf(data);
  const { tf, compiler } = engine;
  const start = { graph, parameters: initialParameters(graph, createRandom(seed).split('init')), masks: {} };
  return { graph, ...(await runTraining({ tf, compiler, ...start, data, seed, ...settings }, hooks)) };
}
