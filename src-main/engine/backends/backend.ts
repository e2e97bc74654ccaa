import type { Engine } from '../tensor-library.ts';

/** What starting a back end may need to know of the machine. */
export interface BackendOptions {
  /** Folder with tfjs's .wasm files; by default where npm put them. A packaged app ships them as resources. */
  readonly wasmFolder?: string;
  /** Folder with TensorFlow's libraries; left out when none is registered. */
  readonly libraryFolder?: string | undefined;
  /** Folder with tfjs-node-gpu's addon; by default where its installer puts it. */
  readonly addonFolder?: string;
  /** Folder of npm's package webgpu; by default where npm put it, null for none. */
  readonly webgpuFolder?: string | null;
  /** Threads of one operation, for back ends that have them; 1 when left out. */
  readonly threads?: number;
}

/** One rung of the ladder of devices. */
export interface Backend {
  /** Permanent: `libtensorflow`, `tfjs-node`, `webgpu`, `wasm`, `cpu`. */
  readonly id: string;
  readonly title: string;
  /** Null when this build doesn't bring the driver. */
  readonly driver: BackendDriver | null;
  /** Why there is no driver, and what to do; unused when there is one. */
  readonly missing: string;
  /** Takes seconds before its first step: the probe doesn't time it, and only long trainings try it. */
  readonly slowStart?: true;
  /** With fewer threads it is the same as another rung; 1 when left out. */
  readonly fewestThreads?: number;
}

/** The port a device is driven through. */
export interface BackendDriver {
  /** Why it can't run on this machine; null when it can. Touches nothing. */
  unavailable(options: BackendOptions): string | null;
  /**
   * Begins what its start waits for longest and what needs nothing else, on a thread of its own; resolves once that has begun.
   * Never throws: what fails there fails again in `create`.
   */
  prepare?(options: BackendOptions): Promise<void>;
  /** Starts it and puts it in force for the whole process: tfjs knows one back end at a time. */
  create(options: BackendOptions): Promise<Engine>;
}
