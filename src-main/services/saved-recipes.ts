import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { deleteRecipe, findRecipeByName, insertRecipe, listRecipes, updateRecipe } from '../stores/recipe-store.ts';
import type { ServiceContext } from './context.ts';

type Needed = Pick<ServiceContext, 'db' | 'newId' | 'nowMs'>;

/** A recipe kept under a name. Throws `invalid-input` for a name that is taken, unless it is to be replaced. */
export function saveRecipe(
  { db, newId, nowMs }: Needed,
  { name, text, replace }: { name: string; text: string; replace: boolean },
): string {
  const taken = findRecipeByName(db, name);
  if (taken === null) {
    const id = newId();
    insertRecipe(db, { id, name, text }, nowMs());
    return id;
  }
  if (!replace && taken.text !== text) {
    throw new AppFailure({
      code: 'invalid-input',
      message: `A new name is required: the workspace has a recipe '${name}' already`,
      path: 'name',
      hint: 'Choose another name, or replace the one that is there.',
    });
  }
  updateRecipe(db, taken.id, text, nowMs());
  return taken.id;
}

export function savedRecipes({ db }: Pick<ServiceContext, 'db'>) {
  return listRecipes(db);
}

export function removeRecipe({ db }: Pick<ServiceContext, 'db'>, id: string): boolean {
  return deleteRecipe(db, id);
}
