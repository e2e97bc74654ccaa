import type { Dependents } from '../../src-shared/contracts/models.contract.ts';
import type { ModelRow } from '../../src-shared/contracts/views.ts';
import { isEnded } from '../../src-shared/domain/job-state.ts';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import { artifactsIn, dropReferences, referenceArtifacts } from '../stores/artifact-store.ts';
import { inTransaction, type ReadableDb } from '../stores/database.ts';
import { jobsOfRun } from '../stores/job-store.ts';
import { readersOf } from '../stores/lineage-store.ts';
import { deleteModel, findModels, getDeletedModel, getModel, restoreModel, type ModelRecord } from '../stores/model-store.ts';
import { runsInState } from '../stores/run-store.ts';
import type { ServiceContext } from './context.ts';
import { requireModels, rowsOf } from './models.ts';

export type RemovalContext = Pick<ServiceContext, 'db' | 'events' | 'nowMs' | 'hasArtifact'>;

/** What was made from these models or shows them, and the open runs that still read them. Throws `not-found`. */
export function dependentsOf(db: ReadableDb, ids: readonly string[]): Dependents {
  const records = ids.flatMap(id => requireModels(db, id));
  const own = new Set(records.map(record => record.id));
  const readers = [...new Map(records.flatMap(({ id }) => readersOf(db, id)).map(reader => [reader.jobId, reader])).values()];
  const named = readers.map(({ jobId, runId, step, replicate, entityId, output, deleted }) => ({
    ...{ jobId, runId, name: step, replicate, entityId },
    kind: output.kind,
    gone: deleted || (entityId !== null && own.has(entityId)),
    files: output.kind === 'files' ? output.files.map(file => file.path) : [],
  }));
  const of = (...kinds: string[]) => named.filter(reader => kinds.includes(reader.kind) && !reader.gone);
  return {
    models: of('model').map(({ entityId, name, replicate }) => ({ id: entityId ?? '', name, replicate })),
    reports: of('report', 'evaluation', 'check-up', 'latency').map(({ jobId, runId, name }) => ({ jobId, runId, name })),
    files: of('files').flatMap(({ files }) => files),
    openRuns: openRuns(db, own),
  };
}

/** Runs that are not at their end and made or reused one of these models: a step to come may read it. */
function openRuns(db: ReadableDb, ids: ReadonlySet<string>): Dependents['openRuns'] {
  return (['running', 'queued', 'interrupted'] as const)
    .flatMap(state => runsInState(db, state))
    .filter(run => {
      const jobs = jobsOfRun(db, run.id);
      const uses = jobs.some(job => job.entityId !== null && ids.has(job.entityId)) || [...ids].some(id => run.recipe.includes(id));
      return uses && jobs.some(job => !isEnded(job.state));
    })
    .map(({ id, name }) => ({ id, name }));
}

/** The models, or every replicate a name stands for. Their files go with the next clean-up, unless something else needs them. */
export function deleteModels({ db, events, nowMs }: RemovalContext, idsOrNames: readonly string[]): readonly ModelRow[] {
  const records = idsOrNames.flatMap(each => requireModels(db, each));
  inTransaction(db, () => {
    for (const { id } of records) {
      deleteModel(db, id, nowMs());
      dropReferences(db, { kind: 'model', id });
    }
  });
  announce(events, records);
  return rowsOf(db, records);
}

/**
 * Deleted models as they were, all or none. Throws `not-found` for an unknown one or one whose file a clean-up took, and
 * `invalid-input` when its name was given to another meanwhile.
 */
export async function restoreModels(context: RemovalContext, ids: readonly string[]): Promise<readonly ModelRow[]> {
  const { db, events, nowMs } = context;
  const records = ids.flatMap(id => (getModel(db, id) === null ? [requireDeleted(db, id)] : []));
  for (const record of records) await assertRestorable(context, record);
  inTransaction(db, () => {
    for (const { id, output } of records) {
      restoreModel(db, id);
      referenceArtifacts(db, { kind: 'model', id }, artifactsIn(output), nowMs());
    }
  });
  announce(events, records);
  return rowsOf(db, records);
}

function requireDeleted(db: ReadableDb, id: string): ModelRecord {
  const record = getDeletedModel(db, id);
  if (record === null) throw new AppFailure({ code: 'not-found', message: `The workspace never had a model '${id}'` });
  return record;
}

async function assertRestorable({ db, hasArtifact }: RemovalContext, { name, givenName, output }: ModelRecord): Promise<void> {
  const lost = (await Promise.all(artifactsIn(output).map(({ hash }) => hasArtifact(hash)))).includes(false);
  if (lost)
    throw new AppFailure({
      code: 'not-found',
      message: `The file of '${givenName ?? name}' went with a clean-up`,
      hint: 'Run the step that made it again.',
    });
  if (givenName !== null && findModels(db, givenName).length > 0)
    throw invalidInput(`The name '${givenName}' was given to another model meanwhile`, { hint: 'Rename that one first.' });
}

function announce(events: ServiceContext['events'], records: readonly ModelRecord[]): void {
  for (const runId of new Set(records.map(record => record.runId))) events.emit({ type: 'run-changed', runId });
}
