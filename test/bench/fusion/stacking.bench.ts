/**
 * Stacking: MNIST with 10,000 training images, five different members cross-validated on the same folds, stacked, against their
 * uniform mean. Test errors.
 */
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import { againstOf, errorsOf, mean, percent, runRecipe, type BenchOptions } from './bench-part.ts';

const MEMBERS = ['wide', 'narrow', 'deep', 'cnn', 'lenet'];
const FUSIONS = ['average', 'ridge', 'non-negative', 'net'];

export async function bench({ folder, seeds, quick }: BenchOptions): Promise<void> {
  const reports: ComparisonReport[] = [];
  for (const seed of seeds) {
    const { report } = await runRecipe(folder, recipe(seed, quick));
    reports.push(report);
    for (const id of FUSIONS.slice(1)) {
      const { p, isFewer } = againstOf(report, id, 'average');
      const said = `${isFewer ? 'fewer' : 'no fewer'} than the uniform mean (${errorsOf(report, 'average')})`;
      console.log(`  seed ${seed}: stacking by ${id} ${errorsOf(report, id)} errors, ${said}, p ${p.toPrecision(2)}`);
    }
  }
  for (const name of [...MEMBERS, ...FUSIONS]) {
    const errors = reports.map(report => errorsOf(report, name));
    console.log(`  ${name.padEnd(14)} ${percent(mean(errors) / (reports[0]?.items ?? 1))} (errors ${errors.join(', ')})`);
  }
}

function recipe(seed: number, quick: boolean) {
  const folded = (model: object, epochs: number) => ({
    ...{ do: 'cross-validate', data: 'digits', model, epochs: quick ? 1 : epochs, batchSize: 64 },
    ...{ schedule: { kind: 'cosine' }, folds: { k: 5, seed: 1 } },
  });
  const stacked = (learner: string) => ({ do: 'fuse', crossValidated: MEMBERS, method: { kind: 'stacking', learner } });
  const splits = { train: quick ? 1000 : 10_000, validation: quick ? 1000 : 5000, seed: 7 };
  return {
    ...{ name: 'stacking', seed },
    steps: {
      digits: { do: 'import-data', source: 'builtin:mnist', splits },
      wide: folded({ preset: 'mlp', hidden: [300, 100] }, 15),
      narrow: folded({ preset: 'mlp', hidden: [100] }, 15),
      deep: folded({ preset: 'mlp', hidden: [200, 200, 100], dropout: 0.3 }, 20),
      cnn: folded({ preset: 'small-cnn' }, 10),
      lenet: folded({ preset: 'lenet5' }, 10),
      average: { do: 'fuse', members: MEMBERS, method: { kind: 'average' } },
      ...Object.fromEntries(FUSIONS.slice(1).map(id => [id, stacked(id)])),
      verdict: { do: 'compare', models: [...MEMBERS, ...FUSIONS], split: 'test' },
    },
  };
}
