import { runsContract } from '../../src-shared/contracts/runs.contract.ts';
import type { Services } from '../services/services.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveRuns({ runs }: Services, options: ServeOptions): void {
  serveContract(
    runsContract,
    {
      list: async ({ limit }) => [...runs.list(limit)],
      get: async ({ runId }) => runs.get(runId),
      start: async ({ recipe, fresh }) => ({ runId: runs.start({ recipe, fresh, folder: null }) }),
      cancel: async ({ runId }) => ({ wasRunning: runs.cancel(runId) }),
      pause: async ({ runId }) => ({ wasOpen: runs.pause(runId) }),
      place: async ({ runId, place }) => ({ order: [...runs.place(runId, place)] }),
      remove: async ({ runIds }) => ({ removed: [...runs.remove(runIds)] }),
      restore: async ({ runIds }) => ({ restored: [...runs.restore(runIds)] }),
      resume: async ({ runId }) => ({ runId: runs.resume(runId) }),
      series: async ({ jobId, maxPoints, after }) =>
        runs.series(jobId, { maxPoints, after }).map(({ name, steps, values }) => ({ name, steps: [...steps], values: [...values] })),
      logs: async ({ jobId, tail }) => [...(await runs.logs(jobId, tail))],
    },
    options,
  );
}
