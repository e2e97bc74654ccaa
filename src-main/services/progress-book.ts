import type { Progress } from '../../src-shared/domain/job-state.ts';

/** The last word of every running job, and when it should be done. */
export interface ProgressBook {
  /** `worthStoring`: once a second and job, so that the list of runs shows it without a write for every report. */
  note(jobId: string, progress: Progress): { readonly remainingMs: number | null; readonly worthStoring: boolean };
  of(jobId: string): { readonly progress: Progress; readonly remainingMs: number | null } | null;
  forget(jobId: string): void;
}

interface Entry {
  /** Time and share of the first report of this process: a resumed job does not begin at zero. */
  readonly firstMs: number;
  readonly firstFraction: number;
  storedMs: number;
  progress: Progress;
  remainingMs: number | null;
}

/** Below this the estimate would jump about. */
const LEAST_FRACTION = 0.01;
const LEAST_MS = 1500;

/** The clock must be one that nobody can set: a date put back would leave what is stored standing still, one put forth would swell the time left. */
export function createProgressBook(monotonicMs: () => number): ProgressBook {
  const entries = new Map<string, Entry>();
  return {
    note(jobId, progress) {
      const now = monotonicMs();
      const entry = entries.get(jobId) ?? {
        firstMs: now,
        firstFraction: progress.fraction,
        storedMs: -Infinity,
        progress,
        remainingMs: null,
      };
      const done = progress.fraction - entry.firstFraction;
      const elapsed = now - entry.firstMs;
      entry.progress = progress;
      entry.remainingMs = done < LEAST_FRACTION || elapsed < LEAST_MS ? null : (elapsed / done) * (1 - progress.fraction);
      const worthStoring = now - entry.storedMs >= 1000;
      if (worthStoring) entry.storedMs = now;
      entries.set(jobId, entry);
      return { remainingMs: entry.remainingMs, worthStoring };
    },
    of: jobId => entries.get(jobId) ?? null,
    forget: jobId => void entries.delete(jobId),
  };
}
