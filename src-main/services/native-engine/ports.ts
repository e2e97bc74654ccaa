import type { EngineFlavour, RegisteredEngine, SelfTestReport } from '../../../src-shared/domain/native-engine.ts';
import type { Result } from '../../../src-shared/lib/result.ts';
import type { EnginePackage } from './packages.ts';

/** What installing touches, so that a test can put anything in its place. */
export interface EnginePorts {
  readonly enginesFolder: string;
  /** What can be fetched for this machine, or why nothing can, as a sentence. */
  packageFor(flavour: EngineFlavour): Result<EnginePackage, string>;
  nowMs(): number;
  /** For durations. */
  monotonicMs(): number;
  /** Takes the engines' folder for this process. Throws `install-failed` while another has it; a process that dies lets go. */
  lock(): { release(): void };
  readRegistered(): RegisteredEngine | null;
  writeRegistered(engine: RegisteredEngine | null): Promise<void>;
  /** TensorFlow's library in a folder; looks at headers, loads nothing. */
  findLibrary(folder: string): Result<{ readonly folder: string }, { readonly message: string; readonly path: string }>;
  /** Loads the library in a process of its own. Rejects with the reason when it crashes. */
  selfTest(folder: string, signal: AbortSignal): Promise<SelfTestReport>;
  /** Throws `install-failed` when there is no Python with pip. */
  findPip(): Promise<PipPort>;
  readonly wheels: WheelPort;
  readonly files: FilePort;
}

export interface PipPort {
  download(request: {
    readonly requirement: string;
    readonly platforms: readonly string[];
    readonly folder: string;
    readonly signal: AbortSignal;
    readonly onBytes: (bytes: number, totalBytes: number | null) => void;
  }): Promise<string>;
}

export interface WheelPort {
  readText(wheel: string, name: 'METADATA'): Promise<string>;
  /** Every file checked against the wheel's RECORD and on the disk. */
  unpack(request: {
    readonly wheel: string;
    readonly folder: string;
    readonly isWanted: (name: string) => boolean;
    readonly signal: AbortSignal;
    readonly onBytes: (bytes: number) => void;
  }): Promise<readonly InstalledFile[]>;
  unpackedBytes(wheel: string, isWanted: (name: string) => boolean): Promise<number>;
}

export interface InstalledFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface FilePort {
  makeFolder(path: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  syncFolder(path: string): Promise<void>;
  /** Absent is fine. */
  remove(path: string): Promise<void>;
  /** Empty for a folder that is not there. */
  list(path: string): Promise<readonly string[]>;
  /** Null for what is no file. */
  sizeOf(path: string): Promise<number | null>;
  sha256(path: string): Promise<string>;
  freeBytes(path: string): Promise<number>;
  readText(path: string): Promise<string | null>;
  replaceText(path: string, text: string): Promise<void>;
}
