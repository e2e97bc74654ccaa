import type { ArtifactRef, DatasetManifest } from '../../src-shared/domain/dataset.ts';
import type { StepOutput } from '../../src-shared/domain/step-output.ts';
import type { JobInput } from '../jobs/job.ts';
import { artifactsIn, referenceArtifacts } from '../stores/artifact-store.ts';
import { inTransaction, type WritableDb } from '../stores/database.ts';
import { insertDataset } from '../stores/dataset-store.ts';
import { finishJob, type JobRecord } from '../stores/job-store.ts';
import { insertModel } from '../stores/model-store.ts';
import { addTestLook } from '../stores/test-look-store.ts';
import { testedData } from './job-inputs.ts';

export interface Success {
  readonly job: JobRecord;
  readonly input: JobInput;
  readonly output: StepOutput;
  /** Files the output names only through its manifest. */
  readonly further: readonly ArtifactRef[];
  readonly nowMs: number;
  readonly newId: () => string;
}

/** The job's row, the model or data set it made, their files and the look at test data: in one transaction. */
export function recordSuccess(db: WritableDb, { job, input, output, further, nowMs, newId }: Success): void {
  inTransaction(db, () => {
    const entityId = output.kind === 'model' || output.kind === 'data' ? newId() : null;
    finishJob(db, job.id, { nowMs, output, entityId, reused: false });
    const common = { name: job.step, jobId: job.id, createdMs: nowMs };
    if (output.kind === 'model' && entityId !== null) insertModel(db, { ...common, id: entityId, replicate: job.replicate, output });
    if (output.kind === 'data' && entityId !== null) insertDataset(db, { ...common, id: entityId, output });
    const owner = { kind: ownerKind(output), id: entityId ?? job.id } as const;
    referenceArtifacts(db, owner, [...artifactsIn(output), ...further], nowMs);
    if (input.values['split'] === 'test') testedData(input.inputs).forEach(hash => addTestLook(db, hash, job.id, nowMs));
  });
}

/** The files a data set's manifest names. */
export function artifactsOfManifest(bytes: Uint8Array): readonly ArtifactRef[] {
  return artifactsIn(JSON.parse(new TextDecoder().decode(bytes)) as DatasetManifest);
}

function ownerKind(output: StepOutput): 'model' | 'dataset' | 'job' {
  if (output.kind === 'model') return 'model';
  return output.kind === 'data' ? 'dataset' : 'job';
}
