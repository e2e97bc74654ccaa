import type { MetricPoint, Progress } from '../../../src-shared/domain/job-state.ts';
import type { TensorFile } from '../../../src-shared/lib/tensor-file.ts';

/** What training needs of the world: the part of a job's context that concerns it (the promises are described there). */
export interface TrainingHooks {
  turn(): Promise<void>;
  readonly resumeFrom: TensorFile | null;
  report(progress: Progress): void;
  measure(points: readonly MetricPoint[]): void;
  checkpointDue(): boolean;
  checkpoint(snapshot: TensorFile): Promise<void>;
  log(level: 'info' | 'warn' | 'error', message: string): void;
  nowMs(): number;
}
