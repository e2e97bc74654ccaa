import type { ReadableDb, WritableDb } from './database.ts';

/** What a person chose under this name; null where nothing was. */
export function readSetting(db: ReadableDb, name: string): unknown {
  const row = db.prepare<[string], { valueJson: string }>('SELECT value_json AS valueJson FROM settings WHERE name = ?').get(name);
  return row === undefined ? null : (JSON.parse(row.valueJson) as unknown);
}

export function writeSetting(db: WritableDb, name: string, value: unknown): void {
  db.prepare('INSERT OR REPLACE INTO settings (name, value_json) VALUES (?, ?)').run(name, JSON.stringify(value));
}
