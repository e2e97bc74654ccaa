import type { ReadableDb, WritableDb } from './database.ts';

/** A recipe a person keeps in the workspace. */
export interface RecipeRecord {
  readonly id: string;
  /** Unique in the workspace. */
  readonly name: string;
  readonly text: string;
  readonly createdMs: number;
  readonly updatedMs: number;
}

const SELECT = 'SELECT id, name, text, created_ms AS createdMs, updated_ms AS updatedMs FROM recipes';

export function insertRecipe(db: WritableDb, recipe: Pick<RecipeRecord, 'id' | 'name' | 'text'>, nowMs: number): void {
  db.prepare('INSERT INTO recipes (id, name, text, created_ms, updated_ms) VALUES (@id, @name, @text, @nowMs, @nowMs)').run({
    ...recipe,
    nowMs,
  });
}

export function updateRecipe(db: WritableDb, id: string, text: string, nowMs: number): void {
  db.prepare('UPDATE recipes SET text = ?, updated_ms = ? WHERE id = ?').run(text, nowMs, id);
}

export function findRecipeByName(db: ReadableDb, name: string): RecipeRecord | null {
  return db.prepare<[string], RecipeRecord>(`${SELECT} WHERE name = ?`).get(name) ?? null;
}

/** Last changed first. */
export function listRecipes(db: ReadableDb): readonly RecipeRecord[] {
  return db.prepare<[], RecipeRecord>(`${SELECT} ORDER BY updated_ms DESC, id LIMIT 1000`).all();
}

/** False when there is none. */
export function deleteRecipe(db: WritableDb, id: string): boolean {
  return db.prepare('DELETE FROM recipes WHERE id = ?').run(id).changes > 0;
}
