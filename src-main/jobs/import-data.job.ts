import { importData } from '../../src-shared/domain/recipe/steps/import-data.step.ts';
import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { importDataset } from '../engine/data/import-dataset.ts';
import type { Job } from './job.ts';

/** Reads a source, draws the splits, stores arrays and manifest. Short enough to begin anew after an interruption. */
export const importDataJob: Job = {
  id: importData.id,
  async run(input, context) {
    const { source, splits, kind, onlyClasses, ...params } = input.values as ParamValues<typeof importData.fields> & {
      readonly kind: string;
    };
    context.report({ fraction: 0, stage: 'reading' });
    const request = { name: input.name, source, reader: { id: kind, params }, splits, onlyClasses };
    try {
      const { manifestRef, summary } = await importDataset(request, context);
      return { kind: 'data', manifest: manifestRef, summary };
    } finally {
      // What came out of an archive.
      await context.scratch.clear();
    }
  },
};
