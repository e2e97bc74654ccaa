import { runJobProcess } from '../../src-main/workers/job-process.ts';
import { countingJobs } from './counting-job.ts';

/** A job process as the product's own, but for what it can do. */
await runJobProcess({
  jobs: countingJobs,
  createEngine: id => Promise.reject(new Error(`The test has no engine '${id}'`)),
  monotonicMs: () => performance.now(),
});
