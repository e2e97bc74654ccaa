/**
 * Distillation against the figures of the issue: each student beside itself alone, by seed, test errors reported once. The
 * workspace is kept when one is named, so that it can be stopped and gone on with.
 * Run: npm run bench:distillation [-- hinton | small | omitted | convolutional | steps] [--seeds 3] [--quick] [--workspace FOLDER]
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DistillationReport } from '../../src-shared/domain/distillation.ts';
import { readEnvironment } from '../../src-main/app/environment.ts';
import { resultOf, startCli } from '../support/cli.ts';
import { registeredLibrary } from '../support/requirements.ts';
import { benchRecipes, type BenchRecipe, type Pair } from './distillation/recipes.ts';
import { stepTimes } from './distillation/step-times.ts';

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
const isAsked = (name: string): boolean => positionals.length === 0 || positionals.includes(name);
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
/** The tests' command line has no native library; this one has the user's. */
const engines = readEnvironment().enginesFolder;

try {
  mkdirSync(folder, { recursive: true });
  console.log(
    `${cpus()[0]?.model ?? ''}, ${availableParallelism()} cores${values.quick ? '; quick: shows that all goes, its figures say nothing' : ''}`,
  );
  const size = { seeds: Number(values.seeds), quick: values.quick };
  for (const bench of benchRecipes(size).filter(({ name }) => isAsked(name))) await runBench(bench);
  if (isAsked('steps')) await timeSteps();
} finally {
  if (values.workspace === undefined) rmSync(folder, { recursive: true, force: true });
}

async function runBench({ name, recipe, pairs }: BenchRecipe): Promise<void> {
  const started = performance.now();
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify(recipe));
  const done = await startCli(['run', file, '--workspace', join(folder, 'workspace'), '--json'], { ESPALIER_ENGINES: engines }).ended;
  if (done.code !== 0) throw new Error(`${name} failed: ${done.error}`);
  const { steps } = resultOf(done);
  const { models } = (steps['verdict']?.output as { report: { models: readonly Member[] } }).report;
  console.log(`\n${name}, ${Math.round((performance.now() - started) / 1000)} s`);
  for (const model of new Set(models.map(one => one.name))) printModel(models.filter(one => one.name === model));
  for (const pair of pairs) printPair(pair, models);
  for (const [step, result] of Object.entries(steps)) printReports(step, result);
}

function printModel(members: readonly Member[]): void {
  const [first] = members;
  if (first === undefined) return;
  const threes = members.map(({ evaluation }) => recallOf(evaluation, 3));
  const seen = first.name.startsWith('without') ? `; 3s right ${threes.map(percent).join(', ')} (at least 95 %)` : '';
  const errors = members.map(({ evaluation }) => evaluation.errors).join(', ');
  console.log(`  ${first.name.padEnd(14)} ${errors} errors of ${first.evaluation.items}; ${first.size.parameters} parameters${seen}`);
}

function printPair({ title, alone, distilled, goal }: Pair, models: readonly Member[]): void {
  const errorsOf = (name: string): readonly number[] => models.filter(one => one.name === name).map(({ evaluation }) => evaluation.errors);
  const [teacher = 0] = errorsOf('teacher');
  const without = errorsOf(alone);
  if (without.some(errors => errors <= teacher))
    return console.log(`  ${title}: there is no gap, the student alone is as good as the teacher`);
  const gaps = errorsOf(distilled).map((errors, i) => (without[i]! - errors) / (without[i]! - teacher));
  const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
  const better = errorsOf(distilled).filter((errors, i) => errors < without[i]!).length;
  const wanted = goal === null ? 'never worse' : `at least ${percent(goal)}`;
  console.log(
    `  ${title}: gap closed ${percent(mean)} (${gaps.map(percent).join(', ')}; ${wanted}), better on ${better} of ${gaps.length} seeds`,
  );
}

/** What the steps say of themselves, from validation items only. */
function printReports(step: string, result: unknown): void {
  const outputs = [result, ...((result as { replicates?: readonly unknown[] }).replicates ?? [])];
  for (const one of outputs) {
    const summary = (one as { output?: { summary?: { distillation?: DistillationReport } } }).output?.summary;
    const report = summary?.distillation;
    if (report === undefined) continue;
    const { settings, cost, warnings, gapClosed, agreement, teacher, alone, distilled } = report;
    const errors = [teacher, alone, distilled].map(figures => figures?.errors ?? '–').join(' / ');
    console.log(
      `  ${step}: T ${settings.temperature ?? '–'}, alpha ${settings.alpha}; validation errors teacher / alone / distilled ${errors}; gap closed ${
        gapClosed === null ? '–' : percent(gapClosed)
      }, agreement ${percent(agreement?.distilled ?? 0)}; sweep ${(cost.sweepMs / cost.trainingMs).toFixed(2)} of a run${
        warnings.length === 0 ? '' : `; ${warnings.map(({ kind }) => kind).join(', ')}`
      }`,
    );
  }
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
