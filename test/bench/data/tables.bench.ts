/**
 * A large delimited text (10 million rows of 12 columns, 1 GB) imported, beside DuckDB's own `CREATE TABLE AS` of the same file.
 * Bars: 1.3 times its time, 1.5 GiB of memory in the process that reads.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { measureImport } from './measure-import.ts';

const ROWS = { whole: 10_000_000, quick: 1_000_000 } as const;

const IMPORT = {
  ...{ do: 'import-data', label: 'label', texts: { kind: 'ordinal' } },
  splits: { validation: 0.1, test: 0.1, seed: 1 },
};

interface TableBench {
  readonly folder: string;
  readonly quick: boolean;
}

export async function bench({ folder, quick }: TableBench): Promise<void> {
  const rows = quick ? ROWS.quick : ROWS.whole;
  const file = join(folder, `table-${rows}.csv`);
  if (!existsSync(file)) await generate(file, rows);
  const megabytes = statSync(file).size / 1e6;
  const own = await createTableSeconds(file);
  const { seconds, cpuSeconds, peakBytes } = await measureImport({ ...IMPORT, source: file }, folder);
  const gibibytes = (peakBytes / 2 ** 30).toFixed(2);
  console.log(
    `  ${rows} rows, ${megabytes.toFixed(0)} MB: ${seconds.toFixed(1)} s (${cpuSeconds.toFixed(1)} s of computing), ${gibibytes} GiB (wanted 1.5); ` +
      `DuckDB's table ${own.toFixed(1)} s, ratio ${(seconds / own).toFixed(2)} (wanted 1.3)`,
  );
}

async function generate(file: string, rows: number): Promise<void> {
  const numbers = Array.from({ length: 9 }, (_, i) => `round(random() * ${10 ** (i % 5)}, 6) AS n${i}`);
  const others = [`(random() * 1e6)::INTEGER AS whole`, `'town ' || (random() * 50)::INTEGER AS town`, `random() < 0.3 AS label`];
  await withDatabase(':memory:', run =>
    run(`COPY (SELECT ${[...numbers, ...others].join(', ')} FROM range(${rows})) TO '${file}' (HEADER)`),
  );
}

async function createTableSeconds(file: string): Promise<number> {
  const folder = mkdtempSync(`${file}-`);
  const started = performance.now();
  await withDatabase(join(folder, 'own.duckdb'), run => run(`CREATE TABLE t AS SELECT * FROM read_csv('${file}')`));
  rmSync(folder, { recursive: true, force: true });
  return (performance.now() - started) / 1000;
}

async function withDatabase(path: string, use: (run: (sql: string) => Promise<unknown>) => Promise<unknown>): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await use(sql => connection.run(sql));
  connection.closeSync();
  instance.closeSync();
}
