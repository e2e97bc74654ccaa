import type { MetricPoint, Progress } from '../../src-shared/domain/job-state.ts';
import type { InstallProgress } from '../../src-shared/domain/native-engine.ts';

/** News inside main: services say it, hosts pass it on. */
export type News =
  | { readonly type: 'run-changed'; readonly runId: string }
  /** A trial of a search began, reported or ended. */
  | { readonly type: 'study-changed'; readonly studyId: string; readonly runId: string; readonly trial: number }
  /** Bytes of it that have come. */
  | { readonly type: 'upload-progress'; readonly batch: string; readonly bytes: number }
  /** Null: something ended. */
  | { readonly type: 'native-engine'; readonly progress: InstallProgress | null }
  | {
      readonly type: 'job-progress';
      readonly runId: string;
      readonly jobId: string;
      readonly progress: Progress;
      /** Of each curve its newest point, if there is one since the last report: not stored yet. */
      readonly newest: readonly MetricPoint[];
      readonly remainingMs: number | null;
      /** Of the whole run; null between two looks at it. */
      readonly run: { readonly fraction: number; readonly remainingMs: number | null } | null;
    };

export interface EventHub {
  emit(news: News): void;
  /** Returns the way to unsubscribe. */
  subscribe(listener: (news: News) => void): () => void;
}

/** A listener that throws harms nobody else. */
export function createEventHub(onError: (thrown: unknown) => void): EventHub {
  const listeners = new Set<(news: News) => void>();
  return {
    emit(news) {
      for (const listener of listeners) {
        try {
          listener(news);
        } catch (thrown) {
          onError(thrown);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
