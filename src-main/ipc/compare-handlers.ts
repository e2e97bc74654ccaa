import { compareContract } from '../../src-shared/contracts/compare.contract.ts';
import { comparisonOf, comparisonRows } from '../services/models.ts';
import type { Services } from '../services/services.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveCompare({ context: { db } }: Services, options: ServeOptions): void {
  const comparisons = {
    list: async () => comparisonRows(db),
    get: async ({ jobId }: { jobId: string }) => comparisonOf(db, jobId),
  };
  serveContract(compareContract, comparisons, options);
}
