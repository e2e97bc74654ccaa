import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../../src-main/stores/database.ts';
import { trialsOf } from '../../../src-main/stores/study-store.ts';
import type { Trial } from '../../../src-shared/domain/study.ts';
import type { StudyReport } from '../../../src-shared/domain/study-report.ts';
import { resultOf, startCli } from '../../support/cli.ts';

export interface BenchOptions {
  readonly seeds: number | null;
  readonly isQuick: boolean;
  /** Kept, and gone on with after a stop; null for one that is removed at the end. */
  readonly workspace: string | null;
}

export interface SearchRun {
  readonly study: StudyReport;
  readonly trials: readonly Trial[];
}

/** 10,000 images, validated on 5,000 others. */
export function mnist(isQuick: boolean): object {
  const splits = isQuick ? { train: 1000, validation: 500, test: 500, seed: 7 } : { train: 10_000, validation: 5000, seed: 7 };
  return { do: 'import-data', source: 'builtin:mnist', splits };
}

/** Runs what needs a folder in the named one, or in one of its own. */
export async function inFolder<T>({ workspace }: BenchOptions, run: (folder: string) => Promise<T>): Promise<T> {
  const folder = workspace ?? mkdtempSync(join(tmpdir(), 'espalier-bench-'));
  mkdirSync(folder, { recursive: true });
  try {
    return await run(folder);
  } finally {
    if (workspace === null) rmSync(folder, { recursive: true, force: true });
  }
}

/** The search called `best` among these steps, by the command line as a person would run it. */
export async function runSearch(
  folder: string,
  seed: number,
  steps: Readonly<Record<string, object>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<SearchRun> {
  mkdirSync(folder, { recursive: true });
  const recipe = join(folder, `recipe-${seed}.json`);
  const workspace = join(folder, 'workspace');
  writeFileSync(recipe, JSON.stringify({ espalier: 1, name: 'search-bench', seed, steps }));
  const ended = await startCli(['run', recipe, '--workspace', workspace, '--json'], {
    ESPALIER_ENGINES: process.env['ESPALIER_ENGINES'],
    ...environment,
  }).ended;
  const found = resultOf(ended).steps['best'];
  if (found?.state !== 'succeeded') throw new Error(`The search of seed ${seed} found nothing: ${JSON.stringify(found).slice(0, 2000)}`);
  const { study } = found.output as { readonly study: StudyReport };
  const db = openDatabase(join(workspace, 'espalier.db'));
  try {
    return { study, trials: trialsOf(db, study.study) };
  } finally {
    db.close();
  }
}

/** Epochs after which a course was as good as that; null where it never was. */
export function epochsTo({ course }: Pick<StudyReport, 'course'>, value: number): number | null {
  return course.find(point => point.value >= value)?.epochs ?? null;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean ± standard error. */
export function spread(values: readonly number[], digits: number): string {
  const middle = mean(values);
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / Math.max(1, values.length - 1);
  return `${middle.toFixed(digits)} ± ${Math.sqrt(variance / values.length).toFixed(digits)}`;
}
