import type { ModelRow } from '../../src-shared/contracts/views.ts';
import { invalidInput } from '../../src-shared/lib/app-error.ts';
import { inTransaction, type ReadableDb } from '../stores/database.ts';
import { findModels, labelModel, type ModelRecord } from '../stores/model-store.ts';
import { deleteView, listViews, saveView, type SavedView } from '../stores/view-store.ts';
import type { ServiceContext } from './context.ts';
import { requireModels, rowsOf } from './models.ts';

export type LabelContext = Pick<ServiceContext, 'db' | 'events' | 'nowMs'>;

/** What is left out stays as it is. */
export interface LabelRequest {
  /** Ids, or names that stand for one model or all replicates of a step. */
  readonly models: readonly string[];
  /** For one model only; empty: it goes by its step's name again. */
  readonly name?: string | undefined;
  readonly note?: string | undefined;
  readonly starred?: boolean | undefined;
  readonly addTags?: readonly string[] | undefined;
  readonly removeTags?: readonly string[] | undefined;
}

const LONGEST_NAME = 80;
const LONGEST_NOTE = 4000;
const LONGEST_TAG = 40;
const MOST_TAGS = 20;
const VIEWS_OF = 'models';
const MOST_VIEW_CHARACTERS = 20_000;

/**
 * Names, notes, stars and tags, all or none of the models. A given name must be no other model's and no step's, so that
 * `model:NAME` keeps one meaning. Throws `not-found` and `invalid-input`.
 */
export function labelModels({ db, events }: LabelContext, request: LabelRequest): readonly ModelRow[] {
  const records = inTransaction(db, () => {
    const found = request.models.flatMap(each => requireModels(db, each));
    const givenName = request.name === undefined ? undefined : checkedName(db, found, request.name);
    const note = request.note === undefined ? undefined : checkedNote(request.note);
    for (const record of found) labelModel(db, record.id, { givenName, note, starred: request.starred, tags: tagsOf(record, request) });
    return found.flatMap(({ id }) => findModels(db, id));
  });
  for (const runId of new Set(records.map(record => record.runId))) events.emit({ type: 'run-changed', runId });
  return rowsOf(db, records);
}

function checkedName(db: ReadableDb, records: readonly ModelRecord[], text: string): string | null {
  const name = text.trim();
  const [record] = records;
  if (record === undefined || records.length > 1)
    throw invalidInput(`A name can be given to one model, not to ${records.length}`, { hint: 'Name one of the replicates by its id.' });
  if (name === '' || name === record.givenName) return name === '' ? null : name;
  if (name.length > LONGEST_NAME || /\p{Cc}/u.test(name))
    throw invalidInput(`A name has 1 to ${LONGEST_NAME} characters and no control characters, got ${name.length}`, { path: 'name' });
  const [taken] = findModels(db, name);
  if (taken === undefined) return name;
  const whose = taken.givenName === name ? `another model (${taken.id})` : 'the models of a step';
  throw invalidInput(`The name '${name}' belongs to ${whose}: a recipe that says model:${name} must have one meaning`, {
    path: 'name',
    hint: 'Choose a name that no model and no step has.',
  });
}

function checkedNote(note: string): string {
  if (note.length <= LONGEST_NOTE) return note;
  throw invalidInput(`A note has at most ${LONGEST_NOTE} characters, got ${note.length}`, { path: 'note' });
}

function tagsOf({ tags }: ModelRecord, { addTags, removeTags }: LabelRequest): readonly string[] | undefined {
  if (addTags === undefined && removeTags === undefined) return undefined;
  const removed = new Set(removeTags?.map(tag => tag.trim()));
  const next = [...new Set([...tags, ...(addTags ?? []).map(checkedTag)])].filter(tag => !removed.has(tag));
  if (next.length > MOST_TAGS) throw invalidInput(`A model has at most ${MOST_TAGS} tags, these are ${next.length}`, { path: 'tags' });
  return next;
}

function checkedTag(text: string): string {
  const tag = text.trim();
  if (tag !== '' && tag.length <= LONGEST_TAG && !/[\p{Cc},]/u.test(tag)) return tag;
  throw invalidInput(`A tag has 1 to ${LONGEST_TAG} characters and no comma, got '${tag.slice(0, LONGEST_TAG)}'`, { path: 'tags' });
}

/** Views of the list of models, by name. */
export function modelViews(db: ReadableDb): readonly SavedView[] {
  return listViews(db, VIEWS_OF);
}

/** Replaces the one of that name. Returns all. */
export function saveModelView({ db, nowMs }: LabelContext, { name, view }: SavedView): readonly SavedView[] {
  const title = name.trim();
  if (title === '' || title.length > LONGEST_NAME)
    throw invalidInput(`A view's name has 1 to ${LONGEST_NAME} characters, got ${title.length}`, { path: 'name' });
  if (JSON.stringify(view ?? null).length > MOST_VIEW_CHARACTERS)
    throw invalidInput(`A view takes at most ${MOST_VIEW_CHARACTERS} characters as JSON`, { path: 'view' });
  saveView(db, VIEWS_OF, { name: title, view: view ?? null }, nowMs());
  return modelViews(db);
}

export function deleteModelView({ db }: LabelContext, name: string): readonly SavedView[] {
  deleteView(db, VIEWS_OF, name);
  return modelViews(db);
}
