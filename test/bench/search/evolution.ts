import { epochsTo, inFolder, mean, mnist, runSearch, type BenchOptions } from './run-search.ts';

/**
 * Evolution of a small convolutional network, with inherited weights and from scratch, the same budgets and seeds: epochs until the
 * error that the one from scratch ends with. Epochs of the network they both begin with count for neither.
 */
export async function benchEvolution(options: BenchOptions): Promise<void> {
  const seeds = options.seeds ?? (options.isQuick ? 1 : 3);
  const { isQuick } = options;
  const budget = isQuick ? { trials: 6, epochs: 1, parameters: 20_000 } : { trials: 40, epochs: 2, parameters: 20_000 };
  await inFolder(options, async folder => {
    console.log(`\nEvolution under ${budget.parameters} parameters, ${budget.trials} × ${budget.epochs} epochs, ${seeds} seeds`);
    const shares: number[] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      const [inherited, scratch] = [
        await arm(folder, { seed, budget, isQuick, inherit: true }),
        await arm(folder, { seed, budget, isQuick, inherit: false }),
      ];
      const target = scratch.study.course.at(-1)?.value ?? NaN;
      const share = (epochsTo(inherited.study, target) ?? Infinity) / (epochsTo(scratch.study, target) ?? NaN);
      shares.push(share);
      const errors = [inherited, scratch].map(({ study }) => (100 * (1 - (study.course.at(-1)?.value ?? NaN))).toFixed(2));
      console.log(
        `seed ${seed}: error ${errors[0]} % inherited, ${errors[1]} % from scratch; the same error after ${(100 * share).toFixed(0)} % of the epochs`,
      );
    }
    console.log(`mean: ${(100 * mean(shares)).toFixed(0)} % of the epochs (allowed 60 %)`);
  });
}

interface Arm {
  readonly seed: number;
  readonly budget: object;
  readonly isQuick: boolean;
  readonly inherit: boolean;
}

function arm(folder: string, { seed, budget, isQuick, inherit }: Arm): ReturnType<typeof runSearch> {
  const base = { do: 'train', data: 'digits', model: { preset: 'small-cnn', filters: [4, 8] }, epochs: 1 };
  const best = {
    ...{ do: 'search', data: 'digits', budget, control: 'never', confirm: { top: 0 }, processes: 2 },
    space: { optimizer: { kind: 'adam', learningRate: { from: 0.0005, to: 0.01, scale: 'log' } }, batchSize: 64 },
    structure: { vary: 'base', changes: 12, inherit },
    sampler: { kind: 'evolution', population: 8, tournament: 3 },
    scheduler: { kind: 'none' },
  };
  return runSearch(folder, seed, { digits: mnist(isQuick), base, best });
}
