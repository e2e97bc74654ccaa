/**
 * What the tour's LeNet-300-100 takes in a workspace: dense, pruned 12 times, and with 5 bits a weight after that; over three seeds,
 * with the test error of each. Bars: 30 times less than the dense network's float32 numbers, at most 0.2 points more errors
 * (Han et al. 2015, arXiv:1510.00149: 40 times, −0.06 points).
 * Run: npm run bench:stored-size
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import type { ComparisonReport } from '../../src-shared/domain/report.ts';
import { resultOf, startCli } from '../support/cli.ts';

const SEEDS = 3;
const FLOAT_BYTES = 4;
const TOUR = fileURLToPath(new URL('../../resources/recipes/mnist-tour.yaml', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'espalier-bench-'));
try {
  const recipe = parseDocument(readFileSync(TOUR, 'utf8'));
  recipe.setIn(['steps', 'dense', 'repeat'], SEEDS);
  recipe.setIn(['steps', 'lean', 'controls'], { random: false, scratch: false, dense: false });
  recipe.setIn(['steps', 'shared'], { do: 'cluster', model: 'lean', batchSize: 128 });
  recipe.setIn(['steps', 'untrained'], { do: 'cluster', model: 'lean', batchSize: 128, fineTune: { epochs: 0 } });
  recipe.setIn(['steps', 'verdict', 'models'], ['dense', 'lean', 'shared', 'untrained']);
  recipe.deleteIn(['steps', 'files']);
  writeFileSync(join(folder, 'sizes.yaml'), recipe.toString());
  const started = performance.now();
  const done = await startCli(['run', join(folder, 'sizes.yaml'), '--workspace', join(folder, 'ws'), '--json']).ended;
  const report = resultOf(done).steps['verdict']?.output.report as ComparisonReport;
  console.log(`${cpus()[0]?.model ?? ''}, ${availableParallelism()} cores; ${Math.round((performance.now() - started) / 1000)} s`);
  const percent = (share: number): string => (100 * share).toFixed(2);
  const dense = meanError('dense');
  for (const { name, metrics } of report.groups) {
    const members = report.models.filter(model => model.name === name);
    const bytes = members.map(({ size }) => size.bytes);
    const times = members.map(({ size }) => ((size.parameters * FLOAT_BYTES) / size.bytes).toFixed(1));
    const { value, low, high } = metrics['error']!;
    const difference = name === 'dense' ? '' : `, dense ${(100 * (value - dense)).toFixed(2).replace(/^(?!-)/, '+')} points`;
    console.log(
      `${name.padEnd(9)} ${bytes.join(', ')} bytes, ${times.join(', ')} times less than float32; test error ${percent(value)} % (${percent(low)}-${percent(high)})${difference}`,
    );
  }
  function meanError(name: string): number {
    return report.groups.find(group => group.name === name)?.metrics['error']?.value ?? Number.NaN;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
