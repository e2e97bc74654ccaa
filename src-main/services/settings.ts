import type { Settings } from '../../src-shared/domain/settings.ts';
import { inTransaction, type ReadableDb, type WritableDb } from '../stores/database.ts';
import { readSetting, writeSetting } from '../stores/settings-store.ts';

const DEFAULTS: Settings = { resumeAtStart: true };

export function readSettings(db: ReadableDb): Settings {
  const resumeAtStart = readSetting(db, 'resumeAtStart');
  return { resumeAtStart: typeof resumeAtStart === 'boolean' ? resumeAtStart : DEFAULTS.resumeAtStart };
}

/** Those that are given; returns all. */
export function writeSettings(db: WritableDb, changes: Partial<Settings>): Settings {
  inTransaction(db, () => {
    for (const [name, value] of Object.entries(changes)) if (value !== undefined) writeSetting(db, name, value);
  });
  return readSettings(db);
}
