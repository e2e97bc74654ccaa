import { compareContract } from '../../src-shared/contracts/compare.contract.ts';
import type { Services } from '../services/services.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveCompare({ comparisons }: Services, options: ServeOptions): void {
  serveContract(
    compareContract,
    {
      list: async () => comparisons.list(),
      get: async ({ jobId }) => comparisons.get(jobId),
      disagreements: wanted => comparisons.disagreements(wanted),
      settings: async ({ modelIds }) => comparisons.settings(modelIds),
    },
    options,
  );
}
