import { createEngine } from '../engine/backends/ladder.ts';
import { jobs } from '../jobs/index.ts';
import { processMemory } from '../platform/process-memory.ts';
import { yieldToScreens } from '../platform/yield-to-screens.ts';
import { runJobProcess } from './job-process.ts';

yieldToScreens();
await runJobProcess({ jobs, createEngine, memory: processMemory, monotonicMs: () => performance.now() });
