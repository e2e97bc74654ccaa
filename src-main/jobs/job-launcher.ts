/** Where a job runs: a process of this machine now; in a test, this process; other machines one day. */
export interface JobLauncher {
  /** Starts a job process that waits for its order. Never throws: what can't be started ends at once. */
  start(coming: ComingOrder): JobProcess;
}

/** What the order will say that the process can make use of before it has read it. */
export interface ComingOrder {
  /** Empty for a step without one. */
  readonly engine: string;
  /** Folder of the registered TensorFlow library. */
  readonly library: string | null;
}

/** The near end of a job process. Callbacks are set once, before the event loop turns. */
export interface JobProcess {
  /** Messages of `messages.ts`. Lost when the process is gone. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** What the process and native libraries in it print. */
  onOutput(listener: (text: string) => void): void;
  /** Once, after the last message and all output. */
  onExit(listener: (exit: JobExit) => void): void;
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

export interface JobExit {
  /** Null when a signal ended it, or when it never started. */
  readonly code: number | null;
  readonly signal: string | null;
  /** Why it could not be started. */
  readonly failure?: string;
}
