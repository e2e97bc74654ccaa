import { dataContract } from '../../src-shared/contracts/data.contract.ts';
import type { Services } from '../services/services.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveData({ data }: Services, options: ServeOptions): void {
  serveContract(
    dataContract,
    {
      glimpse: ({ step }) => data.glimpse(step),
      check: ({ step }) => data.check(step),
      get: ({ dataId }) => data.get(dataId),
      balance: ({ dataId }) => data.balance(dataId),
      items: ({ dataId, ...wanted }) => data.items(dataId, wanted),
      itemsAt: ({ dataId, items }) => data.itemsAt(dataId, items),
      seen: ({ dataId, ...wanted }) => data.seen(dataId, wanted),
      labelSuspects: ({ dataId }) => data.labelSuspects(dataId),
      listen: ({ dataId, item }) => data.listen(dataId, item),
      duplicates: ({ dataId }) => data.duplicates(dataId),
      dependents: async ({ dataId }) => data.dependents(dataId),
      remove: async ({ dataId }) => ({ removed: data.remove(dataId) }),
      restore: async ({ dataId }) => ({ restored: await data.restore(dataId) }),
    },
    options,
  );
}
