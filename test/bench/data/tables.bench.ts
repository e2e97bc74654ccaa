/**
 * A large delimited text (10 million rows of 12 columns, 1 GB) imported, beside DuckDB's own `CREATE TABLE AS` of the same file.
 * Bars: 1.3 times its time, 1.5 GiB of memory in the process that reads.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { resultOf, startCli } from '../../support/cli.ts';

const ROWS = { whole: 10_000_000, quick: 1_000_000 } as const;
const POLL_MS = 100;

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
  const { seconds, peakBytes } = await importFile(file, folder);
  const gibibytes = (peakBytes / 2 ** 30).toFixed(2);
  console.log(
    `  ${rows} rows, ${megabytes.toFixed(0)} MB: ${seconds.toFixed(1)} s, ${gibibytes} GiB (wanted 1.5); ` +
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

/** From the start of the job to its end, as the run tells; the peak is that of the largest process. */
async function importFile(file: string, folder: string): Promise<{ readonly seconds: number; readonly peakBytes: number }> {
  const recipe = join(folder, 'table.json');
  const step = {
    do: 'import-data',
    source: file,
    label: 'label',
    texts: { kind: 'ordinal' },
    splits: { validation: 0.1, test: 0.1, seed: 1 },
  };
  writeFileSync(recipe, JSON.stringify({ espalier: 1, name: 'table', seed: 1, steps: { rows: step } }));
  const workspace = mkdtempSync(join(folder, 'tables-'));
  const { child, ended } = startCli(['run', recipe, '--workspace', workspace, '--json']);
  let peakBytes = 0;
  let startedMs = 0;
  const timer = setInterval(() => {
    const peaks = descendants(child.pid ?? 0).map(peakOf);
    if (peaks.length > 0 && startedMs === 0) startedMs = performance.now();
    peakBytes = Math.max(peakBytes, ...peaks);
  }, POLL_MS);
  const done = await ended;
  clearInterval(timer);
  const seconds = (performance.now() - startedMs) / 1000;
  rmSync(workspace, { recursive: true, force: true });
  if (done.code !== 0) throw new Error(`The import failed: ${done.error || JSON.stringify(resultOf(done))}`);
  return { seconds, peakBytes };
}

function descendants(pid: number): number[] {
  const children = readdirSync('/proc')
    .map(Number)
    .filter(other => Number.isInteger(other) && parentOf(other) === pid);
  return children.flatMap(child => [child, ...descendants(child)]);
}

function parentOf(pid: number): number {
  return statusOf(pid, /PPid:\s+(\d+)/);
}

function peakOf(pid: number): number {
  return 1024 * statusOf(pid, /VmHWM:\s+(\d+)/);
}

/** 0 for a process that has ended meanwhile. */
function statusOf(pid: number, line: RegExp): number {
  try {
    return Number(line.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
