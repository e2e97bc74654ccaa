import type { AlgorithmValue } from '../../../../src-shared/domain/params/param-spec.ts';
import type { TrainingSetup } from '../../training/run-training.ts';

/** The `fuse` step's fields of training. */
interface Settings {
  readonly optimizer: AlgorithmValue;
  readonly schedule: AlgorithmValue;
  readonly epochs: number;
  readonly batchSize: number;
}

export type StageTraining = Omit<TrainingSetup, 'tf' | 'compiler' | 'graph' | 'parameters' | 'masks' | 'data' | 'seed' | 'frozen'>;

/** How a stage, or a link of a chain, is trained, from the fields of the step. */
export function stageTraining(settings: Readonly<Record<string, unknown>>): StageTraining {
  const { optimizer, schedule, epochs, batchSize } = settings as unknown as Settings;
  return { optimizer, schedule, epochs, batchSize, weightDecay: 0, keep: 'best' };
}
