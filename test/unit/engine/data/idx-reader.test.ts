import { wholeInput } from '../../../../src-main/engine/data/made-inputs.ts';
import { gzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { builtin } from '../../../../src-main/engine/data/readers/builtin.reader.ts';
import { idx } from '../../../../src-main/engine/data/readers/idx.reader.ts';
import { idxBytes, idxImages, idxLabels } from '../../../support/idx.ts';
import { createSha256, memorySources, sha256Of } from '../../../support/memory-files.ts';

type Files = Readonly<Record<string, Uint8Array>>;
const train = { 'train-images-idx3-ubyte': idxImages([10, 20, 30]), 'train-labels-idx1-ubyte': idxLabels([0, 1, 2]) };
const test = { 't10k-images-idx3-ubyte': idxImages([40, 50]), 't10k-labels-idx1-ubyte': idxLabels([1, 1]) };

function read(files: Files, { source = '/data', labels, classes }: { source?: string; labels?: string; classes?: string[] } = {}) {
  return idx.read({ source, config: { labels, classes }, sources: memorySources({ '/data': files }), createSha256, turn: async () => {} });
}

it('joins training and test part, and says which items are the test part', async () => {
  const data = await read({ ...test, ...train });
  const input = wholeInput(data.encode(Uint32Array.of()));
  expect(data.items).toBe(5);
  expect([...(data.ownTest ?? [])]).toEqual([3, 4]);
  expect([...data.target.values]).toEqual([0, 1, 2, 1, 1]);
  expect(data.target.classes).toEqual(['0', '1', '2']);
  expect(input.shape).toEqual([2, 3, 1]);
  expect([0, 1, 2, 3, 4].map(i => input.values[i * 6])).toEqual([10, 20, 30, 40, 50]);
  expect(data.sources[0]).toEqual({ name: 'train-images-idx3-ubyte', bytes: 34, sha256: sha256Of(train['train-images-idx3-ubyte']) });
});

it('reads one images file with the labels beside it, by name or as told', async () => {
  const data = await read({ ...test, ...train }, { source: '/data/t10k-images-idx3-ubyte' });
  expect(data.items).toBe(2);
  expect(data.ownTest).toBeNull();
  const told = await read(
    { 'scans.bin': idxImages([1, 2]), 'truth.bin': idxLabels([1, 0]) },
    { source: '/data/scans.bin', labels: 'truth.bin' },
  );
  expect([...told.target.values]).toEqual([1, 0]);
});

it('reads packed files, and colour images with an axis more', async () => {
  const colour = idxBytes([2, 1, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  const data = await read({ 'my-images-idx4-ubyte.gz': gzipSync(colour), 'my-labels-idx1-ubyte.gz': gzipSync(idxLabels([0, 1])) });
  expect(data.encode(Uint32Array.of()).shape).toEqual([1, 2, 3]);
  expect([...wholeInput(data.encode(Uint32Array.of())).values]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

it.each([
  [
    'another number of labels',
    { ...train, 'train-labels-idx1-ubyte': idxLabels([0, 1]) },
    /3 images, train-labels-idx1-ubyte has 2 labels/,
  ],
  [
    'images of two sizes',
    { ...train, ...test, 't10k-images-idx3-ubyte': idxImages([4, 5], 3, 3) },
    /train-images-idx3-ubyte has 2 × 3, t10k-images-idx3-ubyte has 3 × 3/,
  ],
  [
    'no labels',
    { 'train-images-idx3-ubyte': idxImages([1]), 'train-lables-idx1-ubyte': idxLabels([1]) },
    /labels of train-images-idx3-ubyte are required in 'train-labels-idx1-ubyte'/,
  ],
  [
    'no images',
    { 'a.txt': Uint8Array.of(1), 'b.txt': Uint8Array.of(1) },
    /named like 'train-images-idx3-ubyte' is required, got a.txt, b.txt/,
  ],
  [
    'a packed file cut off',
    { 'x-images-idx3-ubyte.gz': gzipSync(idxImages([1, 2])).subarray(0, 24), 'x-labels-idx1-ubyte': idxLabels([1, 2]) },
    /IDX|gzip/,
  ],
  ['a packed file that is none', { 'x-images-idx3-ubyte.gz': idxImages([1, 2]), 'x-labels-idx1-ubyte': idxLabels([1, 2]) }, /gzip/],
  [
    'a packed file that goes on',
    { 'x-images-idx3-ubyte.gz': gzipSync(Uint8Array.of(...idxImages([1]), 0, 0)), 'x-labels-idx1-ubyte': idxLabels([1]) },
    /has 22 bytes, but this one has 23/,
  ],
  [
    'a packed file that claims 1 GB',
    { 'x-images-idx3-ubyte.gz': gzipSync(idxBytes([1000, 1000, 1000], [1, 2, 3, 4, 5])), 'x-labels-idx1-ubyte': idxLabels([1]) },
    /packed bytes can't hold/,
  ],
])('refuses %s', async (_, files, message) => {
  await expect(read(files as Files)).rejects.toThrow(message);
});

it('refuses a label that has no name', async () => {
  await expect(read(train, { classes: ['cat', 'dog'] })).rejects.toThrow(/Labels from 0 to 1 are required, but item 2 is labelled 2/);
  expect((await read(train, { classes: ['cat', 'dog', 'eel'] })).target.classes).toEqual(['cat', 'dog', 'eel']);
});

it('finds the files of a built-in set wherever the package keeps them, and suggests a name', async () => {
  const files = Object.fromEntries(Object.entries({ ...train, ...test }).map(([name, bytes]) => [`data/${name}`, bytes]));
  const call = { config: {}, sources: memorySources({ 'builtin:mnist': files }), createSha256, turn: async () => {} };
  const data = await builtin.read({ ...call, source: 'builtin:mnist' });
  expect(data.target.classes).toHaveLength(10);
  await expect(builtin.read({ ...call, source: 'builtin:mnits' })).rejects.toMatchObject({
    error: { code: 'not-found', hint: "Did you mean 'builtin:mnist'?" },
  });
  const missing = memorySources({ 'builtin:mnist': { 'data/train-images-idx3-ubyte': idxImages([1]) } });
  await expect(builtin.read({ ...call, sources: missing, source: 'builtin:mnist' })).rejects.toThrow(/must hold 'train-labels-idx1-ubyte'/);
});
