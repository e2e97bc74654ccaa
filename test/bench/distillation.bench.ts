/**
 * Distillation against the figures of the issue: each student beside itself alone, a seed after the other, test errors reported
 * once. The workspace and the finished seeds are kept when a folder is named, so that it can be stopped and gone on with.
 * Run: npm run bench:distillation [-- hinton | small | small-50 | small-100-100 | small-30 | omitted | narrow | shallow | steps] [--seeds 3] [--quick] [--workspace FOLDER]
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DistillationReport } from '../../src-shared/domain/distillation.ts';
import { readEnvironment } from '../../src-main/app/environment.ts';
import { registeredLibrary } from '../support/requirements.ts';
import { benchRecipes, type BenchRecipe, type Pair } from './distillation/recipes.ts';
import { stepTimes } from './distillation/step-times.ts';
import { seedRuns, type SeedResult } from './seed-runs.ts';

interface Member {
  readonly name: string;
  readonly evaluation: { readonly errors: number; readonly items: number; readonly confusion?: readonly (readonly number[])[] };
  readonly size: { readonly parameters: number; readonly multiplyAdds: number };
}

const { values, positionals } = parseArgs({
  options: { workspace: { type: 'string' }, seeds: { type: 'string', default: '3' }, quick: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const folder = values.workspace ?? mkdtempSync(join(tmpdir(), 'espalier-bench-'));
/** `small` stands for all whose names begin so. */
const isAsked = (name: string): boolean => positionals.length === 0 || positionals.some(one => name === one || name.startsWith(`${one}-`));
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
/** The tests' command line has no native library; this one has the user's. */
const engines = readEnvironment().enginesFolder;

try {
  mkdirSync(folder, { recursive: true });
  console.log(
    `${cpus()[0]?.model ?? ''}, ${availableParallelism()} cores${values.quick ? '; quick: shows that all goes, its figures say nothing' : ''}`,
  );
  for (const bench of benchRecipes(values).filter(({ name }) => isAsked(name))) await runBench(bench);
  if (isAsked('steps')) await timeSteps();
} finally {
  if (values.workspace === undefined) rmSync(folder, { recursive: true, force: true });
}

async function runBench({ name, shared, perSeed, pairs }: BenchRecipe): Promise<void> {
  const started = performance.now();
  console.log(`\n${name}`);
  const results: SeedResult[] = [];
  const environment = { ESPALIER_ENGINES: engines };
  const runs = { name: `distillation-${name}`, folder, shared, perSeed, seeds: Number(values.seeds), environment };
  for await (const result of seedRuns(runs)) {
    console.log(`  seed ${result.seed}, ${Math.round((performance.now() - started) / 1000)} s`);
    for (const [step, made] of Object.entries(result.steps)) printReport(step, made.output);
    results.push(result);
  }
  const bySeed = results.map(modelsOf);
  for (const { name: model } of bySeed[0] ?? []) printModel(bySeed.map(models => memberOf(models, model)));
  for (const pair of pairs) printPair(pair, bySeed);
}

function modelsOf({ steps }: SeedResult): readonly Member[] {
  return (steps['verdict']?.output as { report: { models: readonly Member[] } }).report.models;
}

function memberOf(models: readonly Member[], name: string): Member {
  const member = models.find(one => one.name === name);
  if (member === undefined) throw new Error(`The verdict has no model '${name}', but ${models.map(one => one.name).join(', ')}`);
  return member;
}

function printModel(members: readonly Member[]): void {
  const [first] = members;
  if (first === undefined) return;
  const threes = members.map(({ evaluation }) => recallOf(evaluation, 3));
  const seen = first.name.startsWith('without') ? `; 3s right ${threes.map(percent).join(', ')} (at least 95 %)` : '';
  const errors = members.map(({ evaluation }) => evaluation.errors).join(', ');
  console.log(`  ${first.name.padEnd(14)} ${errors} errors of ${first.evaluation.items}; ${first.size.parameters} parameters${seen}`);
}

function printPair({ title, teacher, alone, distilled, wanted }: Pair, bySeed: readonly (readonly Member[])[]): void {
  const errorsOf = (name: string): readonly number[] => bySeed.map(models => memberOf(models, name).evaluation.errors);
  const [teachers, without, taught] = [errorsOf(teacher), errorsOf(alone), errorsOf(distilled)];
  const gapAt = (seed: number): number => without[seed]! - teachers[seed]!;
  if (without.some((_, seed) => gapAt(seed) <= 0))
    return console.log(`  ${title}: there is no gap, the student alone is as good as the teacher`);
  const gaps = taught.map((errors, seed) => (without[seed]! - errors) / gapAt(seed));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const better = taught.filter((errors, seed) => errors < without[seed]!).length;
  const goal = wanted === null ? 'a control' : `wanted: ${typeof wanted === 'number' ? `at least ${percent(wanted)}` : wanted}`;
  const shares = gaps.map(percent).join(', ');
  console.log(`  ${title}: gap closed ${percent(mean)} (${shares}; ${goal}), better on ${better} of ${gaps.length} seeds`);
}

/** What a step says of itself, from validation items only. */
function printReport(step: string, output: unknown): void {
  const report = (output as { summary?: { distillation?: DistillationReport } } | undefined)?.summary?.distillation;
  if (report === undefined) return;
  const { settings, cost, warnings, gapClosed, agreement, teacher, alone, distilled } = report;
  const errors = [teacher, alone, distilled].map(figures => figures?.errors ?? '–').join(' / ');
  console.log(
    `    ${step}: T ${settings.temperature ?? '–'}, alpha ${settings.alpha}; validation errors teacher / alone / distilled ${errors}; gap closed ${
      gapClosed === null ? '–' : percent(gapClosed)
    }, agreement ${percent(agreement?.distilled ?? 0)}; sweep ${(cost.sweepMs / cost.trainingMs).toFixed(2)} of a run${
      warnings.length === 0 ? '' : `; ${warnings.map(({ kind }) => kind).join(', ')}`
    }`,
  );
}

function recallOf({ confusion }: Member['evaluation'], which: number): number {
  const row = confusion?.[which] ?? [];
  return (
    (row[which] ?? 0) /
    Math.max(
      1,
      row.reduce((sum, count) => sum + count, 0),
    )
  );
}

async function timeSteps(): Promise<void> {
  const library = registeredLibrary();
  if (library === undefined || library === null) return console.log('\nsteps: no native library is registered, not timed');
  console.log(
    '\nsteps, milliseconds of computing (medians, interleaved, batch 64, teacher 1200-1200; threads as a rehearsal chooses them)',
  );
  const all = availableParallelism();
  for (const [hidden, threads] of [
    [[50], 1],
    [[100, 100], 1],
    [[800, 800], all],
  ] as const) {
    const { student, plainMs, cachedMs, withinMs, teacherMs } = await stepTimes(library, {
      ...{ hidden, threads },
      ...(values.quick ? { rounds: 5, steps: 20 } : { rounds: 40, steps: 50 }),
    });
    const over = (withinMs - plainMs) / teacherMs;
    console.log(
      `  ${student.padEnd(8)} plain ${plainMs.toFixed(3)}, cached ${cachedMs.toFixed(3)} (${(cachedMs / plainMs).toFixed(2)}×, at most 1.15), teacher within ${withinMs.toFixed(3)} = plain + ${over.toFixed(2)} forward passes of ${teacherMs.toFixed(3)} (at most 1.20)`,
    );
  }
}
