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

/**
 * A process of our own that computes so that this one need not: started at the first question, kept for the next ones, started
 * anew when it has died.
 */
export function createAnsweringProcess({ entry, start, idleMs }: AnsweringOptions): AnsweringProcess {
  const open = createOpenQuestions();
  let child: ChildProcess | null = null;
  let idle: NodeJS.Timeout | undefined;

  function end(): void {
    clearTimeout(idle);
    child?.kill('SIGTERM');
    child = null;
  }

  function rest(): void {
    clearTimeout(idle);
    if (!open.isEmpty()) return;
    idle = setTimeout(end, idleMs);
    idle.unref();
  }

  function running(): ChildProcess {
    if (child !== null) return child;
    const started = start({ entry });
    started.onOutput(() => undefined);
    started.onMessage(message => {
      open.settle(message as Answered);
      rest();
    });
    started.onExit(exit => {
      if (child === started) child = null;
      open.lose(started, lossOf(exit));
    });
    child = started;
    return started;
  }

  return {
    ask(question) {
      clearTimeout(idle);
      const by = running();
      const { number, answer } = open.add(by);
      by.post({ number, question });
      return answer;
    },
    close: end,
  };
}

/** Questions without an answer yet, by their number. */
function createOpenQuestions() {
  const waiting = new Map<number, { readonly by: ChildProcess } & PromiseWithResolvers<unknown>>();
  let number = 0;
  function settle({ number: answered, answer }: Answered): void {
    const asker = waiting.get(answered);
    waiting.delete(answered);
    if ('error' in answer) asker?.reject(new AppFailure(answer.error));
    else asker?.resolve(answer.value);
  }
  return {
    settle,
    isEmpty: () => waiting.size === 0,
    add(by: ChildProcess): { readonly number: number; readonly answer: Promise<unknown> } {
      number += 1;
      const promise = Promise.withResolvers<unknown>();
      waiting.set(number, { by, ...promise });
      return { number, answer: promise.promise };
    },
    /** What a process that died will not answer. */
    lose(gone: ChildProcess, error: AppError): void {
      for (const [asked, { by }] of waiting) if (by === gone) settle({ number: asked, answer: { error } });
    },
  };
}

function lossOf({ code, signal, failure }: ChildExit): AppError {
  const how = failure ?? (signal === null ? `exit code ${String(code)}` : `signal ${signal}`);
  return { code: 'job-lost', message: `The process that computes on stored answers has ended: ${how}` };
}
