import type { AppError } from '../lib/app-error.ts';

/** What TensorFlow calls a device. */
export interface NativeDevice {
  /** `/job:localhost/replica:0/task:0/device:GPU:0`. */
  readonly name: string;
  /** `CPU`, `GPU`. */
  readonly type: string;
}

/** One thing a library must do right before it is used. */
export interface SelfTestCheck {
  /** `multiplies matrices`. */
  readonly name: string;
  readonly passed: boolean;
  /** What was required and what came. */
  readonly detail: string;
}

/** What a library did in a process of its own. */
export interface SelfTestReport {
  /** TensorFlow's version, as the library says it. */
  readonly version: string;
  readonly devices: readonly NativeDevice[];
  readonly threads: number;
  /** Matrices of 1024 × 1024, float32: 10⁹ multiplications and additions a second. */
  readonly gemmGflops: number;
  /** A 3 × 3 convolution of 64 channels, float32, likewise. */
  readonly convGflops: number;
  /** Of the process that ran the test, at its end. */
  readonly rssBytes: number;
  /** What the machine had left for more, then. */
  readonly availableBytes: number;
  readonly checks: readonly SelfTestCheck[];
  /** By the library's own word. */
  readonly builtForCuda: boolean;
  /** A CUDA build without a GPU: what stands in the way, each with the loader's words. Empty where all loads, and no GPU is offered. */
  readonly missingLibraries: readonly string[];
}

export const ENGINE_FLAVOURS = ['cpu', 'cuda'] as const;
export type EngineFlavour = (typeof ENGINE_FLAVOURS)[number];

/** The library in use by all workspaces of the user. */
export interface RegisteredEngine {
  readonly version: 1;
  /** Where the library's files lie. */
  readonly folder: string;
  /** TensorFlow's version: `2.21.0`. */
  readonly tensorflow: string;
  readonly flavour: EngineFlavour;
  /** Fetched by us, or a folder the user pointed at. */
  readonly origin: 'installed' | 'folder';
  readonly registeredMs: number;
  readonly selfTest: SelfTestReport;
}

/** In their order. */
export const INSTALL_STAGES = ['preparing', 'downloading', 'verifying', 'unpacking', 'testing', 'registering'] as const;
export type InstallStage = (typeof INSTALL_STAGES)[number];

export interface InstallProgress {
  readonly stage: InstallStage;
  /** Done so far in this stage; 0 where a stage has no measure. */
  readonly bytes: number;
  /** Null when it is not known. */
  readonly totalBytes: number | null;
  /** What is worked on: a package's name, a file. */
  readonly subject: string;
}

/** What can be fetched for this machine. */
export interface EngineOffer {
  readonly flavour: EngineFlavour;
  readonly tensorflow: string;
  readonly downloadBytes: number;
  /** Free bytes that installing needs. */
  readonly requiredBytes: number;
}

/** All that a screen shows of the native library. */
export interface NativeEngineState {
  readonly registered: RegisteredEngine | null;
  readonly offers: readonly EngineOffer[];
  /** Why nothing can be fetched for this machine; null when something can. */
  readonly refusal: string | null;
  /** Something is being installed, tested or removed. */
  readonly isBusy: boolean;
  readonly progress: InstallProgress | null;
  /** Why the last attempt came to nothing. */
  readonly failure: AppError | null;
}
