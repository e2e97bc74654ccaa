import type { MetricPoint, Progress } from '../../src-shared/domain/job-state.ts';
import type { FromJob } from '../jobs/messages.ts';

/** What a job tells, on its way to main: progress thinned out (but every stage is told as it begins), with the newest point of each curve; points to be stored batched. */
export interface Outbox {
  report(progress: Progress): void;
  measure(points: readonly MetricPoint[]): void;
  /** Points since the last checkpoint, sent or not: they go again with the next one. */
  pending(): readonly MetricPoint[];
  /** The first `count` of them are stored. */
  covered(count: number): void;
  /** Sends what is held back. */
  flush(): void;
}

const PROGRESS_EVERY_MS = 100;

/** `monotonicMs` is a clock for durations. */
export function createOutbox(post: (message: FromJob) => void, monotonicMs: () => number): Outbox {
  let points: MetricPoint[] = [];
  let sent = 0;
  let held: Progress | null = null;
  let reportedMs = -Infinity;
  let stage: Progress['stage'] | null = null;
  const newest = new Map<string, MetricPoint>();
  const sendProgress = (progress: Progress): void => {
    held = null;
    reportedMs = monotonicMs();
    post({ type: 'progress', progress, newest: [...newest.values()] });
    newest.clear();
  };
  return {
    report(progress) {
      const isNews = progress.stage !== stage || monotonicMs() - reportedMs >= PROGRESS_EVERY_MS;
      stage = progress.stage;
      if (isNews) sendProgress(progress);
      else held = progress;
    },
    measure(more) {
      for (const point of more) {
        points.push(point);
        newest.set(point.name, point);
      }
    },
    pending: () => points,
    covered(count) {
      points = points.slice(count);
      sent = Math.max(0, sent - count);
    },
    flush() {
      if (held !== null) sendProgress(held);
      if (sent === points.length) return;
      post({ type: 'metrics', points: points.slice(sent) });
      sent = points.length;
    },
  };
}
