import type { Migration } from '../migrate.ts';

export const firstStore: Migration = {
  version: 1,
  name: 'first-store',
  up(db) {
    db.exec(RUNS_AND_JOBS);
    db.exec(SERIES_AND_CHECKPOINTS);
    db.exec(ENTITIES);
    db.exec(ARTIFACTS);
  },
};

const RUNS_AND_JOBS = `
  CREATE TABLE runs (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    recipe      TEXT NOT NULL,
    seed        INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('queued', 'running', 'interrupted', 'succeeded', 'failed', 'cancelled')),
    fresh       INTEGER NOT NULL CHECK (fresh IN (0, 1)),
    created_ms  INTEGER NOT NULL,
    started_ms  INTEGER,
    finished_ms INTEGER,
    error_json  TEXT CHECK (json_valid(error_json)),
    CHECK ((finished_ms IS NOT NULL) = (state IN ('succeeded', 'failed', 'cancelled')))
  ) STRICT;
  CREATE INDEX runs_by_creation ON runs (created_ms);

  -- "key" is the content key: the hash of everything the result depends on. NULL until the inputs are known.
  CREATE TABLE jobs (
    id          TEXT PRIMARY KEY,
    run_id      TEXT NOT NULL REFERENCES runs (id),
    step        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    replicate   INTEGER CHECK (replicate >= 0),
    position    INTEGER NOT NULL CHECK (position >= 0),
    state       TEXT NOT NULL CHECK (state IN ('queued', 'running', 'interrupted', 'succeeded', 'failed', 'cancelled')),
    key         TEXT,
    seed        INTEGER NOT NULL,
    input_json  TEXT CHECK (json_valid(input_json)),
    output_json TEXT CHECK (json_valid(output_json)),
    error_json  TEXT CHECK (json_valid(error_json)),
    reused      INTEGER NOT NULL DEFAULT 0 CHECK (reused IN (0, 1)),
    entity_id   TEXT,
    engine      TEXT,
    fraction    REAL NOT NULL DEFAULT 0 CHECK (fraction BETWEEN 0 AND 1),
    created_ms  INTEGER NOT NULL,
    started_ms  INTEGER,
    finished_ms INTEGER,
    UNIQUE (run_id, position),
    CHECK ((finished_ms IS NOT NULL) = (state IN ('succeeded', 'failed', 'cancelled'))),
    CHECK ((output_json IS NOT NULL) = (state = 'succeeded')),
    CHECK (state <> 'failed' OR error_json IS NOT NULL)
  ) STRICT;
  CREATE INDEX jobs_by_key ON jobs (key) WHERE key IS NOT NULL;
  CREATE INDEX jobs_by_kind ON jobs (kind, state);
  CREATE INDEX jobs_running ON jobs (state) WHERE state = 'running';
`;

const SERIES_AND_CHECKPOINTS = `
  -- By content key and not by job: a resumed job goes on with its curve, a reused one shares it. NULL means NaN.
  CREATE TABLE metrics (
    key   TEXT NOT NULL,
    name  TEXT NOT NULL,
    step  INTEGER NOT NULL,
    value REAL,
    PRIMARY KEY (key, name, step)
  ) STRICT, WITHOUT ROWID;

  -- "folder" is relative to the workspace's folder of checkpoints.
  CREATE TABLE checkpoints (
    key        TEXT NOT NULL,
    seq        INTEGER NOT NULL CHECK (seq > 0),
    folder     TEXT NOT NULL UNIQUE,
    bytes      INTEGER NOT NULL CHECK (bytes >= 0),
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (key, seq)
  ) STRICT, WITHOUT ROWID;
`;

const ENTITIES = `
  CREATE TABLE models (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL,
    replicate   INTEGER CHECK (replicate >= 0),
    job_id      TEXT NOT NULL UNIQUE REFERENCES jobs (id),
    file_hash   TEXT NOT NULL,
    output_json TEXT NOT NULL CHECK (json_valid(output_json)),
    created_ms  INTEGER NOT NULL,
    deleted_ms  INTEGER
  ) STRICT;
  CREATE INDEX models_by_name ON models (name, created_ms);

  CREATE TABLE datasets (
    id            TEXT PRIMARY KEY,
    name          TEXT NOT NULL,
    job_id        TEXT NOT NULL UNIQUE REFERENCES jobs (id),
    manifest_hash TEXT NOT NULL,
    output_json   TEXT NOT NULL CHECK (json_valid(output_json)),
    created_ms    INTEGER NOT NULL,
    deleted_ms    INTEGER
  ) STRICT;
  CREATE INDEX datasets_by_name ON datasets (name, created_ms);

  -- One look per job that computed figures on a test split; a reused result is no further look.
  CREATE TABLE test_looks (
    manifest_hash TEXT NOT NULL,
    job_id        TEXT NOT NULL REFERENCES jobs (id),
    at_ms         INTEGER NOT NULL,
    PRIMARY KEY (manifest_hash, job_id)
  ) STRICT, WITHOUT ROWID;
`;

const ARTIFACTS = `
  CREATE TABLE artifacts (
    hash       TEXT PRIMARY KEY CHECK (length(hash) = 64),
    bytes      INTEGER NOT NULL CHECK (bytes >= 0),
    created_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- A file stays as long as somebody refers to it.
  CREATE TABLE artifact_references (
    owner_kind TEXT NOT NULL CHECK (owner_kind IN ('job', 'model', 'dataset')),
    owner_id   TEXT NOT NULL,
    hash       TEXT NOT NULL REFERENCES artifacts (hash),
    PRIMARY KEY (owner_kind, owner_id, hash)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX artifact_references_by_hash ON artifact_references (hash);
`;
