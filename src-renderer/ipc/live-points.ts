import type { MetricPoint } from '../../src-shared/domain/job-state.ts';
import { throttleByKey } from './throttle.ts';

/** A point of a curve: x counts optimizer steps. */
interface LivePoint {
  readonly x: number;
  readonly y: number;
}

/** The end of one curve of a running job, which no query has fetched yet. */
export interface LiveTail {
  /** Those beyond this step, in ascending order. */
  after(step: number): readonly LivePoint[];
}

/** What running jobs measured a moment ago, job by job and curve by curve: drawn at ten a second, long before curves are fetched. */
export interface LivePoints {
  add(jobId: string, newest: readonly MetricPoint[]): void;
  /** The same object for the same curve. */
  tail(jobId: string, name: string): LiveTail;
  /** Called at most ten times a second, for all jobs at once. Returns the way to unsubscribe. */
  subscribe(listener: () => void): () => void;
}

const EVERY_MS = 100;

/** At ten a second six seconds' worth; curves are fetched every three. */
const KEPT = 60;

export function createLivePoints(): LivePoints {
  const curves = new Map<string, { points: LivePoint[]; readonly tail: LiveTail }>();
  const listeners = new Set<() => void>();
  const tell = throttleByKey(EVERY_MS, () => {
    for (const listener of listeners) listener();
  });
  const curveOf = (jobId: string, name: string) => {
    const key = `${jobId}\n${name}`;
    const known = curves.get(key);
    if (known !== undefined) return known;
    const curve = { points: [] as LivePoint[], tail: { after: (step: number) => curve.points.filter(({ x }) => x > step) } };
    curves.set(key, curve);
    return curve;
  };
  return {
    add(jobId, newest) {
      if (newest.length === 0 || listeners.size === 0) return;
      for (const { name, step, value } of newest) {
        const curve = curveOf(jobId, name);
        // A job that was taken up again at a checkpoint goes over steps it had done.
        curve.points = [...curve.points.filter(({ x }) => x < step), { x: step, y: value }].slice(-KEPT);
      }
      tell('');
    },
    tail: (jobId, name) => curveOf(jobId, name).tail,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) curves.clear();
      };
    },
  };
}
