import type { Migration } from '../migrate.ts';

export const engineChoices: Migration = {
  version: 2,
  name: 'engine-choices',
  up(db) {
    db.exec(COLUMNS);
    db.exec(CHOICES);
  },
};

const COLUMNS = `
  -- The engine a person chose for all of the run's jobs; NULL when each gets its fastest.
  ALTER TABLE runs ADD COLUMN engine TEXT;
  ALTER TABLE jobs ADD COLUMN engine_choice_json TEXT CHECK (json_valid(engine_choice_json));
`;

const CHOICES = `
  -- What was measured once holds for every job with that work: measured again, another engine could win by a hair, and a
  -- job to be resumed would begin anew.
  CREATE TABLE engine_choices (
    work        TEXT PRIMARY KEY,
    choice_json TEXT NOT NULL CHECK (json_valid(choice_json)),
    created_ms  INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
