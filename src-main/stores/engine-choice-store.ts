import type { EngineChoice } from '../../src-shared/domain/engine-choice.ts';
import type { ReadableDb, WritableDb } from './database.ts';
import { fromJson, toJson } from './rows.ts';

/** The engine once measured for this work (a hash of everything its speed depends on); null when none was. */
export function findEngineChoice(db: ReadableDb, work: string): EngineChoice | null {
  const row = db.prepare<[string], { readonly json: string }>('SELECT choice_json AS json FROM engine_choices WHERE work = ?').get(work);
  return row === undefined ? null : fromJson<EngineChoice>(row.json);
}

export function storeEngineChoice(db: WritableDb, work: string, choice: EngineChoice, nowMs: number): void {
  db.prepare('INSERT OR REPLACE INTO engine_choices (work, choice_json, created_ms) VALUES (?, ?, ?)').run(work, toJson(choice), nowMs);
}
