import type { StudyReport } from '../../../src-shared/domain/study-report.ts';
import { inFolder, mean, mnist, runSearch, spread, type BenchOptions } from './run-search.ts';

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

interface Row {
  readonly search: number;
  readonly random: number;
  /** Of the best of each, with fresh seeds. */
  readonly fresh: number;
  readonly freshRandom: number;
  readonly course: StudyReport['course'];
  /** Of random search: its epochs in all. */
  readonly epochs: number;
}

/** Means over the seeds. */
async function arm(folder: string, { name, seeds, budget, isQuick }: Arm): Promise<{ readonly search: number; readonly random: number }> {
  const rows: Row[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const best = { do: 'search', data: 'digits', space: SPACE, budget, control: 'always', confirm: { top: 1, seeds: 2 }, processes: 2 };
    const row = rowOf((await runSearch(folder, seed, { digits: mnist(isQuick), best })).study);
    rows.push(row);
    const [search, random, fresh, freshRandom] = [row.search, row.random, row.fresh, row.freshRandom].map(error => error.toFixed(2));
    const share = shareText([row]);
    console.log(
      `${name} seed ${seed}: search ${search} (fresh seeds ${fresh}), random ${random} (${freshRandom}); as good as random ${share}`,
    );
  }
  const of = (figure: (row: Row) => number): string => spread(rows.map(figure), 2);
  const random = `random ${of(row => row.random)} (${of(row => row.freshRandom)})`;
  console.log(`${name}: search ${of(row => row.search)} (fresh seeds ${of(row => row.fresh)}), ${random}`);
  console.log(`${name}: on the mean of seeds as good as random ${shareText(rows)}`);
  return { search: mean(rows.map(({ search }) => search)), random: mean(rows.map(row => row.random)) };
}

function rowOf({ course, control, confirmed }: StudyReport): Row {
  const errorOf = (value: number | undefined): number => PERCENT * (1 - (value ?? NaN));
  const freshOf = (whose: 'search' | 'control'): number => errorOf(confirmed.find(({ role }) => role === whose)?.mean);
  return {
    search: errorOf(course.at(-1)?.value),
    random: errorOf(control?.course.at(-1)?.value),
    ...{ fresh: freshOf('search'), freshRandom: freshOf('control'), course, epochs: control?.epochs ?? NaN },
  };
}

/** Epochs until the mean of the searches' best so far was as good as the mean that random search ended with. */
function shareText(rows: readonly Row[]): string {
  const random = mean(rows.map(row => row.random));
  const epochs = rows[0]?.epochs ?? 0;
  const meanAt = (spent: number): number =>
    mean(rows.map(({ course }) => PERCENT * (1 - (course.findLast(point => point.epochs <= spent)?.value ?? 0))));
  const reached = Array.from({ length: epochs }, (_, spent) => spent + 1).find(spent => meanAt(spent) <= random);
  return reached === undefined ? 'never' : `after ${((PERCENT * reached) / epochs).toFixed(0)} % of its epochs`;
}
