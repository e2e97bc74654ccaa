import { expect, it } from 'vitest';
import { importDataset } from '../../../../src-main/engine/data/import-dataset.ts';
import { loadDataset } from '../../../../src-main/engine/data/load-dataset.ts';
import { idxImages, idxLabels } from '../../../support/idx.ts';
import { tableReader } from '../../../support/table-params.ts';
import { createSha256, memoryArtifacts, memorySources } from '../../../support/memory-files.ts';

const splits = { validation: 0.25, test: 0.25, stratify: true, seed: 1 };
const csv = `x,y\n${Array.from({ length: 40 }, (_, i) => `${(i * 3) % 7},${i % 2 === 0 ? 'even' : 'odd'}`).join('\n')}`;
const idx = {
  'a-images-idx3-ubyte': idxImages(Array.from({ length: 8 }, (_, i) => i * 30)),
  'a-labels-idx1-ubyte': idxLabels([0, 1, 0, 1, 0, 1, 0, 1]),
};
const sources = memorySources({ '/csv': { 't.csv': csv }, '/idx': idx });

function start(source: string, reader: { id: string; params: Record<string, unknown> }) {
  const artifacts = memoryArtifacts();
  const imported = importDataset({ name: 'some', source, reader, splits }, { sources, artifacts, createSha256, turn: async () => {} });
  return { artifacts, imported };
}
const table = tableReader({ label: 'y' });

it('stores a table whose training part, and no other, has mean 0 and deviation 1', async () => {
  const { artifacts, imported } = start('/csv/t.csv', table);
  const { manifestRef, summary } = await imported;
  const data = await loadDataset(manifestRef.hash, artifacts);
  expect(summary.splits).toEqual({ train: 20, validation: 10, test: 10 });
  const moments = (split: 'train' | 'validation') => {
    const { inputs } = data.gather(
      split,
      Uint32Array.from({ length: data.count(split) }, (_, i) => i),
    );
    const mean = inputs.reduce((sum, value) => sum + value, 0) / inputs.length;
    return [mean, inputs.reduce((sum, value) => sum + value * value, 0) / inputs.length];
  };
  expect(moments('train')[0]).toBeCloseTo(0, 5);
  expect(moments('train')[1]).toBeCloseTo(1, 5);
  expect(Math.abs(moments('validation')[1]! - 1)).toBeGreaterThan(1e-3);
});

it('gives the same manifest for the same source and request', async () => {
  const [one, two] = [await start('/csv/t.csv', table).imported, await start('/csv/t.csv', table).imported];
  expect(one.manifestRef).toEqual(two.manifestRef);
});

it('fetches images scaled to [0, 1] and their classes, in the order asked for', async () => {
  const { artifacts, imported } = start('/idx', { id: 'idx', params: {} });
  const data = await loadDataset((await imported).manifestRef.hash, artifacts);
  expect(data).toMatchObject({ inputShape: [2, 3, 1], task: 'classes', outputs: 2 });
  const items = data.itemsOf('train');
  const { inputs, targets } = data.gather('train', Uint32Array.of(2, 0, 2));
  expect([0, 6, 12].map(at => inputs[at])).toEqual(
    [items[2]!, items[0]!, items[2]!].map(item => Math.fround(item * 30 * Math.fround(1 / 255))),
  );
  expect([...targets]).toEqual([items[2]! % 2, items[0]! % 2, items[2]! % 2]);
  expect(() => data.gather('train', Uint32Array.of(99))).toThrow(/has 4 items, position 99/);
});

it('says which class a split lacks', async () => {
  const rare = { 'a-images-idx3-ubyte': idxImages([0, 1, 2, 3, 4, 5, 6, 7]), 'a-labels-idx1-ubyte': idxLabels([0, 0, 0, 0, 0, 0, 0, 2]) };
  const artifacts = memoryArtifacts();
  const request = { name: 'rare', source: '/r', reader: { id: 'idx', params: {} }, splits };
  const { summary } = await importDataset(request, {
    sources: memorySources({ '/r': rare }),
    artifacts,
    createSha256,
    turn: async () => {},
  });
  expect(summary.warnings).toContain("The train split has no item of class '1'.");
});

it('stores nothing when the source is refused or the work is stopped', async () => {
  const bad = start('/csv/t.csv', { ...table, params: { ...table.params, label: 'nope' } });
  await expect(bad.imported).rejects.toThrow();
  const artifacts = memoryArtifacts();
  const stopped = importDataset(
    { name: 's', source: '/idx', reader: { id: 'idx', params: {} }, splits },
    { sources, artifacts, createSha256, turn: () => Promise.reject(new Error('stopped')) },
  );
  await expect(stopped).rejects.toThrow('stopped');
  expect([bad.artifacts.stored.size, artifacts.stored.size]).toEqual([0, 0]);
});

it('refuses arrays that do not fit their manifest', async () => {
  const { artifacts, imported } = start('/idx', { id: 'idx', params: {} });
  const { manifest, manifestRef } = await imported;
  const short = {
    ...artifacts,
    read: async (hash: string) => (hash === manifest.input.file.hash ? new Uint8Array(5) : artifacts.read(hash)),
  };
  await expect(loadDataset(manifestRef.hash, short)).rejects.toMatchObject({ error: { code: 'store-damaged' } });
});
