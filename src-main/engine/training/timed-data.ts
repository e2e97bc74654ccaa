import type { TrainingData } from './training-data.ts';

/**
 * The same data, telling how long each fetch of items took: the time a training stands still for data. Data that lies on the device is
 * not fetched again, and makes nobody wait.
 */
export function timedData(data: TrainingData, nowMs: () => number, tell: (ms: number) => void): TrainingData {
  return {
    ...data,
    gather(split, positions) {
      const begun = nowMs();
      const items = data.gather(split, positions);
      tell(nowMs() - begun);
      return items;
    },
  };
}
