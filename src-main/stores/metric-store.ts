import type { MetricPoint } from '../../src-shared/domain/job-state.ts';
import { inTransaction, type ReadableDb, type WritableDb } from './database.ts';
import { downsample, type Series } from './downsample.ts';

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

/** Every series of a content key by name, each down-sampled to at most `maxPoints` (at least 5) points. */
export function seriesOf(db: ReadableDb, key: string, maxPoints: number): readonly NamedSeries[] {
  const series = new Map<string, { steps: number[]; values: number[] }>();
  const rows = db.prepare<[string]>('SELECT name, step, value FROM metrics WHERE key = ? ORDER BY name, step').raw();
  for (const row of rows.iterate(key)) {
    const [name, step, value] = row as [string, number, number | null];
    let columns = series.get(name);
    if (columns === undefined) series.set(name, (columns = { steps: [], values: [] }));
    columns.steps.push(step);
    columns.values.push(value ?? Number.NaN);
  }
  return Array.from(series, ([name, columns]) => ({ name, ...downsample(columns, maxPoints) }));
}

/** Before a step is run anew from its beginning. */
export function deleteMetrics(db: WritableDb, key: string): void {
  db.prepare('DELETE FROM metrics WHERE key = ?').run(key);
}
