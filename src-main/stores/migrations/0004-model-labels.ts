import type { Migration } from '../migrate.ts';

export const modelLabels: Migration = {
  version: 4,
  name: 'model-labels',
  up(db) {
    db.exec(LABELS);
    db.exec(VIEWS);
  },
};

const LABELS = `
  -- What a person calls it; NULL as long as it goes by its step's name.
  ALTER TABLE models ADD COLUMN given_name TEXT CHECK (given_name <> '');
  ALTER TABLE models ADD COLUMN note TEXT NOT NULL DEFAULT '';
  ALTER TABLE models ADD COLUMN starred INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1));
  CREATE UNIQUE INDEX models_by_given_name ON models (given_name) WHERE given_name IS NOT NULL AND deleted_ms IS NULL;

  CREATE TABLE model_tags (
    model_id TEXT NOT NULL REFERENCES models (id),
    tag      TEXT NOT NULL CHECK (tag <> ''),
    PRIMARY KEY (model_id, tag)
  ) STRICT, WITHOUT ROWID;
`;

const VIEWS = `
  -- A way to look at a list, kept under a name: its filter, order, groups and columns.
  CREATE TABLE saved_views (
    list       TEXT NOT NULL,
    name       TEXT NOT NULL CHECK (name <> ''),
    view_json  TEXT NOT NULL CHECK (json_valid(view_json)),
    created_ms INTEGER NOT NULL,
    PRIMARY KEY (list, name)
  ) STRICT, WITHOUT ROWID;
`;
