import type { Migration } from '../migrate.ts';

export const draftsAndRecipes: Migration = {
  version: 3,
  name: 'drafts-and-recipes',
  up(db) {
    db.exec(DRAFTS);
    db.exec(RECIPES);
  },
};

const DRAFTS = `
  -- Half-made experiments. What a wizard keeps is its own: SQL asks only for what the list shows.
  CREATE TABLE drafts (
    id         TEXT PRIMARY KEY,
    -- Step kind the wizard makes; not a closed set.
    kind       TEXT NOT NULL,
    name       TEXT NOT NULL,
    touched    INTEGER NOT NULL CHECK (touched IN (0, 1)),
    state_json TEXT NOT NULL CHECK (json_valid(state_json)),
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

const RECIPES = `
  CREATE TABLE recipes (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    text       TEXT NOT NULL,
    created_ms INTEGER NOT NULL,
    updated_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;
