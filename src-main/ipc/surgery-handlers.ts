import { surgeryContract } from '../../src-shared/contracts/surgery.contract.ts';
import type { Services } from '../services/services.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveSurgery({ surgery }: Services, options: ServeOptions): void {
  serveContract(
    surgeryContract,
    {
      async open({ modelId, criterion }) {
        const { criteria, schedules, groups, columns, ...rest } = await surgery.open(modelId, criterion);
        return { ...rest, criteria: [...criteria], schedules: [...schedules], groups: [...groups], columns: [...columns] };
      },
      cost: ({ modelId, removed }) => surgery.cost(modelId, removed),
    },
    options,
  );
}
