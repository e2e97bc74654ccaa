/**
 * The tour over three seeds, nothing reused: quality against the bars of methods.md §1 (Han 2015, arXiv:1506.02626, Table 1:
 * 1.64 → 1.59 % at 12×), and the time on this machine. Controls, in the same run: the dense network, and the dense network
 * trained on for as many epochs at the same rates as pruning had.
 * Run: npm run bench:tour
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import { resultOf, startCli } from '../support/cli.ts';

const SEEDS = 3;
const TOUR = fileURLToPath(new URL('../../resources/recipes/mnist-tour.yaml', import.meta.url));

interface Report {
  readonly sentence: string;
  readonly groups: readonly { name: string; metrics: { error: { value: number; low: number; high: number } } }[];
  readonly models: readonly { name: string; evaluation: { errors: number }; size: { nonZeros: number; compressedBytes: number } }[];
}

function furtherTraining(model: string, epochs: number, learningRate: number): Readonly<Record<string, unknown>> {
  return { do: 'train', data: 'digits', model, optimizer: { kind: 'adam', learningRate }, epochs, batchSize: 128, keep: 'best' };
}

const folder = mkdtempSync(join(tmpdir(), 'espalier-bench-'));
try {
  const recipe = parseDocument(readFileSync(TOUR, 'utf8'));
  recipe.setIn(['steps', 'dense', 'repeat'], SEEDS);
  recipe.setIn(['steps', 'longer'], furtherTraining('dense', 6, 0.001));
  recipe.setIn(['steps', 'control'], furtherTraining('longer', 3, 0.0003));
  recipe.setIn(['steps', 'verdict', 'models'], ['dense', 'lean', 'control']);
  writeFileSync(join(folder, 'tour.yaml'), recipe.toString());
  const started = performance.now();
  const done = await startCli(['run', join(folder, 'tour.yaml'), '--workspace', join(folder, 'ws'), '--json']).ended;
  const tookS = (performance.now() - started) / 1000;
  const { steps } = resultOf(done);
  const report = steps['verdict']?.output.report as Report;
  const files = steps['files']?.output.files as readonly {
    format: string;
    verification: { maxDifference: number; disagreements: number };
  }[];
  const percent = (share: number): number => Number((100 * share).toFixed(3));
  const groups = report.groups.map(({ name, metrics: { error } }) => ({
    name,
    testErrorPercent: percent(error.value),
    interval: [percent(error.low), percent(error.high)],
    errors: report.models.filter(model => model.name === name).map(model => model.evaluation.errors),
  }));
  const seconds = (step: string): number[] =>
    (steps[step]?.replicates ?? []).map(member => Math.round(member.output.summary.trainingMs / 1000));
  const [dense, lean] = groups;
  const difference = percent((lean!.testErrorPercent - dense!.testErrorPercent) / 100);
  console.log(
    JSON.stringify({
      bench: 'tour',
      seeds: SEEDS,
      machine: `${cpus()[0]?.model ?? ''}, ${availableParallelism()} cores`,
      tookS: Math.round(tookS),
      groups,
      leanMinusDensePoints: difference,
      trainingS: { dense: seconds('dense'), lean: seconds('lean') },
      exports: files.map(({ format, verification }) => ({ format, ...verification })),
    }),
  );
  for (const { name, testErrorPercent, interval, errors } of groups)
    console.log(`${name}: ${testErrorPercent} % (${interval.join('-')} over seeds); errors ${errors.join(', ')} of 10,000`);
  console.log(`lean - dense: ${difference} points (bar: at most 0.2); dense bar: at most 2.2 %; ${Math.round(tookS)} s in all`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
