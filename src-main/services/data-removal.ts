import type { Dependents } from '../../src-shared/contracts/models.contract.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { artifactsIn, dropReferences, referenceArtifacts } from '../stores/artifact-store.ts';
import { inTransaction, type ReadableDb } from '../stores/database.ts';
import {
  deleteDataset,
  findDataset,
  getDataset,
  listDatasets,
  modelsOnData,
  restoreDataset,
  type DatasetRecord,
  type StoredDataset,
} from '../stores/dataset-store.ts';
import { getJob } from '../stores/job-store.ts';
import { getRun } from '../stores/run-store.ts';
import type { ServiceContext } from './context.ts';
import { readManifest } from '../engine/data/dataset-facts.ts';
import { madeFrom, openRunsOn } from './dependents.ts';
import { noSuchData } from './not-there.ts';

/** What was trained on the data set or shows it, and the open runs that read it or a model that was trained on it. Throws `not-found`. */
export function dependentsOfData(db: ReadableDb, id: string): Dependents {
  const record = requireStoredData(db, id);
  const models = modelsOnData(db, record.output.manifest.hash);
  return {
    ...madeFrom(db, [record.id]),
    models,
    openRuns: openRunsOn(db, new Set([record.id, ...models.map(model => model.id)])),
    older: olderOf(db, record),
  };
}

/** False when it was deleted already. Its files go with the next clean-up, unless something else needs them. Throws `not-found`. */
export function deleteData({ db, events, nowMs }: Pick<ServiceContext, 'db' | 'events' | 'nowMs'>, id: string): boolean {
  const record = requireStoredData(db, id);
  const done = inTransaction(db, () => {
    dropReferences(db, { kind: 'dataset', id });
    return deleteDataset(db, id, nowMs());
  });
  announce(db, events, record);
  return done;
}

/** False when it is not deleted. Throws `not-found`, and `store-damaged` when a clean-up has taken its files. */
export async function restoreData(context: ServiceContext, id: string): Promise<boolean> {
  const { db, events, hasArtifact, nowMs } = context;
  const record = requireStoredData(db, id);
  if (record.deletedMs === null) return false;
  const { manifest } = record.output;
  const files = (await hasArtifact(manifest.hash)) ? [manifest, ...artifactsIn(await readManifest(context, manifest.hash))] : [manifest];
  const there = await Promise.all(files.map(file => hasArtifact(file.hash)));
  if (there.includes(false))
    throw new AppFailure({
      code: 'store-damaged',
      message: `The files of '${record.name}' must be there to restore it, but a clean-up has removed ${there.filter(is => !is).length} of ${files.length}`,
      hint: 'Run the import again: it makes the same data set.',
    });
  const done = inTransaction(db, () => {
    referenceArtifacts(db, { kind: 'dataset', id: record.id }, files, nowMs());
    return restoreDataset(db, record.id);
  });
  announce(db, events, record);
  return done;
}

/** By id, else the newest of that name; deleted ones only by id. Throws `not-found`. */
export function requireNamedData(db: ReadableDb, idOrName: string): DatasetRecord {
  const record = findDataset(db, idOrName);
  if (record === null) throw noSuchData(db, idOrName);
  return record;
}

/** By id, deleted or not. Throws `not-found`. */
export function requireStoredData(db: ReadableDb, id: string): StoredDataset {
  const record = getDataset(db, id);
  if (record === null) throw new AppFailure({ code: 'not-found', message: `The workspace has no data set '${id}'` });
  return record;
}

/** What its name will stand for once it is gone. */
function olderOf(db: ReadableDb, { id, name }: DatasetRecord): Dependents['older'] {
  if (findDataset(db, name)?.id !== id) return [];
  const next = listDatasets(db).find(other => other.name === name && other.id !== id);
  return next === undefined ? [] : [{ name, id: next.id, runName: runNameOf(db, next) }];
}

function runNameOf(db: ReadableDb, { jobId }: DatasetRecord): string {
  const job = getJob(db, jobId);
  return (job === null ? null : getRun(db, job.runId))?.name ?? jobId;
}

function announce(db: ReadableDb, events: ServiceContext['events'], { jobId }: DatasetRecord): void {
  const job = getJob(db, jobId);
  if (job !== null) events.emit({ type: 'run-changed', runId: job.runId });
}
