/**
 * Averages in weight space against the last checkpoint, at one model's cost: a walk (SWA) beside as many epochs more at a
 * falling rate and at a constant one, and a soup of siblings beside its members. Test errors, MNIST, 10,000 training images.
 */
import { againstOf, errorsOf, mean, percent, runRecipe, type BenchOptions } from './bench-part.ts';

const SIBLINGS = ['sibling1', 'sibling2', 'sibling3'];
const NAMES = ['start', 'last', 'swa', 'ema', ...SIBLINGS, 'soup', 'uniform'];

export async function bench({ folder, seeds, quick }: BenchOptions): Promise<void> {
  const errors: (readonly number[])[] = [];
  let items = 1;
  for (const seed of seeds) {
    const { report, fusionOf } = await runRecipe(folder, recipe(seed, quick));
    items = report.items;
    const own = NAMES.map(name => errorsOf(report, name));
    errors.push(own);
    const against = (name: string, other: string): string => {
      const { p } = againstOf(report, name, other);
      const isMore = errorsOf(report, name) > errorsOf(report, other);
      const verdict = !isMore ? 'no worse' : p < 0.05 ? 'WORSE' : 'more errors, as luck may have it';
      return `${name} ${errorsOf(report, name)} against ${other} ${errorsOf(report, other)}, ${verdict} (p ${p.toPrecision(2)})`;
    };
    const chosen = SIBLINGS[fusionOf('soup')?.selection?.[0]?.member ?? -1] ?? '';
    const best = Math.min(...SIBLINGS.map(name => errorsOf(report, name)));
    console.log(`  seed ${seed}: ${against('swa', 'last')}; ${against('soup', 'last')};`);
    console.log(`    ${against('soup', chosen)}, its best member on validation; on test, which nobody knows before, the best has ${best}`);
  }
  NAMES.forEach((name, i) => {
    const own = errors.map(each => each[i] ?? Number.NaN);
    console.log(`  ${name.padEnd(12)} ${percent(mean(own) / items)} (errors ${own.join(', ')})`);
  });
}

function recipe(seed: number, quick: boolean) {
  const more = quick ? 1 : 6;
  const adam = (learningRate: number) => ({ kind: 'adam', learningRate });
  const train = { do: 'train', data: 'digits', batchSize: 64 };
  const sibling = (learningRate: number, batchSize: number) => ({
    ...train,
    model: 'start',
    optimizer: adam(learningRate),
    epochs: more,
    batchSize,
  });
  const walk = { kind: 'swa', epochs: more, learningRate: 0.001 };
  return {
    ...{ name: 'weight-space', seed },
    steps: {
      digits: {
        do: 'import-data',
        source: 'builtin:mnist',
        splits: { train: quick ? 1000 : 10_000, validation: quick ? 1000 : 5000, seed: 7 },
      },
      start: { ...train, model: { preset: 'mlp', hidden: [300, 100], batchNorm: true }, epochs: quick ? 1 : 10, keep: 'last' },
      // The walk's own last checkpoint: the same epochs at the same rate.
      last: { ...train, model: 'start', optimizer: adam(0.001), epochs: more, keep: 'last' },
      swa: { do: 'fuse', members: ['start'], method: walk },
      ema: { do: 'fuse', members: ['start'], method: { ...walk, kind: 'ema', decay: quick ? 0.9 : 0.999 } },
      sibling1: sibling(0.001, 64),
      sibling2: sibling(0.0005, 32),
      sibling3: sibling(0.0003, 128),
      soup: { do: 'fuse', members: SIBLINGS, method: { kind: 'soup', maxBarrier: quick ? 1 : 0.02 } },
      uniform: { do: 'fuse', members: SIBLINGS, method: { kind: 'soup', take: 'uniform', maxBarrier: quick ? 1 : 0.02 } },
      verdict: { do: 'compare', models: NAMES, split: 'test' },
    },
  };
}
