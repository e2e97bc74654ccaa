/**
 * Structure search against the figures, a part each:
 * samplers: median regret of our TPE on six functions after 100 trials, beside Optuna's on the same functions (golden runs,
 * test/golden/search), and the time of a suggestion.
 * mlp, small: TPE with ASHA beside random search with as many epochs, any size and under 20,000 parameters.
 * test/bench/search/peers/tuners.py runs Optuna and KerasTuner on the same space.
 * evolution: with inherited weights and from scratch. parallel: trials an hour of two processes beside one.
 * Run: npm run bench:search [-- samplers mlp small evolution parallel] [--seeds N] [--workspace FOLDER] [--quick]
 * On the engine a person would have: ESPALIER_ENGINES, or the one that is installed. Stopped, it goes on in a named workspace.
 * --quick: few seeds and items. Shows that all of it runs; its figures mean little.
 */
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchEvolution } from './search/evolution.ts';
import { benchMlp, benchSmallMlp } from './search/mlp.ts';
import { benchParallel } from './search/parallel.ts';
import type { BenchOptions } from './search/run-search.ts';
import { benchSamplers } from './search/samplers.ts';

const PARTS: Readonly<Record<string, (options: BenchOptions) => void | Promise<void>>> = {
  samplers: ({ seeds, isQuick }) => benchSamplers(seeds ?? (isQuick ? 5 : 30)),
  mlp: benchMlp,
  small: benchSmallMlp,
  evolution: benchEvolution,
  parallel: benchParallel,
};

const { values, positionals } = parseArgs({
  options: { seeds: { type: 'string' }, workspace: { type: 'string' }, quick: { type: 'boolean' } },
  allowPositionals: true,
});
const seeds = values.seeds === undefined ? null : Number(values.seeds);
if (seeds !== null && !(Number.isInteger(seeds) && seeds > 0))
  throw new Error(`--seeds takes a whole number from 1, got '${String(values.seeds)}'`);
const unknown = positionals.find(name => PARTS[name] === undefined);
if (unknown !== undefined) throw new Error(`A part is required (${Object.keys(PARTS).join(', ')}), got '${unknown}'`);
console.log(`${cpus()[0]?.model ?? ''}, ${availableParallelism()} cores`);
for (const [name, bench] of Object.entries(PARTS)) {
  if (positionals.length === 0 || positionals.includes(name))
    await bench({ seeds, isQuick: values.quick === true, workspace: values.workspace ?? null });
}
