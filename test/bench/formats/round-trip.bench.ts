/**
 * Every preset in every format: trained for an epoch on real items of its kind, exported, read back and compared on the test part, all
 * through the command line. Bars: at most 1e-5 between any two probabilities in float32; in float16 the same answers on 99.9 % of the
 * items, in int8 on 99 %. What a format has no form for is told with its reason.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formats } from '../../../src-main/engine/formats/index.ts';
import { presets } from '../../../src-main/engine/graph/presets/index.ts';
import { readEnvironment } from '../../../src-main/app/environment.ts';
import type { ExportedFile } from '../../../src-shared/domain/step-output.ts';
import { recipeFile, resultOf, startCli, type StepResult } from '../../support/cli.ts';
import type { BenchOptions } from '../fusion/bench-part.ts';

const SPLITS = { train: 1500, validation: 200, test: 1000, seed: 7 };
const DATA = {
  digits: { do: 'import-data', source: 'builtin:mnist', splits: SPLITS },
  mails: { do: 'import-data', source: 'builtin:spam-assassin', length: 100, splits: { validation: 0.1, test: 0.3, seed: 7 } },
  speech: { do: 'import-data', source: 'builtin:spoken-digits', splits: { validation: 0.1, test: 0.3, seed: 7 } },
  people: { do: 'import-data', source: 'people.csv', label: 'answer', splits: { validation: 0.1, test: 0.5, seed: 7 } },
} as const;
type Kind = keyof typeof DATA;

/** Presets of something else than pictures. */
const KINDS: Readonly<Record<string, Kind>> = {
  ...Object.fromEntries(['bag-of-embeddings', 'text-cnn', 'lstm', 'tiny-transformer'].map(id => [id, 'mails' as const])),
  ...{ 'dscnn-small': 'speech', crnn: 'speech', 'resnet-tabular': 'people' },
};

const QUANTISED = { calibration: { items: 200 } };
/** Each format as it is, ONNX and the C header also in fewer bits. */
const FILES: Readonly<Record<string, unknown>> = {
  ...Object.fromEntries(formats.all.filter(({ id }) => id !== 'c-header').map(({ id }) => [id, id])),
  'onnx float16': { format: 'onnx', precision: 'float16' },
  'onnx int8': { format: 'onnx', precision: 'int8', ...QUANTISED },
  'c-header int8': { format: 'c-header', ...QUANTISED },
};

export async function bench({ folder, quick }: BenchOptions): Promise<void> {
  writeFileSync(join(folder, 'people.csv'), people());
  const figures = new Map<string, number[]>();
  for (const { id } of presets.all.slice(0, quick ? 2 : undefined)) {
    for (const [name, { told, figure }] of await exported(folder, id)) {
      console.log(`  ${id.padEnd(18)} ${name.padEnd(14)} ${told}`);
      figures.set(name, [...(figures.get(name) ?? []), ...(figure === null ? [] : [figure])]);
    }
  }
  for (const [name, found] of figures) {
    const isShare = /float16|int8/.test(name);
    const worst = isShare
      ? `at least ${(100 * Math.min(...found)).toFixed(2)} % the same answers`
      : `at most ${Math.max(...found).toExponential(1)}`;
    console.log(`  ${name.padEnd(33)} ${found.length} of ${presets.all.length} presets, ${found.length === 0 ? 'none' : worst}`);
  }
}

interface Told {
  readonly told: string;
  /** The greatest difference, or of a file in fewer bits the share of the same answers; null where there is no file. */
  readonly figure: number | null;
}

/** All formats in one step; where one of them fails, each in a step of its own, so that the others are told. */
async function exported(folder: string, preset: string): Promise<readonly (readonly [string, Told])[]> {
  const { 'c-header int8': header, ...others } = FILES;
  const names = Object.keys(others);
  const together = await ran(folder, preset, { header: [header], together: Object.values(others) });
  const told = (name: string, result: StepResult | undefined): readonly [string, Told] => [name, tellResult(result)];
  const last = told('c-header int8', together['header']);
  if (together['together']?.state === 'succeeded') {
    const files = verifiedFiles(together['together']);
    return [...names.map((name, i): readonly [string, Told] => [name, tellFile(files[i])]), last];
  }
  const apart = await ran(folder, preset, Object.fromEntries(names.map((name, i) => [`file${i}`, [others[name]]])));
  return [...names.map((name, i) => told(name, apart[`file${i}`])), last];
}

async function ran(
  folder: string,
  preset: string,
  exports: Readonly<Record<string, readonly unknown[]>>,
): Promise<Readonly<Record<string, StepResult>>> {
  const kind = KINDS[preset] ?? 'digits';
  const net = { do: 'train', data: kind, model: { preset }, optimizer: { kind: 'adam', learningRate: 0.002 }, epochs: 1, batchSize: 32 };
  const steps = Object.entries(exports).map(([name, wanted]) => {
    // Our reader of C takes its time over an item.
    const verifyOn = name === 'header' ? 'validation' : 'test';
    return [name, { do: 'export', model: 'net', formats: wanted, verifyOn }];
  });
  const recipe = recipeFile(folder, { [kind]: DATA[kind], net, ...Object.fromEntries(steps) }, `round-trip-${preset}`);
  const engines = readEnvironment().enginesFolder;
  const done = await startCli(['run', recipe, '--workspace', join(folder, 'ws'), '--json'], { ESPALIER_ENGINES: engines }).ended;
  const results = resultOf(done).steps;
  if (results['net']?.state === 'succeeded') return results;
  throw new Error(`${preset} was not trained: ${done.error}${JSON.stringify(results['net'])}`);
}

/** One for each export: the files of one are judged together. */
function verifiedFiles({ output }: StepResult): readonly ExportedFile[] {
  const { files } = output as { readonly files: readonly ExportedFile[] };
  const keyOf = (file: ExportedFile | undefined): string => `${file?.format ?? ''} ${file?.quantisation?.precision ?? ''}`;
  return files.filter((file, i) => keyOf(file) !== keyOf(files[i - 1]));
}

function tellResult(result: StepResult | undefined): Told {
  if (result?.state === 'succeeded') return tellFile(verifiedFiles(result)[0]);
  return { told: `NOT WRITTEN: ${result?.error?.message ?? 'the step was not run'}`, figure: null };
}

function tellFile(file: ExportedFile | undefined): Told {
  if (file === undefined) return { told: 'NOT WRITTEN', figure: null };
  const { maxDifference, items, disagreements, runtime } = file.verification;
  const same = 1 - disagreements / items;
  return {
    told: `${maxDifference.toExponential(1)}, ${(100 * same).toFixed(2)} % of ${items} the same, in ${runtime}`,
    figure: file.quantisation === undefined ? maxDifference : same,
  };
}

/** A table with both numbers and categories: whether a noisy sum of them is positive. */
function people(): string {
  const rows = Array.from({ length: 2000 }, (_, i) => {
    const [age, height] = [(i * 37) % 83, (i * 53) % 61];
    const [town, trade] = ['abcdefghi'[(i * 7) % 9], 'xyz'[(i * 11) % 3]];
    const score = age - height + (town === 'a' ? 20 : 0) - (trade === 'x' ? 15 : 0) + ((i * 29) % 17) - 8;
    return [age, height, town, trade, score > 0 ? 'yes' : 'no'].join(',');
  });
  return ['age,height,town,trade,answer', ...rows].join('\n');
}
