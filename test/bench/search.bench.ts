/**
 * Structure search against the figures, a part each:
 * samplers: median regret of our TPE on six functions after 100 trials, beside Optuna's on the same functions (golden runs,
 * test/golden/search), and the time of a suggestion.
 * Run: npm run bench:search [-- samplers] [--seeds 30] [--quick]
 * --quick: few seeds. Shows that all of it runs; its medians mean little.
 */
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchSamplers } from './search/samplers.ts';

interface Options {
  readonly seeds: number | null;
  readonly isQuick: boolean;
}

const PARTS: Readonly<Record<string, (options: Options) => void | Promise<void>>> = {
  samplers: ({ seeds, isQuick }) => benchSamplers(seeds ?? (isQuick ? 5 : 30)),
};

const { values, positionals } = parseArgs({ options: { seeds: { type: 'string' }, quick: { type: 'boolean' } }, allowPositionals: true });
const seeds = values.seeds === undefined ? null : Number(values.seeds);
if (seeds !== null && !(Number.isInteger(seeds) && seeds > 0))
  throw new Error(`--seeds takes a whole number from 1, got '${String(values.seeds)}'`);
const unknown = positionals.find(name => PARTS[name] === undefined);
if (unknown !== undefined) throw new Error(`A part is required (${Object.keys(PARTS).join(', ')}), got '${unknown}'`);
console.log(`${cpus()[0]?.model ?? ''}, ${availableParallelism()} cores`);
for (const [name, bench] of Object.entries(PARTS)) {
  if (positionals.length === 0 || positionals.includes(name)) await bench({ seeds, isQuick: values.quick === true });
}
