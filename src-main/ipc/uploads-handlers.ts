import { uploadsContract } from '../../src-shared/contracts/uploads.contract.ts';
import type { Services } from '../services/services.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveUploads({ uploads, offered }: Services, options: ServeOptions): void {
  serveContract(
    uploadsContract,
    {
      begin: async request => ({ batch: await uploads.begin(request) }),
      take: async ({ batch, path, file }) => ({ bytes: await uploads.write(batch, path, offered.stream(file)) }),
      finish: ({ batch }) => uploads.finish(batch),
      abandon: async ({ batch }) => ({ wasOpen: await uploads.abandon(batch) }),
    },
    options,
  );
}
