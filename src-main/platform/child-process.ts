import { fork } from 'node:child_process';

/** What runs in a process of its own. */
export interface ChildOrder {
  /** The file it runs. */
  readonly entry: string;
  readonly args?: readonly string[];
  /** Added to the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The near end of a child process; fits the `JobProcess` port. Callbacks are set once, before the event loop turns. */
export interface ChildProcess {
  /** Structured clones, so that NaN and typed arrays arrive as they are. Lost when the process is gone. */
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** What the process and native libraries in it print. */
  onOutput(listener: (text: string) => void): void;
  /** Once, after the last message and all output. */
  onExit(listener: (exit: ChildExit) => void): void;
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

export interface ChildExit {
  /** Null when a signal ended it, or when it never started. */
  readonly code: number | null;
  readonly signal: string | null;
  /** Why it could not be started. */
  readonly failure?: string;
}

/** Starts a process that runs one of our bundles. A port: Node forks, Electron has utility processes. Never throws. */
export type StartChild = (order: ChildOrder) => ChildProcess;

export interface ForkOptions {
  /** The Node that runs it; this process's own when left out. */
  readonly execPath?: string;
}

/** By `child_process.fork`. */
export function createForkStarter({ execPath }: ForkOptions = {}): StartChild {
  return ({ entry, args, environment }) => {
    const child = fork(entry, [...(args ?? [])], {
      execPath: execPath ?? process.execPath,
      execArgv: [],
      env: { ...process.env, ...environment },
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return watch(child);
  };
}

function watch(child: ReturnType<typeof fork>): ChildProcess {
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
