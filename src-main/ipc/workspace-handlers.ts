import { workspaceContract } from '../../src-shared/contracts/workspace.contract.ts';
import { dataSamples } from '../services/data-samples.ts';
import type { Services } from '../services/services.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveWorkspace({ context, stepKinds, product }: Services, options: ServeOptions): void {
  const handlers = {
    get: async () => ({ name: product.workspaceName, path: context.workspaceFolder, version: product.version }),
    engine: () => context.engineStatus(),
    catalog: async () => ({ algorithms: context.catalog, stepKinds: [...stepKinds], samples: [...dataSamples()] }),
  };
  serveContract(workspaceContract, handlers, options);
}
