import { AppFailure, type AppError } from '../../src-shared/lib/app-error.ts';
import type { Snapshot } from '../jobs/job.ts';
import type { FromJob, JobOrder, LogLevel } from '../jobs/messages.ts';
import { readNewestCheckpoint, removeCheckpoints, tidyCheckpoints, writeCheckpoint } from '../platform/checkpoint-files.ts';
import type { Outbox } from './outbox.ts';

export interface CheckpointDesk {
  /** What an earlier process saved last; null when there is nothing, or nothing whole. */
  resume(): Promise<Snapshot | null>;
  /** Files, then main's row, then the old files: durable when it resolves. */
  save(snapshot: Snapshot): Promise<void>;
  /** Main's answer to checkpoint `seq`. */
  answer(seq: number, result: { readonly remove: readonly string[] } | { readonly error: AppError }): void;
}

export interface DeskPorts {
  readonly outbox: Outbox;
  post(message: FromJob): void;
  log(level: LogLevel, message: string): void;
}

export function createCheckpointDesk(order: JobOrder, { outbox, post, log }: DeskPorts): CheckpointDesk {
  const root = order.folders.checkpoints;
  const waiting = new Map<number, PromiseWithResolvers<readonly string[]>>();
  let seq = order.lastSeq;
  return {
    async resume() {
      await tidyCheckpoints(root, order.key, order.checkpoints);
      return readNewestCheckpoint(root, order.checkpoints, (folder, reason) =>
        log('warn', `Checkpoint ${folder} can't be used: ${reason}`),
      );
    },
    async save(snapshot) {
      seq += 1;
      const checkpoint = await writeCheckpoint(root, { key: order.key, seq, snapshot });
      const points = [...outbox.pending()];
      const answer = Promise.withResolvers<readonly string[]>();
      waiting.set(seq, answer);
      post({ type: 'checkpoint', checkpoint, points });
      try {
        const remove = await answer.promise;
        outbox.covered(points.length);
        await removeCheckpoints(root, remove);
      } catch (thrown) {
        await removeCheckpoints(root, [checkpoint.folder]);
        throw thrown;
      }
    },
    answer(answered, result) {
      const answer = waiting.get(answered);
      waiting.delete(answered);
      if ('error' in result) answer?.reject(new AppFailure(result.error));
      else answer?.resolve(result.remove);
    },
  };
}
