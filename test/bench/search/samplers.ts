import { golden } from '../../golden/search/golden.ts';
import { FUNCTIONS, type TestFunction } from './functions.ts';
import { runSampler } from './run-sampler.ts';

const TRIALS = 100;

/** Prints regrets beside Optuna's, and milliseconds of a suggestion at 200 trials. */
export function benchSamplers(seeds: number): void {
  console.log(
    `\nMedian regret after ${TRIALS} trials, ${seeds} seeds; Optuna ${golden.versions.optuna}, ${golden.regrets.branin.tpe.length} seeds (quartiles)`,
  );
  console.log(['function', 'random', 'TPE', 'Optuna TPE', 'ours/Optuna', 'GP', 'evolution'].join('\t'));
  const ratios = FUNCTIONS.map(entry => row(entry, seeds));
  console.log(`median of the ratios\t${median(ratios).toFixed(2)}\t(allowed 1.1)`);
  console.log('\nMilliseconds of the suggestion after 200 trials, median of 5 studies');
  for (const entry of FUNCTIONS.slice(0, 2)) {
    for (const id of ['tpe', 'gaussian-process'] as const) {
      const last = [1, 2, 3, 4, 5].map(seed => runSampler(id, entry, seed, 200).lastMs);
      console.log(`${entry.name}\t${id}\t${median(last).toFixed(1)}`);
    }
  }
}

function row(entry: TestFunction, seeds: number): number {
  const theirs = (golden.regrets as Readonly<Record<string, { readonly tpe: readonly number[] }>>)[entry.name]?.tpe ?? [];
  const ours = regrets('tpe', entry, seeds);
  const floor = 1e-6;
  const ratio = Math.max(median(ours), floor) / Math.max(median(theirs), floor);
  const few = Math.min(seeds, 10);
  const others = ['gaussian-process', 'evolution'].map(id => shown(regrets(id, entry, few)));
  console.log([entry.name, shown(regrets('random', entry, seeds)), shown(ours), shown(theirs), ratio.toFixed(2), ...others].join('\t'));
  return ratio;
}

function regrets(id: string, entry: TestFunction, seeds: number): readonly number[] {
  return Array.from({ length: seeds }, (_, seed) => runSampler(id, entry, seed, TRIALS).regret);
}

function shown(values: readonly number[]): string {
  return `${median(values).toPrecision(2)} (${quantile(values, 0.25).toPrecision(2)}-${quantile(values, 0.75).toPrecision(2)})`;
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Linear between neighbours. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)] ?? NaN, sorted[Math.ceil(place)] ?? NaN];
  return low + (place - Math.floor(place)) * (high - low);
}
