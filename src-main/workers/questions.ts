import { AppFailure } from '../../src-shared/lib/app-error.ts';
import type { FromJob, ToJob } from '../jobs/messages.ts';
import { abortError } from './stop-signal.ts';

/** What a job has asked main, and waits to be told. */
export interface Questions {
  ask(question: unknown): Promise<unknown>;
  answer(message: Extract<ToJob, { type: 'answer' | 'refusal' }>): void;
  /** The job is to stop: nothing that was asked, or will be, is waited for. */
  stop(): void;
}

export function createQuestions(post: (message: FromJob) => void): Questions {
  const open = new Map<number, PromiseWithResolvers<unknown>>();
  let [asked, stopped] = [0, false];
  return {
    ask(question) {
      if (stopped) return Promise.reject(abortError());
      asked += 1;
      const waiting = Promise.withResolvers<unknown>();
      open.set(asked, waiting);
      post({ type: 'ask', number: asked, question });
      return waiting.promise;
    },
    answer(message) {
      const waiting = open.get(message.number);
      open.delete(message.number);
      if (message.type === 'answer') waiting?.resolve(message.answer);
      else waiting?.reject(new AppFailure(message.error));
    },
    stop() {
      stopped = true;
      for (const waiting of open.values()) waiting.reject(abortError());
      open.clear();
    },
  };
}
