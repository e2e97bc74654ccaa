import type { AppError } from '../../src-shared/lib/app-error.ts';
import type { Result } from '../../src-shared/lib/result.ts';

/** What is answered to a call: a value of the contract, or an error as a value. */
export type Reply = (payload: unknown) => Promise<Result<unknown, AppError>>;

/** How renderers reach main: Electron's IPC, a WebSocket, or two functions in a test. It has checked who asks before it calls a reply. */
export interface Transport {
  /** Answers the calls of `channel`. A second reply for a channel is a bug and throws. */
  handle(channel: string, reply: Reply): void;
  /** Sends to every renderer that is connected. */
  publish(channel: string, payload: unknown): void;
}
