import { modelsContract } from '../../src-shared/contracts/models.contract.ts';
import { dataRows, modelDetail, modelRows } from '../services/models.ts';
import type { Services } from '../services/services.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveModels({ context }: Services, options: ServeOptions): void {
  const { db } = context;
  serveContract(
    modelsContract,
    {
      list: async () => [...modelRows(db)],
      get: async ({ modelId }) => {
        const { model, graph, layers } = await modelDetail(db, modelId, context.readArtifact);
        return { model, graph, layers: [...layers] };
      },
      data: async () => [...dataRows(db)],
    },
    options,
  );
}
