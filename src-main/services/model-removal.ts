import type { Dependents } from '../../src-shared/contracts/models.contract.ts';
import type { ModelRow } from '../../src-shared/contracts/views.ts';
import { AppFailure, invalidInput } from '../../src-shared/lib/app-error.ts';
import { artifactsIn, dropReferences, referenceArtifacts } from '../stores/artifact-store.ts';
import { inTransaction, type ReadableDb } from '../stores/database.ts';
import { deleteModel, findModels, getDeletedModel, getModel, listModels, restoreModel, type ModelRecord } from '../stores/model-store.ts';
import type { ServiceContext } from './context.ts';
import { madeFrom } from './dependents.ts';
import { requireModels, rowsOf } from './models.ts';

export type RemovalContext = Pick<ServiceContext, 'db' | 'events' | 'nowMs' | 'hasArtifact'>;

/** What was made from these models or shows them, and the open runs that still read them. Throws `not-found`. */
export function dependentsOf(db: ReadableDb, ids: readonly string[]): Dependents {
  const records = ids.flatMap(id => requireModels(db, id));
  return {
    ...madeFrom(
      db,
      records.map(record => record.id),
    ),
    older: olderOf(db, records),
  };
}

/** What the names of their steps will stand for once they are gone, where that is an older model. */
function olderOf(db: ReadableDb, records: readonly ModelRecord[]): Dependents['older'] {
  const own = new Set(records.map(record => record.id));
  const names = [...new Set(records.map(record => record.name))].filter(name => findModels(db, name).every(({ id }) => own.has(id)));
  const others = names.length === 0 ? [] : listModels(db).filter(({ id }) => !own.has(id));
  return names.flatMap(name => {
    const next = others.find(other => other.name === name);
    return next === undefined ? [] : [{ name, id: next.id, runName: next.runName }];
  });
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
