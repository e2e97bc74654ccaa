import type { Migration } from '../migrate.ts';

export const studies: Migration = {
  version: 6,
  name: 'studies',
  up(db) {
    db.exec(STUDIES);
    db.exec(TRIALS);
  },
};

const STUDIES = `
  CREATE TABLE studies (
    -- Content key of what is searched, with which seed, on which engine; an attempt more begins anew.
    id            TEXT PRIMARY KEY,
    key           TEXT NOT NULL,
    -- The run that began it, and its step there.
    run_id        TEXT NOT NULL,
    step          TEXT NOT NULL,
    -- Manifest of the data.
    data          TEXT NOT NULL,
    -- What is looked for, in what, with what: the step's fields.
    spec_json     TEXT NOT NULL CHECK (json_valid(spec_json)),
    seed          INTEGER NOT NULL,
    -- Whether random search stands beside it: decided when it begins.
    control       INTEGER NOT NULL CHECK (control IN (0, 1)),
    -- The study of the same step before its fields were changed.
    previous      TEXT,
    -- Time it was open in a process; the wall clock may be set meanwhile.
    elapsed_ms    REAL NOT NULL DEFAULT 0,
    created_ms    INTEGER NOT NULL,
    finished_ms   INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX studies_by_key ON studies (key);
`;

const TRIALS = `
  CREATE TABLE trials (
    study         TEXT NOT NULL REFERENCES studies (id) ON DELETE CASCADE,
    number        INTEGER NOT NULL CHECK (number >= 1),
    role          TEXT NOT NULL CHECK (role IN ('search', 'control', 'confirm')),
    state         TEXT NOT NULL CHECK (state IN ('running', 'paused', 'stopped', 'finished', 'diverged', 'failed', 'refused')),
    lane          INTEGER,
    trial_json    TEXT NOT NULL CHECK (json_valid(trial_json)),
    PRIMARY KEY (study, number)
  ) STRICT, WITHOUT ROWID;
`;
