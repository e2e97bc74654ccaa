import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importDataset, type ImportedDataset } from '../../src-main/engine/data/import-dataset.ts';
import { loadDataset } from '../../src-main/engine/data/load-dataset.ts';
import { builtinSamples } from '../../src-main/engine/data/readers/builtin.reader.ts';
import { createSourceFiles } from '../../src-main/platform/source-files.ts';
import { readEnvironment } from '../../src-main/app/environment.ts';
import { createSha256, memoryArtifacts } from '../support/memory-files.ts';

/** As a checkout has them, after a build. */
const { samples } = readEnvironment({}, join(import.meta.dirname, '../../.out/main'));
const sources = createSourceFiles(samples);

async function take(source: string, artifacts = memoryArtifacts()): Promise<ImportedDataset> {
  const splits = { validation: 0.1, stratify: true, seed: 7 };
  return importDataset(
    { name: 'sample', source, reader: { id: 'builtin', params: {} }, splits },
    { sources, artifacts, createSha256, turn: async () => {} },
  );
}

it('has a folder for every built-in set, the readers of folders included', () => {
  const named = builtinSamples().map(({ source }) => source.replace('builtin:', ''));
  expect(Object.keys(samples).sort()).toEqual([...named, 'spam-assassin', 'spoken-digits'].sort());
});

it('takes Fashion-MNIST apart into its parts: 1,000 of each class to test, mean and deviation of the training part within a thousandth of the published', async () => {
  const artifacts = memoryArtifacts();
  const { summary, manifestRef } = await take('builtin:fashion-mnist', artifacts);
  expect(summary).toMatchObject({ items: 70_000, inputShape: [28, 28, 1], splits: { train: 54_000, validation: 6000, test: 10_000 } });
  const data = await loadDataset(manifestRef.hash, artifacts);
  const test = new Set(data.itemsOf('test'));
  const { inputs, targets } = data.stored as { inputs: Uint8Array; targets: Uint8Array };
  let [sum, squares] = [0, 0];
  const counts = new Uint32Array(10);
  for (let item = 0; item < 70_000; item++) {
    if (test.has(item)) counts[targets[item]!]!++;
    else
      for (let i = item * 784; i < (item + 1) * 784; i++) {
        sum += inputs[i]!;
        squares += inputs[i]! ** 2;
      }
  }
  expect([...counts]).toEqual(Array.from({ length: 10 }, () => 1000));
  const mean = sum / (60_000 * 784 * 255);
  expect(mean).toBeCloseTo(0.28604, 3);
  expect(Math.sqrt(squares / (60_000 * 784 * 255 ** 2) - mean ** 2)).toBeCloseTo(0.35302, 3);
});

describe.each([
  { name: 'iris', items: 150, width: 4, classes: ['setosa', 'versicolor', 'virginica'], counts: [50, 50, 50] },
  { name: 'wine', items: 178, width: 13, classes: ['class_0', 'class_1', 'class_2'], counts: [59, 71, 48] },
  { name: 'breast-cancer', items: 569, width: 30, classes: ['benign', 'malignant'], counts: [357, 212] },
])('the table $name', ({ name, items, width, classes, counts }) => {
  it('has the published rows, columns and classes, nothing left out and nothing to be warned of', async () => {
    const artifacts = memoryArtifacts();
    const { summary, manifestRef } = await take(`builtin:${name}`, artifacts);
    expect(summary).toMatchObject({ items, inputShape: [width], classes, warnings: [] });
    const { targets } = (await loadDataset(manifestRef.hash, artifacts)).stored!;
    expect(classes.map((_, c) => targets.filter(target => target === c).length)).toEqual(counts);
  });
});
