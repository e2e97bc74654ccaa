import type { ReadableDb, WritableDb } from './database.ts';

/** A model or data set that a name of the recipe stands for, in one run. */
export interface RunBinding {
  readonly to: 'model' | 'data';
  /** As the recipe writes it behind `model:` or `data:`: an id or a name. */
  readonly name: string;
  readonly entityId: string;
}

/** Bindings of one name stay in the order given. */
export function insertBindings(db: WritableDb, runId: string, bindings: readonly RunBinding[]): void {
  const insert = db.prepare('INSERT INTO run_bindings (run_id, refers_to, name, position, entity_id) VALUES (?, ?, ?, ?, ?)');
  bindings.forEach(({ to, name, entityId }, position) => insert.run(runId, to, name, position, entityId));
}

/** In the order in which they were stored; none of a run that an earlier program planned. */
export function bindingsOf(db: ReadableDb, runId: string): readonly RunBinding[] {
  const sql = `SELECT refers_to AS "to", name, entity_id AS entityId FROM run_bindings WHERE run_id = ? ORDER BY position`;
  return db.prepare<[string], RunBinding>(sql).all(runId);
}

/** A step's name that stood for something older, because the newest of that name had been deleted before the run was planned. */
export interface OlderBinding extends RunBinding {
  /** The run that made what it stood for. */
  readonly madeBy: string;
}

/** Of a group of replicates the first. */
export function olderBindingsOf(db: ReadableDb, runId: string): readonly OlderBinding[] {
  return (['model', 'data'] as const).flatMap(to =>
    db.prepare<[Record<'runId', string>], OlderBinding>(olderOnes(to, to === 'model' ? 'models' : 'datasets')).all({ runId }),
  );
}

function olderOnes(to: RunBinding['to'], table: 'models' | 'datasets'): string {
  return `
    SELECT '${to}' AS "to", bound.name, bound.entity_id AS entityId, maker.name AS madeBy, min(bound.position)
    FROM run_bindings AS bound
      JOIN runs ON runs.id = bound.run_id
      JOIN ${table} AS meant ON meant.id = bound.entity_id AND meant.name = bound.name
      JOIN jobs ON jobs.id = meant.job_id JOIN runs AS maker ON maker.id = jobs.run_id
    WHERE bound.run_id = @runId AND bound.refers_to = '${to}'
      AND ${to === 'model' ? 'meant.given_name' : 'NULL'} IS NOT bound.name
      AND EXISTS (SELECT 1 FROM ${table} AS newer WHERE newer.name = bound.name AND newer.created_ms > meant.created_ms
                    AND newer.deleted_ms <= runs.created_ms)
    GROUP BY bound.name`;
}
