/**
 * Pruning against the bars and figures of the issue, each beside its control, mean over three seeds: runs the recipes of
 * test/bench/pruning and prints their test errors, sizes and speeds. On the engine a person would have: ESPALIER_ENGINES, or
 * the one that is installed. The workspace is kept when one is named: stopped, the bench goes on there.
 * Run: npm run bench:pruning [-- lenet-300-100 lenet-300-100-shifted lenet-5 lenet-5-shifted mini-resnet] [--seeds N] [--workspace FOLDER]
 * --quick: one seed, few items and epochs. Shows that all of it runs; its errors mean nothing.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { keepsArithmetic, type ShrinkCard } from '../../src-shared/domain/shrink-card.ts';
import type { SpeedVerdict } from '../../src-shared/domain/speed.ts';
import { resultOf, startCli, type RunResult, type StepResult } from '../support/cli.ts';

const RECIPES = fileURLToPath(new URL('pruning', import.meta.url));
const QUICK = { train: 3000, validation: 1000, test: 1000, seed: 7 };

interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}
interface Report {
  readonly groups: readonly { readonly name: string; readonly metrics: { readonly error: Estimate } }[];
  readonly models: readonly {
    readonly name: string;
    readonly evaluation: { readonly errors: number; readonly metrics: { readonly error: Estimate } };
    readonly size: { readonly nonZeros: number; readonly multiplyAdds: number };
  }[];
}
type Step = Readonly<Record<string, unknown>>;
interface RecipeDocument {
  readonly steps: Readonly<Record<string, Step>>;
}

const options = { seeds: { type: 'string' }, quick: { type: 'boolean' }, workspace: { type: 'string' } } as const;
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const isQuick = values.quick === true;
const seeds = Number(values.seeds ?? (isQuick ? 1 : 3));
if (!Number.isInteger(seeds) || seeds < 1) throw new Error(`--seeds takes a whole number from 1, got '${String(values.seeds)}'`);
const folder = values.workspace ?? mkdtempSync(join(tmpdir(), 'espalier-bench-'));
mkdirSync(folder, { recursive: true });
const names = readdirSync(RECIPES).map(file => basename(file, '.yaml'));
const unknown = positionals.find(name => !names.includes(name));
if (unknown !== undefined) throw new Error(`The name of a recipe is required (${names.join(', ')}), got '${unknown}'`);
try {
  console.log(
    `${cpus()[0]?.model ?? ''}, ${availableParallelism()} cores, ${seeds} seeds${isQuick ? ', quick: the errors mean nothing' : ''}`,
  );
  for (const name of names) if (positionals.length === 0 || positionals.includes(name)) await bench(name);
} finally {
  if (values.workspace === undefined) rmSync(folder, { recursive: true, force: true });
}

async function bench(name: string): Promise<void> {
  const text = readFileSync(join(RECIPES, `${name}.yaml`), 'utf8');
  const recipe = parse(text, { merge: true }) as RecipeDocument;
  const steps = Object.fromEntries(Object.entries(recipe.steps).map(([step, fields]) => [step, adapted(fields)]));
  const file = join(folder, `${name}${isQuick ? '-quick' : ''}.json`);
  writeFileSync(file, JSON.stringify({ ...recipe, steps }));
  const started = performance.now();
  console.log(`\n${name}: ${/^# (.*)/.exec(text)?.[1] ?? ''}`);
  const run = startCli(['run', file, '--workspace', join(folder, 'workspace'), '--json'], {
    ESPALIER_ENGINES: process.env['ESPALIER_ENGINES'],
  });
  const watch = setInterval(() => sayProgress(run.seen), 30_000);
  const result = resultOf(await run.ended.finally(() => clearInterval(watch)));
  const report = result.steps['verdict']?.output.report as Report | undefined;
  if (report === undefined) throw new Error(`'${name}' ended without a verdict: ${JSON.stringify(result.steps).slice(0, 2000)}`);
  for (const step of Object.keys(steps)) if (report.models.some(model => model.name === step)) console.log(lineOf(step, report, result));
  console.log(`  ${Math.round((performance.now() - started) / 1000)} s`);
}

/** The step with the seeds that are asked for and, where it is to be quick, short. */
function adapted(fields: Step): Step {
  const repeated = fields['repeat'] === undefined ? fields : { ...fields, repeat: seeds };
  if (!isQuick) return repeated;
  if (fields['do'] === 'import-data') return { ...repeated, splits: QUICK };
  return shortened(repeated) as Step;
}

/** Every number of epochs and rounds a quarter, one at least; a rewinding point would go with it. */
function shortened(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if ((key === 'epochs' || key === 'rounds') && typeof inner === 'number') return [key, Math.max(1, Math.round(inner / 4))];
      return [key, shortened(inner)];
    }),
  );
}

function sayProgress(seen: readonly Record<string, unknown>[]): void {
  const begun = seen.filter(({ type, state }) => type === 'step' && state === 'running');
  const done = seen.filter(({ type, state }) => type === 'step' && state === 'succeeded').length;
  const last = begun.at(-1);
  if (last !== undefined) console.log(`    … ${done} jobs done, ${String(last['step'])} runs`);
}

/** Test error with its interval over seeds (of one seed: over items), each seed's errors, size, and what was timed. */
function lineOf(name: string, { groups, models }: Report, { steps }: RunResult): string {
  const members = models.filter(model => model.name === name);
  const error = groups.find(group => group.name === name)?.metrics.error ?? members[0]!.evaluation.metrics.error;
  const percent = (share: number): string => (100 * share).toFixed(2);
  const errors = members.map(({ evaluation }) => evaluation.errors).join(', ');
  const { nonZeros, multiplyAdds } = members[0]!.size;
  const size = `${nonZeros} weights, ${multiplyAdds} multiply-adds`;
  const timed = timesOf(steps[name]);
  return `  ${name.padEnd(16)} ${percent(error.value)} % (${percent(error.low)}-${percent(error.high)}); errors ${errors}; ${size}${timed}`;
}

/** Of the first seed: the card's latencies, before by after, and the verdict where a speed was asked for. */
function timesOf(step: StepResult | undefined): string {
  const output = step?.replicates?.[0]?.output ?? step?.output;
  const { speed } = (output?.['summary'] ?? {}) as { readonly speed?: SpeedVerdict };
  return [...cardFigures(output?.['card'] as ShrinkCard | undefined), ...speedFigures(speed)].map(figure => `; ${figure}`).join('');
}

function cardFigures(card: ShrinkCard | undefined): readonly string[] {
  if (card === undefined || keepsArithmetic(card)) return [];
  const { before, after } = card;
  const single = (before.latency.p50Ms / after.latency.p50Ms).toFixed(2);
  const batch = (after.latency.throughput / before.latency.throughput).toFixed(2);
  return [`${single}× at batch 1`, `${batch}× at 64`, `file ${before.bytes} to ${after.bytes} bytes`];
}

function speedFigures(speed: SpeedVerdict | undefined): readonly string[] {
  if (speed === undefined) return [];
  const { asked, ratio, isReached } = speed;
  return [`asked for ${asked.bound}, got ${ratio.median.toFixed(3)} of the time: ${isReached ? 'reached' : 'missed'}`];
}
