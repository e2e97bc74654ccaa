import { draftsContract } from '../../src-shared/contracts/drafts.contract.ts';
import { discardDraft, draftOf, draftRows, keepDraft } from '../services/drafts.ts';
import type { Services } from '../services/services.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveDrafts({ context }: Services, options: ServeOptions): void {
  serveContract(
    draftsContract,
    {
      list: async () => draftRows(context),
      get: async ({ draftId }) => draftOf(context, draftId),
      save: async ({ draftId, ...draft }) => ({ draftId: keepDraft(context, { ...draft, id: draftId }) }),
      discard: async ({ draftId }) => ({ wasThere: discardDraft(context, draftId) }),
    },
    options,
  );
}
