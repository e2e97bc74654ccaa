import type { ReadableDb, WritableDb } from './database.ts';

/** A way to look at a list, kept under a name. What `view` holds is the screen's affair. */
export interface SavedView {
  readonly name: string;
  readonly view: unknown;
}

/** By name. `list` says which list they are of, e.g. `models`. */
export function listViews(db: ReadableDb, list: string): readonly SavedView[] {
  return db
    .prepare<[string], { name: string; viewJson: string }>(
      'SELECT name, view_json AS viewJson FROM saved_views WHERE list = ? ORDER BY name',
    )
    .all(list)
    .map(({ name, viewJson }) => ({ name, view: JSON.parse(viewJson) as unknown }));
}

/** Replaces the one of that name. */
export function saveView(db: WritableDb, list: string, { name, view }: SavedView, nowMs: number): void {
  db.prepare('INSERT OR REPLACE INTO saved_views (list, name, view_json, created_ms) VALUES (?, ?, ?, ?)').run(
    list,
    name,
    JSON.stringify(view),
    nowMs,
  );
}

/** False when there was none. */
export function deleteView(db: WritableDb, list: string, name: string): boolean {
  return db.prepare('DELETE FROM saved_views WHERE list = ? AND name = ?').run(list, name).changes > 0;
}
