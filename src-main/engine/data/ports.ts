import type { ArtifactRef } from '../../../src-shared/domain/dataset.ts';

/** What the user points at, read only. The part of the job's port of the same name that reading data needs. */
export interface SourceFiles {
  /** Files of a source, sorted by name; the name is relative to the source. */
  list(source: string): Promise<readonly SourceEntry[]>;
  /** Refuses files over `maxBytes` before reading. */
  read(source: string, name: string, maxBytes: number): Promise<Uint8Array>;
  stream(source: string, name: string): AsyncIterable<Uint8Array>;
}

export interface SourceEntry {
  readonly name: string;
  readonly bytes: number;
}

/** Content-addressed files of the workspace, as the job's port of the same name. */
export interface ArtifactFiles {
  /** Reads and verifies the hash. */
  read(hash: string): Promise<Uint8Array>;
  /** All at once or in pieces, each of which may be overwritten once the next is asked for. */
  write(bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<ArtifactRef>;
}

/** Files of one job that nobody else sees, to be read back at once. Gone after `clear`, and at the next start of the job. */
export interface ScratchFiles {
  /** Plain names, no folders. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  read(name: string): Promise<Uint8Array>;
  clear(): Promise<void>;
}

/** For libraries that open files by themselves: where things lie on this machine. */
export interface LocalFiles {
  /** Of a file of a source, without links. */
  pathOf(source: string, name: string): Promise<string>;
  /** An empty folder of this job's own. */
  makeFolder(): Promise<LocalFolder>;
}

export interface LocalFolder {
  readonly path: string;
  /** With all that lies in it. */
  remove(): Promise<void>;
}

/** A running sha-256, so that a file that is streamed is hashed as it passes. */
export interface Sha256 {
  update(bytes: Uint8Array): unknown;
  /** Lower-case hex. */
  digest(): string;
}

export type CreateSha256 = () => Sha256;
