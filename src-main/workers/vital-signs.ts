import type { MetricPoint, Progress } from '../../src-shared/domain/job-state.ts';
import type { Outbox } from './outbox.ts';

/** Curves of the process beside those of the model: bytes it holds, and items a second since the look before. */
export interface VitalSigns {
  /** The job's outbox, with an ear at its progress. */
  readonly outbox: Outbox;
  /** Call about once a second: measures when it is time. Needs a job that tells its steps, which are the curves' x. */
  look(): void;
}

export interface VitalPorts {
  monotonicMs(): number;
  /** Bytes this process holds now. */
  usedBytes(): number;
}

/** Close together at first, where a person watches; later what a long training can afford to store. */
const EARLY = { untilMs: 60_000, everyMs: 2000 };
const LATE_EVERY_MS = 10_000;

interface Look {
  readonly atMs: number;
  readonly step: number;
  readonly items: number | null;
}

export function watchVitalSigns(outbox: Outbox, { monotonicMs, usedBytes }: VitalPorts): VitalSigns {
  const startedMs = monotonicMs();
  let heard: Progress | null = null;
  let before: Look | null = null;
  const isDue = (nowMs: number): boolean => {
    const everyMs = nowMs - startedMs < EARLY.untilMs ? EARLY.everyMs : LATE_EVERY_MS;
    return before === null || nowMs - before.atMs >= everyMs;
  };
  return {
    outbox: {
      ...outbox,
      report(progress) {
        // A job of several trainings counts the items of each from 0: between two of them no speed is known.
        if (before !== null && (progress.items ?? Infinity) < (heard?.items ?? 0)) before = { ...before, items: null };
        heard = progress;
        outbox.report(progress);
      },
    },
    look() {
      if (heard?.step === undefined || heard.step === before?.step) return;
      const now: Look = { atMs: monotonicMs(), step: heard.step, items: heard.items ?? null };
      if (!isDue(now.atMs)) return;
      outbox.measure(pointsOf(now, before, usedBytes()));
      before = now;
    },
  };
}

function pointsOf({ atMs, step, items }: Look, before: Look | null, bytes: number): readonly MetricPoint[] {
  const memory = { name: 'memory.rss', step, value: bytes };
  if (items === null || before === null || before.items === null) return [memory];
  return [memory, { name: 'throughput', step, value: ((items - before.items) / (atMs - before.atMs)) * 1000 }];
}
