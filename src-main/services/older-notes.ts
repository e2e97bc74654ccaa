import type { ReadableDb } from '../stores/database.ts';
import { olderBindingsOf } from '../stores/run-binding-store.ts';

/** A sentence for every name that meant an older model or data set than the newest that ever went by it. */
export function olderNotes(db: ReadableDb, runId: string): string[] {
  return olderBindingsOf(db, runId).map(({ to, name, entityId, madeBy }) =>
    to === 'model'
      ? `The newest model '${name}' was deleted: the name means the older one that run '${madeBy}' made (${entityId})`
      : `The newest data set '${name}' was deleted: the name means the older one that run '${madeBy}' made (${entityId})`,
  );
}
