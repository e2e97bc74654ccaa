import type { Migration } from '../migrate.ts';

export const runQueue: Migration = {
  version: 5,
  name: 'run-queue',
  up(db) {
    db.exec(RUNS);
    db.exec(SETTINGS);
  },
};

const RUNS = `
  -- A person wants it to wait: it is not resumed by itself.
  ALTER TABLE runs ADD COLUMN paused INTEGER NOT NULL DEFAULT 0 CHECK (paused IN (0, 1));
  -- Order among the runs that wait or run, ascending.
  ALTER TABLE runs ADD COLUMN place INTEGER;
  ALTER TABLE runs ADD COLUMN deleted_ms INTEGER;
`;

const SETTINGS = `
  -- What a person chose for this workspace; a missing name is its default.
  CREATE TABLE settings (
    name       TEXT PRIMARY KEY,
    value_json TEXT NOT NULL CHECK (json_valid(value_json))
  ) STRICT, WITHOUT ROWID;
`;
