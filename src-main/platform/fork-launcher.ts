import { fork, type ChildProcess } from 'node:child_process';

export interface ForkOptions {
  /** The file a job process runs: the bundled worker. */
  readonly entry: string;
  /** The Node that runs it; this process's own when left out. */
  readonly execPath?: string;
  readonly execArgv?: readonly string[];
  /** Added to the environment of this process; asked at each start. */
  environment?(): Readonly<Record<string, string>>;
}

/** The near end of a child process; fits the `JobProcess` port. */
export interface ForkedProcess {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onOutput(listener: (text: string) => void): void;
  onExit(listener: (exit: { readonly code: number | null; readonly signal: string | null; readonly failure?: string }) => void): void;
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

/**
 * glibc would give every large activation back to the kernel each step, and pay for the page faults again; it reads these
 * only before the process starts. Harmless elsewhere.
 */
export const ALLOCATOR = { MALLOC_MMAP_THRESHOLD_: '1000000000', MALLOC_TRIM_THRESHOLD_: '4000000000', MALLOC_TOP_PAD_: '67108864' };

/** Job processes by `child_process.fork`. Messages are structured clones, so that NaN and typed arrays arrive as they are. */
export function createForkLauncher(options: ForkOptions): { start(): ForkedProcess } {
  return { start: () => watch(startChild(options)) };
}

function startChild({ entry, execPath, execArgv, environment }: ForkOptions): ChildProcess {
  return fork(entry, {
    execPath: execPath ?? process.execPath,
    execArgv: [...(execArgv ?? [])],
    env: { ...process.env, ...ALLOCATOR, ...environment?.() },
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

function watch(child: ChildProcess): ForkedProcess {
  let failure: string | undefined;
  child.on('error', thrown => (failure ??= thrown.message));
  return {
    post(message) {
      // A process that is gone answers with its exit, not with an error here.
      if (child.connected) child.send(message as object, () => undefined);
    },
    onMessage: listener => void child.on('message', listener),
    onOutput(listener) {
      for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', listener);
    },
    onExit(listener) {
      let done = false;
      const exit = (code: number | null, signal: string | null): void => {
        if (done) return;
        done = true;
        listener({ code, signal, ...(failure === undefined ? {} : { failure }) });
      };
      // 'close' comes after the streams have ended; a process that never started emits 'error' alone.
      child.on('close', exit);
      child.on('error', () => {
        if (child.pid === undefined) exit(null, null);
      });
    },
    kill: signal => void child.kill(signal),
  };
}
