import type { EngineStatus } from '../../src-shared/domain/engine-status.ts';
import type { Catalog } from '../../src-shared/domain/params/param-spec.ts';
import type { FoundSource } from '../engine/data/reader.ts';
import type { SourceCheck } from '../../src-shared/domain/source-check.ts';
import type { SourceCheckQuestion } from '../engine/data/check-source.ts';
import type { ArtifactBytes } from '../engine/data/dataset-facts.ts';
import type { GlimpseQuestion } from '../engine/data/glimpse-source.ts';
import type { BenchQuestion } from '../engine/fusion/bench-question.ts';
import type { ExportQuestion } from '../engine/formats/preview-export.ts';
import type { AugmentQuestion } from '../engine/training/preview-augment.ts';
import type { JobEvents, JobRequest, RunningJob } from '../jobs/supervisor.ts';
import type { WritableDb } from '../stores/database.ts';
import type { EventHub } from './event-hub.ts';

/** What the services work with: stores, ports and the catalog, put together by a composition root. */
export interface ServiceContext {
  readonly db: WritableDb;
  readonly catalog: Catalog;
  readonly events: EventHub;
  readonly supervisor: { start(request: JobRequest, events: JobEvents): RunningJob };
  /** Threads of all running jobs together, at most. */
  readonly cores: number;
  /** What speeds depend on: program, Node, processor, cores. */
  readonly machine: string;
  /** Absolute. */
  readonly workspaceFolder: string;
  nowMs(): number;
  /** For durations: a clock that is set doesn't change it. */
  monotonicMs(): number;
  newId(): string;
  sha256(data: string | Uint8Array): string;
  /** Hash over the names and bytes of what a source holds now. Throws `not-found`. */
  fingerprint(source: string): Promise<string>;
  /** Whether the artifact's file is there. */
  hasArtifact(hash: string): Promise<boolean>;
  readArtifact(hash: string): Promise<Uint8Array>;
  /** Parts of an artifact, for what is too large to be held or hashed at once. */
  readonly artifactBytes: ArtifactBytes;
  /** Whether a file outside the store is there with this content. */
  hasFile(path: string, sha256: string): Promise<boolean>;
  /** A process beside main that answers from members' stored answers, changes items, and writes files to memory. Throws `invalid-input`, `job-lost`. */
  askBench(question: BenchQuestion | AugmentQuestion | ExportQuestion): Promise<unknown>;
  /** The same of a source. Throws what its reader would. */
  askGlimpse(question: Omit<GlimpseQuestion, 'builtin'>): Promise<FoundSource | null>;
  /** An import tried out. A newer question takes the place of one that is not answered yet, which throws `job-lost`. */
  askSourceCheck(question: Omit<SourceCheckQuestion, 'builtin'>): Promise<SourceCheck>;
  /** The ladder, measured with all cores at the first call, then remembered; `again` measures anew. */
  engineStatus(again?: 'again'): Promise<EngineStatus>;
  /** Folders no row names any more, relative to the checkpoints folder. */
  removeCheckpoints(folders: readonly string[]): Promise<void>;
  /** Tail of a job's log. */
  readLog(jobId: string, tail: number): Promise<readonly LogEntry[]>;
  log(level: 'info' | 'warn' | 'error', message: string): void;
}

export interface LogEntry {
  readonly atMs: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
}
