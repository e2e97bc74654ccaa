import { createEngine } from '../engine/backends/ladder.ts';
import { jobs } from '../jobs/index.ts';
import { runJobProcess } from './job-process.ts';

await runJobProcess({ jobs, createEngine, monotonicMs: () => performance.now() });
