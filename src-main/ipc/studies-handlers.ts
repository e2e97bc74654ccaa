import { studiesContract } from '../../src-shared/contracts/studies.contract.ts';
import type { Services } from '../services/services.ts';
import { serveContract, type ServeOptions } from './serve-contract.ts';

export function serveStudies({ studies }: Services, options: ServeOptions): void {
  serveContract(
    studiesContract,
    {
      list: async ({ limit }) => [...(await studies.list(limit))],
      get: ({ studyId }) => studies.get(studyId),
      structure: ({ studyId, trial }) => studies.structure(studyId, trial),
      importance: ({ studyId }) => studies.importance(studyId),
      surface: ({ studyId, x, y }) => studies.surface(studyId, { x, y }),
    },
    options,
  );
}
