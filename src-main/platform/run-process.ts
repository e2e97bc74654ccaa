import { spawn } from 'node:child_process';

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Output and errors as they came, the last part of them. */
  readonly output: string;
  /** Why it did not start at all. */
  readonly failure: string | null;
}

export interface ProcessOptions {
  /** Added to the environment of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Ends the process and all it started. */
  readonly signal?: AbortSignal;
  readonly onOutput?: (text: string) => void;
}

const KEPT_CHARACTERS = 20_000;
const GRACE_MS = 2000;

/** Runs a program to its end. A program that does not start, or fails, is a value. */
export function runProcess(command: string, args: readonly string[], options: ProcessOptions = {}): Promise<ProcessEnd> {
  const { environment, signal, onOutput } = options;
  return new Promise(resolve => {
    // A group of its own, so that ending it ends what a starter script has become or started.
    const detached = process.platform !== 'win32';
    const child = spawn(command, [...args], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached,
      windowsHide: true,
    });
    let output = '';
    let timer: NodeJS.Timeout | undefined;
    const kill = (name: NodeJS.Signals): void => {
      try {
        if (detached && child.pid !== undefined) process.kill(-child.pid, name);
        else child.kill(name);
      } catch {
        // Gone already.
      }
    };
    const stop = (): void => {
      kill('SIGTERM');
      timer = setTimeout(() => kill('SIGKILL'), GRACE_MS);
    };
    const end = (result: Omit<ProcessEnd, 'output'>): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve({ ...result, output });
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-KEPT_CHARACTERS);
        onOutput?.(text);
      });
    }
    child.on('error', thrown => child.pid === undefined && end({ code: null, signal: null, failure: thrown.message }));
    child.on('close', (code, name) => end({ code, signal: name, failure: null }));
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
