/** What a person chose for a workspace. */
export interface Settings {
  /** What was interrupted goes on by itself when the workspace is opened. */
  readonly resumeAtStart: boolean;
}

/** Something the workspace's examination found. */
export interface DoctorFinding {
  readonly kind: string;
  /** `error`: something is lost. `warning`: something may go wrong. `garbage`: room that could be had. */
  readonly severity: 'error' | 'warning' | 'garbage';
  readonly message: string;
  /** Absolute. */
  readonly path: string;
  /** Room the repair gives back. */
  readonly bytes: number;
  /** What a repair would do; null where only a person can help. */
  readonly proposal: string | null;
}

/** What the program runs on. */
export interface MachineFacts {
  readonly processor: string;
  /** Threads it may use. */
  readonly cores: number;
  readonly memoryBytes: number;
  /** What this process could still take. */
  readonly availableBytes: number;
  /** `linux-x64`. */
  readonly system: string;
  readonly node: string;
}
