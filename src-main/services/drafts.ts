import { notFound } from '../stores/rows.ts';
import { deleteDraft, getDraft, listDrafts, saveDraft, type DraftRecord } from '../stores/draft-store.ts';
import type { ServiceContext } from './context.ts';

export interface DraftToSave {
  /** Left out for a new one. */
  readonly id?: string | undefined;
  readonly kind: string;
  readonly name: string;
  readonly touched: boolean;
  readonly state: Readonly<Record<string, unknown>>;
}

/** Returns the draft's id. */
export function keepDraft(
  { db, newId, nowMs }: Pick<ServiceContext, 'db' | 'newId' | 'nowMs'>,
  { id: given, state, ...draft }: DraftToSave,
): string {
  const id = given ?? newId();
  saveDraft(db, { ...draft, id, stateJson: JSON.stringify(state) }, nowMs());
  return id;
}

/** Throws `not-found`. */
export function draftOf({ db }: Pick<ServiceContext, 'db'>, id: string) {
  const draft = getDraft(db, id);
  if (draft === null) throw notFound('draft', id);
  return { ...rowOf(draft), state: JSON.parse(draft.stateJson) as Record<string, unknown> };
}

export function draftRows({ db }: Pick<ServiceContext, 'db'>) {
  return listDrafts(db).map(rowOf);
}

export function discardDraft({ db }: Pick<ServiceContext, 'db'>, id: string): boolean {
  return deleteDraft(db, id);
}

function rowOf({ id, kind, name, createdMs, updatedMs }: DraftRecord) {
  return { id, kind, name, createdMs, updatedMs };
}
