import { createEngine } from '../engine/backends/ladder.ts';
import { jobs } from '../jobs/index.ts';
import { coreWaits } from '../platform/core-waits.ts';
import { createEnergyMeter, systemEnergyParts } from '../platform/energy.ts';
import { processMemory } from '../platform/process-memory.ts';
import { yieldToScreens } from '../platform/yield-to-screens.ts';
import { runJobProcess } from './job-process.ts';

/** Serves one job with all that this program can do, then leaves. */
export async function work(): Promise<never> {
  yieldToScreens();
  return runJobProcess({
    jobs,
    createEngine,
    memory: processMemory,
    coreWaits,
    energyUse: createEnergyMeter(systemEnergyParts()),
    monotonicMs: () => performance.now(),
  });
}
