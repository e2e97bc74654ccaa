import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEnvironment } from '../../../src-main/app/environment.ts';
import type { FusionReport } from '../../../src-shared/domain/fusion-report.ts';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { resultOf, startCli } from '../../support/cli.ts';

export interface BenchOptions {
  /** For recipes; the workspace lies in it. */
  readonly folder: string;
  readonly seeds: readonly number[];
  readonly quick: boolean;
}

/** What every `*.bench.ts` of this folder is. */
export interface BenchPart {
  bench(options: BenchOptions): Promise<void>;
}

interface RanRecipe {
  readonly report: ComparisonReport;
  fusionOf(step: string): FusionReport | undefined;
}

/** Runs a recipe whose step `verdict` compares, with the user's engines. */
export async function runRecipe(
  folder: string,
  recipe: { readonly name: string; readonly seed: number; readonly steps: object },
): Promise<RanRecipe> {
  const file = join(folder, `${recipe.name}-${recipe.seed}.json`);
  writeFileSync(file, JSON.stringify({ espalier: 1, ...recipe }));
  const engines = readEnvironment().enginesFolder;
  const done = await startCli(['run', file, '--workspace', join(folder, 'workspace'), '--json'], { ESPALIER_ENGINES: engines }).ended;
  if (done.code !== 0) throw new Error(`${recipe.name} failed: ${done.error || JSON.stringify(resultOf(done))}`);
  const { steps } = resultOf(done);
  return {
    report: (steps['verdict']?.output as { readonly report: ComparisonReport }).report,
    fusionOf: step => (steps[step]?.output as { readonly summary: { readonly fusion?: FusionReport } }).summary.fusion,
  };
}

export const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export const errorsOf = (report: ComparisonReport, name: string): number =>
  report.models.find(model => model.name === name)?.evaluation.errors ?? Number.NaN;

/** Exact McNemar p of two models of a comparison, and whether the first makes fewer errors. */
export function againstOf(report: ComparisonReport, first: string, second: string): { readonly p: number; readonly isFewer: boolean } {
  const place = (name: string): number => report.models.findIndex(model => model.name === name);
  const [a, b] = [place(first), place(second)];
  const pair = report.pairs.find(one => (one.a === a && one.b === b) || (one.a === b && one.b === a));
  if (pair === undefined) throw new Error(`'${first}' and '${second}' were not compared`);
  return { p: pair.p, isFewer: errorsOf(report, first) < errorsOf(report, second) };
}
