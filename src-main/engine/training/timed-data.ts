import type { TrainingData } from './training-data.ts';

/**
 * The same data, telling how long each fetch of items took: the time a training stands still for data. Data that lies on the device is
 * not fetched again, and makes nobody wait.
 */
export function timedData(data: TrainingData, nowMs: () => number, tell: (ms: number) => void): TrainingData {
  const clocked = <T>(fetch: () => T): T => {
    const begun = nowMs();
    const fetched = fetch();
    tell(nowMs() - begun);
    return fetched;
  };
  return {
    ...data,
    timed: fetch => clocked(() => (data.timed === undefined ? fetch() : data.timed(fetch))),
    gather: (split, positions) => clocked(() => data.gather(split, positions)),
  };
}
