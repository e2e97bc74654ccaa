import { epochsTo, inFolder, mean, mnist, runSearch, spread, type BenchOptions } from './run-search.ts';

const SPACE = {
  model: { preset: 'mlp', depth: { from: 1, to: 4 }, width: { from: 16, to: 512, scale: 'log' }, dropout: { from: 0, to: 0.5 } },
  optimizer: { kind: 'adam', learningRate: { from: 0.0001, to: 0.03, scale: 'log' } },
  batchSize: { choose: [32, 64, 128, 256] },
};

/** Drawn by lot under the smaller budget. */
const RANDOM_NETWORKS = 20;
const PERCENT = 100;

/**
 * TPE with ASHA beside random search with as many epochs, 60 trials of 9. Prints validation errors in percent, and how many of random
 * search's epochs it took to be as good.
 */
export async function benchMlp(options: BenchOptions): Promise<void> {
  const { seeds, epochs } = sizesOf(options);
  const trials = options.isQuick ? 6 : 60;
  await inFolder(options, async folder => {
    console.log(`\nMLP space, ${trials} × ${epochs} epochs, ${seeds} seeds: validation error in %`);
    const budget = { trials: 10 * trials, epochs, totalEpochs: trials * epochs };
    await arm(folder, { name: 'any size', seeds, budget, isQuick: options.isQuick });
  });
}

/** The same under 20,000 parameters, beside 20 networks drawn by lot and trained to the end: as many epochs. */
export async function benchSmallMlp(options: BenchOptions): Promise<void> {
  const { seeds, epochs } = sizesOf(options);
  const random = options.isQuick ? 4 : RANDOM_NETWORKS;
  await inFolder(options, async folder => {
    console.log(`\nUnder 20,000 parameters, beside ${random} random networks of ${epochs} epochs, ${seeds} seeds: validation error in %`);
    const budget = { trials: 10 * random, epochs, totalEpochs: random * epochs, parameters: 20_000 };
    const { search, random: lots } = await arm(folder, { name: 'small', seeds, budget, isQuick: options.isQuick });
    console.log(
      `small: ${(lots - search).toFixed(2)} points better than the best of ${random} by lot, on the mean of seeds (required 0.3)`,
    );
  });
}

function sizesOf({ seeds, isQuick }: BenchOptions): { readonly seeds: number; readonly epochs: number } {
  return { seeds: seeds ?? (isQuick ? 1 : 3), epochs: isQuick ? 3 : 9 };
}

interface Arm {
  readonly name: string;
  readonly seeds: number;
  readonly budget: object;
  readonly isQuick: boolean;
}

/** Means over the seeds. */
async function arm(folder: string, { name, seeds, budget, isQuick }: Arm): Promise<{ readonly search: number; readonly random: number }> {
  const rows: { readonly search: number; readonly random: number; readonly fresh: number; readonly share: number }[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const best = { do: 'search', data: 'digits', space: SPACE, budget, control: 'always', confirm: { top: 1, seeds: 2 }, processes: 2 };
    const { study } = await runSearch(folder, seed, { digits: mnist(isQuick), best });
    const [random, found] = [study.control?.course.at(-1)?.value ?? NaN, study.course.at(-1)?.value ?? NaN];
    const share = (epochsTo(study, random) ?? Infinity) / (study.control?.epochs ?? NaN);
    rows.push({
      search: PERCENT * (1 - found),
      random: PERCENT * (1 - random),
      fresh: PERCENT * (1 - (study.confirmed[0]?.mean ?? NaN)),
      share,
    });
    const row = rows.at(-1)!;
    console.log(
      `${name} seed ${seed}: search ${row.search.toFixed(2)}, random ${row.random.toFixed(2)}, winner with fresh seeds ${row.fresh.toFixed(2)}, as good as random after ${(PERCENT * share).toFixed(0)} % of its epochs`,
    );
  }
  const of = (key: 'search' | 'random' | 'fresh'): string =>
    spread(
      rows.map(row => row[key]),
      2,
    );
  const share = PERCENT * mean(rows.map(row => row.share));
  console.log(`${name}: search ${of('search')}, random ${of('random')}, fresh seeds ${of('fresh')}; ${share.toFixed(0)} % of the epochs`);
  return { search: mean(rows.map(({ search }) => search)), random: mean(rows.map(({ random }) => random)) };
}
