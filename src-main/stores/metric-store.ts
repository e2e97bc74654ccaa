import type { MetricPoint } from '../../src-shared/domain/job-state.ts';
import { inTransaction, type ReadableDb, type WritableDb } from './database.ts';
import { downsample, type Series } from '../../src-shared/lib/downsample.ts';

export interface NamedSeries extends Series {
  readonly name: string;
}

/** Replaces points of the same name and step, so that a step repeated after a resume counts once. NaN and ±∞ are kept. */
export function appendMetrics(db: WritableDb, key: string, points: readonly MetricPoint[]): void {
  const insert = db.prepare('INSERT OR REPLACE INTO metrics (key, name, step, value) VALUES (?, ?, ?, ?)');
  inTransaction(db, () => {
    for (const { name, step, value } of points) insert.run(key, name, step, value);
  });
}

export interface SeriesWanted {
  /** A series, at least 5. */
  readonly maxPoints: number;
  /** By name: only what comes after this step. */
  readonly after?: Readonly<Record<string, number>>;
}

/** Every series of a content key by name, each down-sampled; one without points is left out. */
export function seriesOf(db: ReadableDb, key: string, { maxPoints, after = {} }: SeriesWanted): readonly NamedSeries[] {
  const rows = db
    .prepare<[string, string, number]>('SELECT step, value FROM metrics WHERE key = ? AND name = ? AND step > ? ORDER BY step')
    .raw();
  return namesOf(db, key).flatMap(name => {
    const found = rows.all(key, name, after[name] ?? Number.NEGATIVE_INFINITY) as [number, number | null][];
    if (found.length === 0) return [];
    const columns = { steps: found.map(([step]) => step), values: found.map(([, value]) => value ?? Number.NaN) };
    return [{ name, ...downsample(columns, maxPoints) }];
  });
}

/** Leaps from name to name along the primary key: the points between are not read. */
function namesOf(db: ReadableDb, key: string): readonly string[] {
  const sql = `
    WITH RECURSIVE names (name) AS (
      SELECT min(name) FROM metrics WHERE key = @key
      UNION ALL
      SELECT (SELECT min(name) FROM metrics WHERE key = @key AND name > names.name) FROM names WHERE name IS NOT NULL
    )
    SELECT name FROM names WHERE name IS NOT NULL`;
  return db
    .prepare<{ key: string }, { name: string }>(sql)
    .all({ key })
    .map(row => row.name);
}

/** Before a step is run anew from its beginning. */
export function deleteMetrics(db: WritableDb, key: string): void {
  db.prepare('DELETE FROM metrics WHERE key = ?').run(key);
}
