/** How long processes have worked on a study. It stands still while none is there: paused, or between two starts of the program. */
export interface StudyClock {
  enter(lane: number): void;
  leave(lane: number): void;
  elapsedMs(): number;
}

/** Counts on from what was kept. Only differences of a clock that nobody can set are taken: the date plays no part. */
export function createStudyClock(keptMs: number, monotonicMs: () => number): StudyClock {
  const present = new Set<number>();
  let [elapsed, counted] = [keptMs, monotonicMs()];
  const count = (): number => {
    const now = monotonicMs();
    if (present.size > 0) elapsed += Math.max(0, now - counted);
    counted = now;
    return elapsed;
  };
  return {
    enter(lane) {
      count();
      present.add(lane);
    },
    leave(lane) {
      count();
      present.delete(lane);
    },
    elapsedMs: count,
  };
}
