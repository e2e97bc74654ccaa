/**
 * Cross-validation: five folds of LeNet-300-100 side by side against one after the other (with all cores but one taken away: the
 * rehearsal gives this network one thread either way). Stacking: MNIST with 10,000 training images, five different members
 * cross-validated on the same folds, stacked, against their uniform mean. Test errors.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readEnvironment } from '../../../src-main/app/environment.ts';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { resultOf, startCli } from '../../support/cli.ts';
import { againstOf, errorsOf, mean, percent, runRecipe, type BenchOptions } from './bench-part.ts';

export async function bench(options: BenchOptions): Promise<void> {
  await benchSideBySide(options);
  await benchStacking(options);
}

async function benchSideBySide({ folder, quick }: BenchOptions): Promise<void> {
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

const MEMBERS = ['wide', 'narrow', 'deep', 'cnn', 'lenet'];
const FUSIONS = ['average', 'ridge', 'non-negative', 'net'];

async function benchStacking({ folder, seeds, quick }: BenchOptions): Promise<void> {
  const reports: ComparisonReport[] = [];
  for (const seed of seeds) {
    const { report } = await runRecipe(folder, recipe(seed, quick));
    reports.push(report);
    for (const id of FUSIONS.slice(1)) {
      const { p, isFewer } = againstOf(report, id, 'average');
      const said = `${isFewer ? 'fewer' : 'no fewer'} than the uniform mean (${errorsOf(report, 'average')})`;
      console.log(`  seed ${seed}: stacking by ${id} ${errorsOf(report, id)} errors, ${said}, p ${p.toPrecision(2)}`);
    }
  }
  for (const name of [...MEMBERS, ...FUSIONS]) {
    const errors = reports.map(report => errorsOf(report, name));
    console.log(`  ${name.padEnd(14)} ${percent(mean(errors) / (reports[0]?.items ?? 1))} (errors ${errors.join(', ')})`);
  }
}

function recipe(seed: number, quick: boolean) {
  const folded = (model: object, epochs: number) => ({
    ...{ do: 'cross-validate', data: 'digits', model, epochs: quick ? 1 : epochs, batchSize: 64 },
    ...{ schedule: { kind: 'cosine' }, folds: { k: 5, seed: 1 } },
  });
  const stacked = (learner: string) => ({ do: 'fuse', crossValidated: MEMBERS, method: { kind: 'stacking', learner } });
  const splits = { train: quick ? 1000 : 10_000, validation: quick ? 1000 : 5000, seed: 7 };
  return {
    ...{ name: 'stacking', seed },
    steps: {
      digits: { do: 'import-data', source: 'builtin:mnist', splits },
      wide: folded({ preset: 'mlp', hidden: [300, 100] }, 15),
      narrow: folded({ preset: 'mlp', hidden: [100] }, 15),
      deep: folded({ preset: 'mlp', hidden: [200, 200, 100], dropout: 0.3 }, 20),
      cnn: folded({ preset: 'small-cnn' }, 10),
      lenet: folded({ preset: 'lenet5' }, 10),
      average: { do: 'fuse', members: MEMBERS, method: { kind: 'average' } },
      ...Object.fromEntries(FUSIONS.slice(1).map(id => [id, stacked(id)])),
      verdict: { do: 'compare', models: [...MEMBERS, ...FUSIONS], split: 'test' },
    },
  };
}
