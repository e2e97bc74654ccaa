import { createForkStarter, type ChildProcess, type StartChild } from './child-process.ts';

export interface LauncherOptions {
  /** The file a job process runs: the bundled worker. */
  readonly entry: string;
  /** How processes are started here; Node's own fork when left out. */
  readonly start?: StartChild;
  /** Added to the environment of this process; asked at each start. */
  environment?(): Readonly<Record<string, string>>;
}

/**
 * glibc would give every large activation back to the kernel each step, and pay for the page faults again; it reads these
 * only before the process starts. Harmless elsewhere.
 */
export const ALLOCATOR = { MALLOC_MMAP_THRESHOLD_: '1000000000', MALLOC_TRIM_THRESHOLD_: '4000000000', MALLOC_TOP_PAD_: '67108864' };

/** Job processes of this machine, told what they will need (`workers/worker.ts`); fits the `JobLauncher` port. */
export function createJobLauncher({ entry, environment, start = createForkStarter() }: LauncherOptions): {
  start(coming: { readonly engine: string; readonly library: string | null }): ChildProcess;
} {
  return {
    start: ({ engine, library }) =>
      start({ entry, args: library === null ? [engine] : [engine, library], environment: { ...ALLOCATOR, ...environment?.() } }),
  };
}
