import { join } from 'node:path';
import { inFolder, mnist, runSearch, type BenchOptions } from './run-search.ts';

/** Trials an hour of two processes beside one, with one thread each, from the first question of the first process on. */
export async function benchParallel(options: BenchOptions): Promise<void> {
  const trials = options.isQuick ? 4 : 24;
  await inFolder(options, async folder => {
    console.log(`\nTrials an hour, ${trials} trials of ${options.isQuick ? 1 : 3} epochs`);
    const rates: number[] = [];
    for (const processes of [1, 2]) {
      const best = {
        ...{
          do: 'search',
          data: 'digits',
          sampler: { kind: 'random' },
          scheduler: { kind: 'none' },
          control: 'never',
          confirm: { top: 0 },
          processes,
        },
        space: {
          model: { preset: 'mlp', depth: { from: 1, to: 2 }, width: { from: 64, to: 256, scale: 'log' } },
          optimizer: { kind: 'adam', learningRate: { from: 0.0005, to: 0.005, scale: 'log' } },
        },
        budget: { trials, epochs: options.isQuick ? 1 : 3 },
      };
      // As many cores as processes: each computes on one thread.
      const { study } = await runSearch(
        join(folder, String(processes)),
        1,
        { digits: mnist(options.isQuick), best },
        { ESPALIER_CORES: String(processes) },
      );
      rates.push((trials * 3_600_000) / study.elapsedMs);
      console.log(`${processes} ${processes === 1 ? 'process' : 'processes'}: ${rates.at(-1)!.toFixed(0)} trials an hour`);
    }
    console.log(`${(rates[1]! / rates[0]!).toFixed(2)} times as many (required 1.7)`);
  });
}
