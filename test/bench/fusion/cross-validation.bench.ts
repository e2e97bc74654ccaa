/**
 * Cross-validation: five folds of LeNet-300-100 side by side against one after the other (with all cores but one taken away: the
 * rehearsal gives this network one thread either way).
 */
import { rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../../src-main/app/environment.ts';
import { resultOf, startCli } from '../../support/cli.ts';
import type { BenchOptions } from './bench-part.ts';

export async function bench({ folder, quick }: BenchOptions): Promise<void> {
  const splits = { train: quick ? 2000 : 20_000, validation: 1000, seed: 7 };
  const steps = {
    digits: { do: 'import-data', source: 'builtin:mnist', splits },
    folds: {
      ...{ do: 'cross-validate', data: 'digits', model: { preset: 'mlp', hidden: [300, 100] } },
      ...{ folds: { k: 5, seed: 1 }, epochs: quick ? 2 : 15, batchSize: 64 },
    },
  };
  const recipe = join(folder, 'side-by-side.json');
  writeFileSync(recipe, JSON.stringify({ espalier: 1, name: 'side-by-side', seed: 1, steps }));
  const cores = availableParallelism();
  const ratios: number[] = [];
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    const [together, apart] = [await secondsOf(folder, recipe, cores), await secondsOf(folder, recipe, 1)];
    ratios.push(apart.seconds / together.seconds);
    console.log(
      `  5 folds and the refit on ${cores} cores ${together.seconds.toFixed(1)} s (${together.engine}), one after the other ${apart.seconds.toFixed(1)} s (${apart.engine})`,
    );
  }
  console.log(`  ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)} times as fast; wanted: 1.6`);
}

/** From the first fold's start to the whole's end, in a workspace of its own; the choice of the engine is not counted. */
async function secondsOf(folder: string, recipe: string, cores: number): Promise<{ readonly seconds: number; readonly engine: string }> {
  const workspace = join(folder, `side-by-side-${cores}`);
  rmSync(workspace, { recursive: true, force: true });
  const environment = { ESPALIER_ENGINES: readEnvironment().enginesFolder, ESPALIER_CORES: String(cores) };
  const run = startCli(['run', recipe, '--workspace', workspace, '--json'], environment);
  await run.line(line => line['type'] === 'step' && line['step'] === 'folds/fold' && line['state'] === 'running');
  const started = performance.now();
  await run.line(line => line['type'] === 'step' && line['step'] === 'folds' && line['state'] === 'succeeded');
  const seconds = (performance.now() - started) / 1000;
  const { steps } = resultOf(await run.ended);
  const parts = steps['folds/fold'] as unknown as { readonly replicates: readonly { readonly engine: string }[] };
  return { seconds, engine: parts.replicates[0]?.engine ?? '' };
}
