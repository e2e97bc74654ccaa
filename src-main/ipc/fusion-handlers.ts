import { fusionContract } from '../../src-shared/contracts/fusion.contract.ts';
import type { Services } from '../services/services.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveFusion({ fusionBench }: Services, options: ServeOptions): void {
  serveContract(
    fusionContract,
    {
      judge: ({ modelIds }) => fusionBench.judge(modelIds),
      diversity: ({ modelIds }) => fusionBench.diversity(modelIds),
      cascade: ({ modelIds, confidence }) => fusionBench.cascade(modelIds, confidence),
    },
    options,
  );
}
