import { importData } from '../../src-shared/domain/recipe/steps/import-data.step.ts';
import type { ParamValues } from '../../src-shared/domain/params/param-spec.ts';
import { importDataset, importRequestOf, type ImportPorts } from '../engine/data/import-dataset.ts';
import type { Job, JobContext } from './job.ts';

/** Reads a source, draws the splits, stores arrays and manifest. What a reader keeps in its journal is not read into pixels again. */
export const importDataJob: Job = {
  id: importData.id,
  async run(input, context) {
    context.report({ fraction: 0, stage: 'reading' });
    const request = importRequestOf(input.name, input.values as ParamValues<typeof importData.fields>);
    try {
      const { manifestRef, summary } = await importDataset(request, { ...portsOf(context), turn: () => context.turn() });
      return { kind: 'data', manifest: manifestRef, summary };
    } finally {
      // What came out of an archive.
      await context.scratch.clear();
    }
  },
};

function portsOf(context: JobContext): Omit<ImportPorts, 'turn'> {
  const { sources, artifacts, createSha256, local, resumeFrom } = context;
  return {
    ...{ sources, artifacts, createSha256, ...(local === undefined ? {} : { local }) },
    journal: { resumeFrom, due: () => context.checkpointDue(), save: snapshot => context.checkpoint(snapshot) },
    progress: fraction => context.report({ fraction, stage: 'reading' }),
  };
}
