import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { comparisonReport, id } from './views.ts';

export const compareContract = defineContract({
  name: 'compare',
  calls: {
    /** Finished comparisons, newest first. A new one is a recipe with a `compare` step. */
    list: {
      input: z.object({}),
      output: z.array(z.object({ jobId: id, runId: id, name: z.string(), runName: z.string(), finishedMs: z.number() })),
    },
    get: { input: z.object({ jobId: id }), output: comparisonReport },
  },
  events: {},
});
