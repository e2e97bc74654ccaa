import { runJobProcess } from '../../src-main/workers/job-process.ts';
import { countingJobs } from './counting-job.ts';

/** A job process as the product's own, but for what it can do. */
await runJobProcess({
  jobs: countingJobs,
  createEngine: id => Promise.reject(new Error(`The test has no engine '${id}'`)),
  memory: () => ({ usedBytes: 0, peakBytes: 0, availableBytes: 1e12 }),
  coreWaits: () => new Map(),
  energyUse: () => ({ cpuSeconds: 0, measuredJoules: null }),
  monotonicMs: () => performance.now(),
});
