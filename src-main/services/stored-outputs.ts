import type { Recipe } from '../../src-shared/domain/recipe/recipe.ts';
import type { NamedOutput } from '../jobs/job.ts';
import type { ReadableDb } from '../stores/database.ts';
import { findDataset, getDataset, sameData, type DatasetRecord } from '../stores/dataset-store.ts';
import { findModels, getDeletedModel, getModel, sameModel, type ModelRecord } from '../stores/model-store.ts';
import { bindingsOf, type RunBinding } from '../stores/run-binding-store.ts';
import { deletedData, deletedModel, noSuchData, noSuchModel } from './not-there.ts';

/** What the workspace holds under an id or a name; several when a name stands for a group of replicates. Throws `not-found`. */
export function storedOutputs(db: ReadableDb, to: RunBinding['to'], name: string): readonly NamedOutput[] {
  if (to === 'data') {
    const dataset = findDataset(db, name);
    if (dataset === null) throw noSuchData(db, name);
    return [ofData(dataset)];
  }
  const models = findModels(db, name);
  if (models.length === 0) throw noSuchModel(db, name);
  return models.map(ofModel);
}

/** What every name means that the recipe takes from the workspace, as of now. Throws `not-found`. */
export function bindStored(db: ReadableDb, recipe: Recipe): readonly RunBinding[] {
  const named = new Map<string, Pick<RunBinding, 'to' | 'name'>>();
  for (const { target, to } of recipe.steps.flatMap(step => step.references))
    if (target.kind === 'stored' && to !== 'parts') named.set(`${to}:${target.name}`, { to, name: target.name });
  return [...named.values()].flatMap(({ to, name }) => storedOutputs(db, to, name).map(({ id }) => ({ to, name, entityId: id })));
}

/**
 * What the run means by a name: the models or the data set it stood for when the run was planned, whatever goes by that
 * name since. Throws `not-found` for what was deleted meanwhile.
 */
export function boundOutputs(db: ReadableDb, runId: string, { to, name }: Pick<RunBinding, 'to' | 'name'>): readonly NamedOutput[] {
  const bound = bindingsOf(db, runId).filter(binding => binding.to === to && binding.name === name);
  // A run that an earlier program planned.
  if (bound.length === 0) return storedOutputs(db, to, name);
  return bound.map(({ entityId }) => livingOutput(db, to, { id: entityId, name }));
}

/**
 * Whether the names of a run still mean what they meant when it was planned. Where that was deleted and an older one goes by
 * the name now they do: going on with the run says so, and a run anew would take the older one without a word.
 */
export function meansTheSame(db: ReadableDb, runId: string, now: readonly RunBinding[]): boolean {
  const before = bindingsOf(db, runId);
  return now.every(({ to, name, entityId }) => {
    const meant = before.filter(binding => binding.to === to && binding.name === name).map(binding => binding.entityId);
    const [own, first] = [madeOf(db, to, entityId), madeOf(db, to, meant[0] ?? entityId)];
    return meant.length === 0 || meant.includes(entityId) || (first.deleted && own.createdMs < first.createdMs);
  });
}

function madeOf(db: ReadableDb, to: RunBinding['to'], id: string): { readonly createdMs: number; readonly deleted: boolean } {
  const living = to === 'model' ? getModel(db, id) : findDataset(db, id);
  const record = living ?? (to === 'model' ? getDeletedModel(db, id) : getDataset(db, id));
  return { createdMs: record?.createdMs ?? 0, deleted: living === null };
}

/**
 * The model or data set of that id; in place of a deleted one another with the very same content, such as the same import
 * or training done again. Throws `not-found` when there is neither.
 */
export function livingOutput(
  db: ReadableDb,
  to: RunBinding['to'],
  { id, name }: { readonly id: string; readonly name: string },
): NamedOutput {
  return to === 'data' ? livingData(db, id, name) : livingModel(db, id, name);
}

function livingModel(db: ReadableDb, id: string, name: string): NamedOutput {
  const living = getModel(db, id);
  if (living !== null) return ofModel(living);
  const deleted = getDeletedModel(db, id);
  if (deleted === null) throw noSuchModel(db, name);
  const same = sameModel(db, deleted);
  if (same === null) throw deletedModel(db, name, deleted);
  return { ...ofModel(same), name: ofModel(deleted).name, replicate: ofModel(deleted).replicate };
}

function livingData(db: ReadableDb, id: string, name: string): NamedOutput {
  const record = getDataset(db, id);
  if (record === null) throw noSuchData(db, name);
  if (record.deletedMs === null) return ofData(record);
  const same = sameData(db, record.output.manifest.hash);
  if (same === null) throw deletedData(db, name, record);
  return { ...ofData(same), name: record.name };
}

/** A given name stands for one model: which replicate it was says nothing more. */
function ofModel({ name, givenName, replicate, id, output }: ModelRecord): NamedOutput {
  return givenName === null ? { name, replicate, id, output } : { name: givenName, replicate: null, id, output };
}

function ofData({ name, id, output }: DatasetRecord): NamedOutput {
  return { name, replicate: null, id, output };
}
