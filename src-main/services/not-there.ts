import { AppFailure } from '../../src-shared/lib/app-error.ts';
import type { ReadableDb } from '../stores/database.ts';
import { findDataset, lastDeletedDataset, type DatasetRecord } from '../stores/dataset-store.ts';
import { findModels, lastDeletedModel, type ModelRecord } from '../stores/model-store.ts';

/** For an id or a name that stands for no model: `not-found`, which says of a deleted one how to have it back. */
export function noSuchModel(db: ReadableDb, idOrName: string): AppFailure {
  const deleted = lastDeletedModel(db, idOrName);
  if (deleted !== null) return deletedModel(db, idOrName, deleted);
  return new AppFailure({
    code: 'not-found',
    message: `The workspace has no model '${idOrName}'`,
    hint: "'espalier models list' shows what is there.",
  });
}

/** For a model that was deleted after it had been made or named: it is never another one of its name that is meant. */
export function deletedModel(db: ReadableDb, asked: string, { id, name, createdMs }: ModelRecord): AppFailure {
  const [other] = findModels(db, name).filter(model => model.createdMs < createdMs);
  const older = other === undefined ? '' : ` To go on with the older one that run '${other.runName}' made, name it: 'model:${other.id}'.`;
  return new AppFailure({
    code: 'not-found',
    message: `The model '${asked}' is required, but it was deleted`,
    hint: `Take the deletion back ('espalier models restore ${id}') and run again, or run the step that made it again.${older}`,
    deleted: { to: 'model', id },
  });
}

/** As of models. */
export function noSuchData(db: ReadableDb, idOrName: string): AppFailure {
  const deleted = lastDeletedDataset(db, idOrName);
  if (deleted !== null) return deletedData(db, idOrName, deleted);
  return new AppFailure({
    code: 'not-found',
    message: `The workspace has no data set '${idOrName}'`,
    hint: "'espalier data list' shows what is there.",
  });
}

/** As of models. */
export function deletedData(db: ReadableDb, asked: string, { id, name, createdMs }: DatasetRecord): AppFailure {
  const other = findDataset(db, name);
  const older =
    other === null || other.createdMs >= createdMs ? '' : ` To go on with an older one of that name, name it: 'data:${other.id}'.`;
  return new AppFailure({
    code: 'not-found',
    message: `The data set '${asked}' is required, but it was deleted`,
    hint: `Take the deletion back ('espalier data restore ${id}') and resume the run, or import the same data again and resume it then.${older}`,
    deleted: { to: 'data', id },
  });
}
