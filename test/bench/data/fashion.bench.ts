/** Fashion-MNIST with the preset `small-cnn`, on all its test items. Bar: 91 % right. The epoch is chosen on validation items. */
import { errorsOf, mean, percent, runRecipe, type BenchOptions } from '../fusion/bench-part.ts';

export async function bench({ folder, seeds, quick }: BenchOptions): Promise<void> {
  const right: number[] = [];
  for (const seed of seeds) {
    const steps = {
      clothes: {
        ...{ do: 'import-data', source: 'builtin:fashion-mnist' },
        splits: quick ? { train: 2000, validation: 500, test: 1000, seed: 1 } : { validation: 5000, seed: 1 },
      },
      net: {
        ...{ do: 'train', data: 'clothes', model: { preset: 'small-cnn', filters: [16, 32], batchNorm: true, dropout: 0.25 } },
        ...{ epochs: quick ? 1 : 10, batchSize: 64, optimizer: { kind: 'adam', learningRate: 0.002 }, schedule: { kind: 'cosine' } },
        augment: [{ kind: 'flip' }, { kind: 'shift', pixels: 1 }],
      },
      verdict: { do: 'compare', models: ['net'], split: 'test' },
    };
    const { report } = await runRecipe(folder, { name: 'fashion', seed, steps });
    const items = report.models[0]?.evaluation.items ?? Number.NaN;
    right.push(1 - errorsOf(report, 'net') / items);
    console.log(`  seed ${seed}: ${percent(right.at(-1) ?? 0)} right (${items} items)`);
  }
  console.log(`  mean ${percent(mean(right))} (${percent(Math.min(...right))} to ${percent(Math.max(...right))}); wanted 91 %`);
}
