import { AppFailure } from '../../src-shared/lib/app-error.ts';
import type { ReadableDb } from '../stores/database.ts';
import { lastDeletedModel } from '../stores/model-store.ts';

/** For an id or a name that stands for no model: `not-found`, which says of a deleted one how to have it back. */
export function noSuchModel(db: ReadableDb, idOrName: string): AppFailure {
  const deleted = lastDeletedModel(db, idOrName);
  if (deleted !== null) return deletedModel(idOrName, deleted.id);
  return new AppFailure({
    code: 'not-found',
    message: `The workspace has no model '${idOrName}'`,
    hint: "'espalier models list' shows what is there.",
  });
}

/** For a model that was deleted after it had been made or named. */
export function deletedModel(name: string, id: string): AppFailure {
  return new AppFailure({
    code: 'not-found',
    message: `The model '${name}' is required, but it was deleted`,
    hint: `Take the deletion back ('espalier models restore ${id}') and run again, or run the step that made it again.`,
  });
}
