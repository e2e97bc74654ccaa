/**
 * MNIST with 10,000 training images, five different members: every fitted combiner not significantly worse than the best
 * member, uniform mean and greedy selection significantly better than the median member. Test errors.
 */
import { combiners } from '../../../src-main/engine/fusion/parallel/index.ts';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { againstOf, errorsOf, mean, percent, runRecipe, type BenchOptions } from './bench-part.ts';

const MEMBERS = ['wide', 'narrow', 'deep', 'cnn', 'lenet'];
const FITTED = combiners.all.filter(({ fit }) => fit !== undefined).map(({ id }) => id);

export async function bench({ folder, seeds, quick }: BenchOptions): Promise<void> {
  const reports: ComparisonReport[] = [];
  for (const seed of seeds) {
    const { report, fusionOf } = await runRecipe(folder, recipe(seed, quick));
    reports.push(report);
    const chosen = MEMBERS[fusionOf('average')?.judged?.controls.best ?? -1] ?? '';
    printSeed(report, `seed ${seed}, best by validation: ${chosen}`);
  }
  for (const name of [...MEMBERS, ...combiners.all.map(({ id }) => id), 'calibrated']) {
    const errors = reports.map(report => errorsOf(report, name));
    console.log(`  ${name.padEnd(18)} ${percent(mean(errors) / (reports[0]?.items ?? 1))} (errors ${errors.join(', ')})`);
  }
}

function printSeed(report: ComparisonReport, title: string): void {
  const byErrors = [...MEMBERS].sort((a, b) => errorsOf(report, a) - errorsOf(report, b));
  const [best = '', , median = ''] = byErrors;
  console.log(`  ${title}; ${byErrors.map(name => `${name} ${errorsOf(report, name)}`).join(', ')}`);
  for (const id of FITTED) {
    const { p, isFewer } = againstOf(report, id, best);
    console.log(
      `    ${id} ${errorsOf(report, id)} against the best member: p ${p.toPrecision(2)}, ${!isFewer && p < 0.05 ? 'WORSE' : 'not worse'}`,
    );
  }
  for (const id of ['average', 'greedy-selection']) {
    const { p, isFewer } = againstOf(report, id, median);
    console.log(
      `    ${id} ${errorsOf(report, id)} against the median member: p ${p.toPrecision(2)}, ${isFewer && p < 0.05 ? 'better' : 'NOT BETTER'}`,
    );
  }
}

function recipe(seed: number, quick: boolean) {
  const epochs = (count: number): number => (quick ? 1 : count);
  const train = (model: object, count: number) => ({
    ...{ do: 'train', data: 'digits', model, epochs: epochs(count), batchSize: 64 },
    schedule: { kind: 'cosine' },
  });
  const fused = (method: object) => ({ do: 'fuse', members: MEMBERS, method });
  const splits = { train: quick ? 1000 : 10_000, validation: quick ? 1000 : 5000, seed: 7 };
  return {
    ...{ name: 'fusion', seed },
    steps: {
      digits: { do: 'import-data', source: 'builtin:mnist', splits },
      wide: train({ preset: 'mlp', hidden: [300, 100] }, 15),
      narrow: train({ preset: 'mlp', hidden: [100] }, 15),
      deep: train({ preset: 'mlp', hidden: [200, 200, 100], dropout: 0.3 }, 20),
      cnn: train({ preset: 'small-cnn' }, 10),
      lenet: train({ preset: 'lenet5' }, 10),
      ...Object.fromEntries(combiners.all.map(({ id }) => [id, fused({ kind: id })])),
      calibrated: fused({ kind: 'weighted-average', calibration: { kind: 'temperature' } }),
      verdict: { do: 'compare', models: [...MEMBERS, ...combiners.all.map(({ id }) => id), 'calibrated'], split: 'test' },
    },
  };
}
