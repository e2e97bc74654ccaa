import { distillationContract } from '../../src-shared/contracts/distillation.contract.ts';
import type { Services } from '../services/services.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveDistillation({ softLabels }: Services, options: ServeOptions): void {
  serveContract(
    distillationContract,
    {
      open: ({ modelId }) => softLabels.open(modelId),
      items: wanted => softLabels.items(wanted),
      rows: wanted => softLabels.rows(wanted),
    },
    options,
  );
}
