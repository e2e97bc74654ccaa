/**
 * Pruning against the bars and figures of the issue, each beside its control, mean over three seeds: runs the recipes of
 * test/bench/pruning and prints their test errors. The workspace is kept when one is named, so that it can be stopped and
 * gone on with.
 * Run: npm run bench:pruning [-- lenet-300-100 | lenet-5] [--workspace FOLDER]
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { resultOf, startCli } from '../support/cli.ts';

const RECIPES = fileURLToPath(new URL('pruning', import.meta.url));

interface Group {
  readonly name: string;
  readonly metrics: { readonly error: { readonly value: number; readonly low: number; readonly high: number } };
}
interface Member {
  readonly name: string;
  readonly evaluation: { readonly errors: number };
  readonly size: { readonly parameters: number; readonly nonZeros: number; readonly multiplyAdds: number; readonly bytes: number };
}

const { values, positionals } = parseArgs({ options: { workspace: { type: 'string' } }, allowPositionals: true });
const folder = values.workspace ?? mkdtempSync(join(tmpdir(), 'espalier-bench-'));
const recipes = readdirSync(RECIPES).filter(file => positionals.length === 0 || positionals.includes(basename(file, '.yaml')));
try {
  console.log(`${cpus()[0]?.model ?? ''}, ${availableParallelism()} cores`);
  for (const recipe of recipes) {
    const started = performance.now();
    const done = await startCli(['run', join(RECIPES, recipe), '--workspace', folder, '--json']).ended;
    const report = resultOf(done).steps['verdict']?.output.report as {
      readonly groups: readonly Group[];
      readonly models: readonly Member[];
    };
    console.log(`\n${recipe}, ${Math.round((performance.now() - started) / 1000)} s`);
    for (const { name, metrics } of report.groups) {
      const members = report.models.filter(model => model.name === name);
      const percent = (share: number): string => (100 * share).toFixed(2);
      const { value, low, high } = metrics.error;
      const errors = members.map(({ evaluation }) => evaluation.errors).join(', ');
      const sizes = members.map(({ size }) => `${size.nonZeros} weights, ${size.multiplyAdds} multiply-adds`)[0];
      console.log(`  ${name.padEnd(18)} ${percent(value)} % (${percent(low)}-${percent(high)}); errors ${errors}; ${sizes}`);
    }
  }
} finally {
  if (values.workspace === undefined) rmSync(folder, { recursive: true, force: true });
}
