/**
 * Spoken digits (FSDD) and keyword spotting on them: the official split (takes 0 to 4 are the test part), the same network pruned to
 * a quarter of its weights, and each speaker left out in turn. Bars: 97 %, −1 point, mean 85 %.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorsOf, mean, percent, runRecipe, type BenchOptions } from '../fusion/bench-part.ts';

const RECORDINGS = fileURLToPath(new URL('../../../../shared/data/fsdd/recordings', import.meta.url));
const SPEAKERS = ['george', 'jackson', 'lucas', 'nicolas', 'theo'];

/** Of telephone sound; what is 45 dB below the loudest is no speech. */
const FEATURES = { kind: 'log-mel', bands: 24, hopMs: 20, range: 45, low: 100, high: 3800 };

const recordings = (testFiles: readonly string[]): object => ({
  ...{ do: 'import-data', source: RECORDINGS, kind: 'audio-folder', names: '{class}_{speaker}_{take}', testFiles },
  ...{ sampleRate: 8000, seconds: 0.7, features: FEATURES, splits: { validation: 0.1, seed: 3 } },
});

/** Of every training, that of a pruned network, too. */
const VARIED = {
  batchSize: 32,
  augment: [
    { kind: 'time-shift', steps: 5 },
    { kind: 'spec-mask', times: 1, timeWidth: 6, bands: 1, bandWidth: 6 },
    { kind: 'background-noise', low: -1.5, high: -0.2 },
  ],
};

const training = (data: string, epochs: number): object => ({
  ...{ do: 'train', data, model: { preset: 'small-cnn', filters: [16, 32, 64], batchNorm: true, dropout: 0.4 }, epochs, ...VARIED },
  ...{ optimizer: { kind: 'adam', learningRate: 0.002 }, schedule: { kind: 'cosine' } },
});

export async function bench(options: BenchOptions): Promise<void> {
  if (!existsSync(RECORDINGS)) {
    console.log('  left out: the recordings of FSDD are not at ../shared/data/fsdd beside the project');
    return;
  }
  await benchOfficial(options);
  await benchSpeakers(options);
}

async function benchOfficial({ folder, seeds, quick }: BenchOptions): Promise<void> {
  const [dense, lean]: [number[], number[]] = [[], []];
  for (const seed of seeds) {
    const steps = {
      digits: recordings([0, 1, 2, 3, 4].map(take => `*_${take}.wav`)),
      net: training('digits', quick ? 2 : 30),
      lean: {
        ...{ do: 'prune', model: 'net', criterion: { kind: 'magnitude' }, granularity: 'weights', target: { sparsity: 0.75 } },
        ...{ schedule: { kind: 'cubic', epochs: quick ? 1 : 8 }, fineTune: { epochs: quick ? 1 : 8, learningRate: 0.0005 }, ...VARIED },
      },
      verdict: { do: 'compare', models: ['net', 'lean'], split: 'test' },
    };
    const { report } = await runRecipe(folder, { name: 'speech-official', seed, steps });
    const items = report.models[0]?.evaluation.items ?? Number.NaN;
    dense.push(1 - errorsOf(report, 'net') / items);
    lean.push(1 - errorsOf(report, 'lean') / items);
    console.log(
      `  official split, seed ${seed}: ${percent(dense.at(-1) ?? 0)} right, pruned 4× ${percent(lean.at(-1) ?? 0)} (${items} items)`,
    );
  }
  console.log(`  mean ${percent(mean(dense))} (wanted 97 %), pruned ${percent(mean(lean))} (wanted at most 1 point less)`);
}

async function benchSpeakers({ folder, seeds, quick }: BenchOptions): Promise<void> {
  const means: number[] = [];
  for (const seed of seeds) {
    const right: number[] = [];
    for (const speaker of quick ? SPEAKERS.slice(0, 1) : SPEAKERS) {
      const steps = {
        others: recordings([`*_${speaker}_*.wav`]),
        net: training('others', quick ? 2 : 30),
        verdict: { do: 'compare', models: ['net'], split: 'test' },
      };
      const { report } = await runRecipe(folder, { name: `speech-${speaker}`, seed, steps });
      right.push(1 - errorsOf(report, 'net') / (report.models[0]?.evaluation.items ?? Number.NaN));
      console.log(`  without ${speaker}, seed ${seed}: ${percent(right.at(-1) ?? 0)} of that speaker's digits right`);
    }
    means.push(mean(right));
  }
  console.log(`  speakers never heard: mean ${percent(mean(means))} (wanted 85 %)`);
}
