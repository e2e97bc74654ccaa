import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resultOf, startCli, type RunResult } from '../support/cli.ts';

export type Steps = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface SeedRuns {
  /** Of the recipe, and of the files that keep what is done. */
  readonly name: string;
  /** Holds the recipe, the workspace and what is done. */
  readonly folder: string;
  /** Data and models that are the same for all seeds, made once with seed 1. */
  readonly shared: Steps;
  /** Run for each seed by itself; a string that is the name of a shared step stands for what that step made. */
  readonly perSeed: Steps;
  readonly seeds: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The lines of `--json` of a run that has begun. */
  watch?(seen: readonly Record<string, unknown>[]): () => void;
}

/** One seed's run. */
export interface SeedResult {
  readonly seed: number;
  readonly steps: RunResult['steps'];
}

/**
 * Runs the steps for seeds 1 to `seeds`, one after the other, and hands each over when it is done. A seed's result is kept as
 * `NAME.seed-N.json`: a bench that was stopped goes on with the seed it was at, within it from the workspace's checkpoints.
 * Results of another recipe count for nothing.
 */
export async function* seedRuns(runs: SeedRuns): AsyncGenerator<SeedResult> {
  const { name, folder, shared, perSeed, seeds } = runs;
  const recipe = createHash('sha256').update(JSON.stringify({ shared, perSeed })).digest('hex');
  const fileOf = (seed: number): string => join(folder, `${name}.seed-${seed}.json`);
  let stored: Readonly<Record<string, string>> | null = null;
  for (let seed = 1; seed <= seeds; seed++) {
    const known = keptResult(fileOf(seed));
    if (known?.recipe === recipe) {
      yield known;
      continue;
    }
    stored ??= storedNames(shared, (await run(runs, { seed: 1, steps: shared })).steps);
    const { steps } = await run(runs, { seed, steps: withStored(perSeed, stored) as Steps });
    keepResult(fileOf(seed), { recipe, seed, steps });
    yield { seed, steps };
  }
}

type KeptResult = SeedResult & { readonly recipe: string };

function keptResult(file: string): KeptResult | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as KeptResult) : null;
}

/** Whole or not at all. */
function keepResult(file: string, result: KeptResult): void {
  writeFileSync(`${file}.part`, JSON.stringify(result));
  renameSync(`${file}.part`, file);
}

async function run(
  { name, folder, environment, watch }: SeedRuns,
  { seed, steps }: { readonly seed: number; readonly steps: Steps },
): Promise<RunResult> {
  const file = join(folder, `${name}.json`);
  writeFileSync(file, JSON.stringify({ espalier: 1, name, seed, steps }));
  const running = startCli(['run', file, '--workspace', join(folder, 'workspace'), '--json'], environment);
  const end = watch?.(running.seen);
  const done = await running.ended.finally(() => end?.());
  if (done.code !== 0) throw new Error(`${name}, seed ${seed} failed: ${done.error || done.out.slice(-2000)}`);
  return resultOf(done);
}

/** What stands for the shared steps where they are not steps of the same recipe. */
function storedNames(shared: Steps, made: RunResult['steps']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(shared).map(([name, { do: kind }]) => [name, `${kind === 'import-data' ? 'data' : 'model'}:${made[name]?.id ?? name}`]),
  );
}

function withStored(value: unknown, stored: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return stored[value] ?? value;
  if (Array.isArray(value)) return value.map(inner => withStored(inner, stored));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withStored(inner, stored)]));
}
