import type { EnergyUse } from '../../src-shared/domain/energy.ts';
import type { MetricPoint, Progress } from '../../src-shared/domain/job-state.ts';
import type { StepOutput } from '../../src-shared/domain/step-output.ts';
import type { TensorFile } from '../../src-shared/lib/tensor-file.ts';
import type { ArtifactFiles, CreateSha256, LocalFiles, ScratchFiles, SourceFiles } from '../engine/data/ports.ts';
import type { CapsulePrograms } from '../engine/formats/hand-over.ts';
import type { EngineLoad } from '../engine/memory/predict-memory.ts';
import type { Engine } from '../engine/tensor-library.ts';

/** Everything a job needs to go on where it was: named arrays, and JSON beside them in `metadata`. */
export type Snapshot = TensorFile;

/** What a job computes from. Plain JSON: it crosses a process boundary and is part of the content key. */
export interface JobInput {
  /** The step's name, for what people read. */
  readonly name: string;
  /** Resolved fields of the step kind. */
  readonly values: Readonly<Record<string, unknown>>;
  /** References resolved, by the path of their field: `model`, `teachers.0`. A group yields several. */
  readonly inputs: Readonly<Record<string, readonly NamedOutput[]>>;
  /** Seed of this replicate. */
  readonly seed: number;
  /** What main knows and the job may need, e.g. `testLooks`. */
  readonly facts: Readonly<Record<string, number | string>>;
}

export interface NamedOutput {
  /** The step it came from. */
  readonly name: string;
  readonly replicate: number | null;
  /** Model or data set id in the workspace. */
  readonly id: string;
  readonly output: StepOutput;
}

/** The world as a job sees it: no process, no disk, no clock of its own. */
export interface JobContext {
  /**
   * Call between batches. Gives the event loop a turn, without which no cancel message ever arrives (tfjs computes
   * synchronously), and throws an AbortError once there was one.
   */
  turn(): Promise<void>;
  /** What the last checkpoint held; null on a first start. */
  readonly resumeFrom: Snapshot | null;
  /** Cheap and lossy: the worker shell sends at most ten a second. */
  report(progress: Progress): void;
  /** Kept: batched, and stored together with the checkpoint that covers them. */
  measure(points: readonly MetricPoint[]): void;
  /** True once at least 10 s of work passed since the last checkpoint. Never affects what is computed. */
  checkpointDue(): boolean;
  /** Durable when it resolves. Everything needed to go on must be in `snapshot`. */
  checkpoint(snapshot: Snapshot): Promise<void>;
  /**
   * What only main knows, for jobs that share work with others. Plain JSON both ways; may take as long as others take, and
   * throws an AbortError once the job is to stop. Whoever asks twice, after a restart, is answered the same.
   */
  ask(question: unknown): Promise<unknown>;
  /** What this process has used since it was asked last; the first time, since it began. */
  energyUse(): EnergyUse;
  log(level: 'info' | 'warn' | 'error', message: string): void;
  /** Monotonic milliseconds; for durations and latency only. */
  nowMs(): number;
  readonly artifacts: ArtifactFiles;
  readonly sources: SourceFiles;
  readonly exports: ExportFiles;
  readonly scratch: ScratchFiles;
  readonly local?: LocalFiles;
  readonly createSha256: CreateSha256;
  /** Reads the programs that go into capsules. */
  capsulePrograms(): Promise<CapsulePrograms>;
  /** Loads the back end on first use. Throws `out-of-memory` before that where the load of the step can't fit. */
  engine(load?: EngineLoad): Promise<Engine>;
  /**
   * Another back end beside the step's own, in force when it comes (tfjs computes on one at a time: go back by `tf.setBackend`). Throws
   * `engine-unavailable` for one that can't run here.
   */
  engineBeside(id: string): Promise<Engine>;
}

/** Files for the outside, under one folder. Whole or absent: written beside and renamed. */
export interface ExportFiles {
  write(directory: string, name: string, bytes: Uint8Array): Promise<{ readonly path: string; readonly sha256: string }>;
  read(directory: string, name: string): Promise<Uint8Array>;
  remove(directory: string, name: string): Promise<void>;
}

/** What a step kind does. The id is the step kind's. */
export interface Job {
  readonly id: string;
  run(input: JobInput, context: JobContext): Promise<StepOutput>;
}

/** How often the test split was looked at, this time included; null when it is not looked at. */
export function testLooksOf({ facts }: JobInput): number | null {
  const looks = facts['testLooks'];
  return typeof looks === 'number' ? looks : null;
}
