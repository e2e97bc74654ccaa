import type { Migration } from '../migrate.ts';

export const runBindings: Migration = {
  version: 7,
  name: 'run-bindings',
  up(db) {
    db.exec(RUN_BINDINGS);
  },
};

const RUN_BINDINGS = `
  -- What a name of the workspace meant when the run was planned; several rows where it stood for replicates, in their order.
  CREATE TABLE run_bindings (
    run_id    TEXT NOT NULL REFERENCES runs (id),
    refers_to TEXT NOT NULL CHECK (refers_to IN ('model', 'data')),
    name      TEXT NOT NULL,
    position  INTEGER NOT NULL CHECK (position >= 0),
    entity_id TEXT NOT NULL,
    PRIMARY KEY (run_id, refers_to, name, position)
  ) STRICT, WITHOUT ROWID;
`;
