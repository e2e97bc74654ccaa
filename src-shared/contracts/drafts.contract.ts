import { z } from 'zod';
import { defineContract } from './define-contract.ts';
import { id } from './views.ts';

const row = z.object({ id, kind: z.string(), name: z.string(), createdMs: z.number(), updatedMs: z.number() });

/** Half-made experiments, kept while they are made and over a restart. What `state` holds only the wizard knows. */
export const draftsContract = defineContract({
  name: 'drafts',
  calls: {
    /** Those somebody changed, last changed first. */
    list: { input: z.object({}), output: z.array(row) },
    get: { input: z.object({ draftId: id }), output: row.extend({ state: z.record(z.string(), z.unknown()) }) },
    /** A new one without `draftId`; one nobody touched is dropped when the next is saved. */
    save: {
      input: z.object({
        draftId: id.optional(),
        kind: z.string().min(1).max(100),
        name: z.string().max(200),
        touched: z.boolean(),
        state: z.record(z.string(), z.unknown()).refine(state => JSON.stringify(state).length <= 1_000_000, 'at most a million characters'),
      }),
      output: z.object({ draftId: id }),
    },
    discard: { input: z.object({ draftId: id }), output: z.object({ wasThere: z.boolean() }) },
  },
  events: {},
});
