import { AppFailure, type AppError } from '../../src-shared/lib/app-error.ts';
import type { ChildExit, ChildProcess, StartChild } from './child-process.ts';

export interface AnsweringOptions {
  /** The file the process runs. It answers each message `{ number, question }` with an `Answered`. */
  readonly entry: string;
  readonly start: StartChild;
  /** It is ended when nobody asked for so long. */
  readonly idleMs: number;
}

/** A message of such a process. */
export interface Answered {
  readonly number: number;
  readonly answer: { readonly value: unknown } | { readonly error: AppError };
}

export interface AnsweringProcess {
  /** Rejects with what the other side threw; `job-lost` when the process dies before it has answered. */
  ask(question: unknown): Promise<unknown>;
  close(): void;
}

interface Waiting {
  readonly by: ChildProcess;
  resolve(value: unknown): void;
  reject(failure: AppFailure): void;
}

/**
 * A process of our own that computes so that this one need not: started at the first question, kept for the next ones, started
 * anew when it has died.
 */
export function createAnsweringProcess({ entry, start, idleMs }: AnsweringOptions): AnsweringProcess {
  let child: ChildProcess | null = null;
  let number = 0;
  let idle: NodeJS.Timeout | undefined;
  const waiting = new Map<number, Waiting>();

  function end(): void {
    child?.kill('SIGTERM');
    child = null;
  }

  function rest(): void {
    clearTimeout(idle);
    if (waiting.size > 0) return;
    idle = setTimeout(end, idleMs);
    idle.unref();
  }

  function running(): ChildProcess {
    if (child !== null) return child;
    const started = start({ entry });
    started.onOutput(() => undefined);
    started.onMessage(message => {
      const { number: answered, answer } = message as Answered;
      settle(answered, answer);
      rest();
    });
    started.onExit(exit => {
      if (child === started) child = null;
      const error = lossOf(exit);
      for (const [asked, { by }] of waiting) if (by === started) settle(asked, { error });
    });
    child = started;
    return started;
  }

  function settle(answered: number, answer: Answered['answer']): void {
    const asker = waiting.get(answered);
    waiting.delete(answered);
    if ('error' in answer) asker?.reject(new AppFailure(answer.error));
    else asker?.resolve(answer.value);
  }

  return {
    ask: question =>
      new Promise((resolve, reject) => {
        clearTimeout(idle);
        number += 1;
        const by = running();
        waiting.set(number, { by, resolve, reject });
        by.post({ number, question });
      }),
    close() {
      clearTimeout(idle);
      end();
    },
  };
}

function lossOf({ code, signal, failure }: ChildExit): AppError {
  const how = failure ?? (signal === null ? `exit code ${String(code)}` : `signal ${signal}`);
  return { code: 'job-lost', message: `The process that computes on stored answers has ended: ${how}` };
}
