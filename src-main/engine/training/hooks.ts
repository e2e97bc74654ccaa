import type { MetricPoint, Progress } from '../../../src-shared/domain/job-state.ts';
import type { TensorFile } from '../../../src-shared/lib/tensor-file.ts';
import type { TrainingResult } from './loop-plan.ts';

/** How far a training has come, and how good it is. */
export interface EpochFigures {
  /** From 1. */
  readonly epoch: number;
  /** On the validation part: of what would be kept now, and of the last epoch; null without one. */
  readonly validation: TrainingResult['validation'];
  readonly trainingMs: number;
}

/** What training needs of the world: the part of a job's context that concerns it (the promises are described there). */
export interface TrainingHooks {
  turn(): Promise<void>;
  readonly resumeFrom: TensorFile | null;
  report(progress: Progress): void;
  measure(points: readonly MetricPoint[]): void;
  checkpointDue(): boolean;
  checkpoint(snapshot: TensorFile): Promise<void>;
  /** Asked whenever an epoch has been judged: whether to go on, or to end here with all that is needed to go on another time. */
  afterEpoch?(epoch: EpochFigures): Promise<'on' | 'pause'>;
  log(level: 'info' | 'warn' | 'error', message: string): void;
  nowMs(): number;
}
