import { createEngine } from '../../src-main/engine/backends/ladder.ts';
import { jobs } from '../../src-main/jobs/index.ts';
import { processMemory } from '../../src-main/platform/process-memory.ts';
import { runJobProcess } from '../../src-main/workers/job-process.ts';

/** The product's job process on a machine with as many bytes of memory as `ESPALIER_TEST_MEMORY` says. */
await runJobProcess({
  jobs,
  createEngine,
  memory: () => ({ ...processMemory(), usedBytes: 0, availableBytes: Number(process.env['ESPALIER_TEST_MEMORY']) }),
  coreWaits: () => new Map(),
  energyUse: () => ({ cpuSeconds: 0, measuredJoules: null }),
  monotonicMs: () => performance.now(),
});
