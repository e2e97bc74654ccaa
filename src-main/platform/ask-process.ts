import { createForkStarter, type StartChild } from './child-process.ts';

export interface Question {
  /** The file the process runs; it sends one message and leaves. */
  readonly entry: string;
  readonly argument: string;
  readonly environment: Readonly<Record<string, string>>;
  /** How processes are started here; Node's own fork when left out. */
  readonly start?: StartChild;
  /** The process is killed then. */
  readonly limitMs: number;
  /** Kills the process too. */
  readonly signal?: AbortSignal;
}

/** What the process said, or how it ended without a word: a clause such as "signal SIGSEGV; last line: …". */
export type ProcessAnswer = { readonly said: unknown } | { readonly crash: string };

/** Asks a process of its own, so that whatever happens in there is an answer here. Never rejects. */
export function askProcess({
  entry,
  argument,
  environment,
  start = createForkStarter(),
  limitMs,
  signal,
}: Question): Promise<ProcessAnswer> {
  return new Promise(resolve => {
    const child = start({ entry, args: [argument], environment });
    let output = '';
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, limitMs);
    child.onOutput(text => (output = (output + text).slice(-KEPT_CHARACTERS)));
    const stop = (): void => child.kill('SIGKILL');
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
    const settle = (answer: ProcessAnswer): void => {
      clearTimeout(limit);
      signal?.removeEventListener('abort', stop);
      resolve(answer);
    };
    child.onMessage(said => settle({ said }));
    child.onExit(({ code, signal: name, failure }) => {
      const how = failure ?? (name === null ? `exit code ${String(code)}` : `signal ${name}`);
      settle({ crash: `${late ? `no answer within ${limitMs / 1000} s` : how}${lastLine(output)}` });
    });
  });
}

function lastLine(output: string): string {
  const line = output.trim().split('\n').at(-1) ?? '';
  return line === '' ? '' : `; last line: ${line.trim().slice(0, 300)}`;
}

const KEPT_CHARACTERS = 4000;
