import { wholeInput } from '../../../../src-main/engine/data/made-inputs.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseNpy } from '../../../../src-main/engine/data/numpy/npy.ts';
import { numpy } from '../../../../src-main/engine/data/readers/numpy.reader.ts';
import { writeZip } from '../../../../src-main/engine/formats/lib/zip.ts';
import { createSha256, memorySources } from '../../../support/memory-files.ts';
import { npyOf } from '../../../support/npy.ts';

interface Golden {
  readonly arrays: readonly { descr: string; order: string; file: string; shape: number[]; values: number[] }[];
  readonly refused: readonly { what: string; file: string }[];
  readonly npz: string;
}
const golden = JSON.parse(readFileSync(new URL('../../../golden/numpy/arrays.json', import.meta.url), 'utf8')) as Golden;
const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));

function read(files: Readonly<Record<string, Uint8Array>>, config: { inputs?: string; labels?: string } = {}) {
  const sources = memorySources({ '/data': files });
  return numpy.read({
    source: '/data',
    config: { task: 'auto', inputs: undefined, labels: undefined, ...config },
    sources,
    createSha256,
    turn: async () => {},
  });
}

it.each(golden.arrays.map(each => [each.descr, each.order, each] as const))(
  'reads %s in %s order as NumPy does',
  (_descr, _order, { file, shape, values }) => {
    const array = parseNpy(bytesOf(file), 'a.npy');
    expect(array.shape).toEqual(shape);
    expect([...array.values]).toEqual(values);
  },
);

it.each(golden.refused.map(each => [each.what, each] as const))('refuses %s, unpickling nothing', (_what, { file }) => {
  expect(() => parseNpy(bytesOf(file), 'a.npy')).toThrow(/is required, got/);
});

describe('a hostile file', () => {
  const good = npyOf('<f4', [2, 3], [1, 2, 3, 4, 5, 6]);
  const claiming = (shape: string): Uint8Array => {
    const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape}), }\n`;
    const bytes = new Uint8Array(10 + text.length + 8);
    bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, text.length, 0]);
    bytes.set(new TextEncoder().encode(text), 10);
    return bytes;
  };
  it.each([
    ['that is cut off', good.subarray(0, good.length - 1), /24 bytes, but this one has 23/],
    ['with more than its header says', new Uint8Array([...good, 0]), /24 bytes, but this one has 25/],
    ['that claims a terabyte', claiming('137438953472,'), /at most 2147483648 bytes/],
    ['whose size is no number', claiming('99999999999999999999,'), /axes that are not empty/],
    ['with an empty axis', claiming('0, 3'), /axes that are not empty/],
    ['of another kind', Uint8Array.from({ length: 40 }, () => 65), /first bytes are of none/],
    ['that ends within its header', good.subarray(0, 30), /header may have/],
  ])('%s is refused before anything is allocated', (_title, bytes, message) => {
    expect(() => parseNpy(bytes, 'a.npy')).toThrow(message);
  });
});

it('reads the parts of a packed archive as NumPy writes it: images, labels, and the test part', async () => {
  const data = await read({ 'set.npz': bytesOf(golden.npz) });
  expect([...data.target.values]).toEqual([0, 1, 2, 1, 2, 0]);
  expect([...(data.ownTest ?? [])]).toEqual([4, 5]);
  const { kind, shape, values } = wholeInput(data.encode(Uint32Array.of(0)));
  expect([kind, shape]).toEqual(['image', [2, 3, 1]]);
  expect([...values].slice(0, 6)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(values.at(-1)).toBe(111);
  expect(data.sources.map(({ name }) => name)).toEqual(['set.npz']);
});

it('reads rows of numbers as columns, standardised on the training items, NaN as missing', async () => {
  const x = npyOf('>f8', [4, 2], [1, 10, 2, Number.NaN, 3, 30, 4, 40]);
  const data = await read({ 'features.npy': x, 'target.npy': npyOf('<i8', [4], [0, 1, 0, 1]) }, { inputs: 'features', labels: 'target' });
  expect(data.target).toMatchObject({ task: 'classes', classes: ['0', '1'] });
  const { values, columns } = wholeInput(data.encode(Uint32Array.of(0, 2)));
  expect(columns?.map(({ name }) => name)).toEqual(['x0', 'x1', 'label']);
  // Means 2 and 20 of the training rows 1, 3 and 10, 30; the missing one is the mean.
  expect([...values]).toEqual([-1, -1, 0, 0, 1, 1, 2, 2]);
});

describe('a matrix of labels', () => {
  const labels = [1, 0, 1, 0, 0, 0, 0, 1, 1];
  const rows = npyOf('<f4', [3, 2], [1, 2, 3, 4, 5, 6]);

  it.each([
    ['images', { 'x.npy': npyOf('|u1', [3, 2, 1], [1, 2, 3, 4, 5, 6]) }],
    ['rows', { 'x.npy': rows }],
  ])('gives %s several labels each, or none', async (_, inputs) => {
    const { target, items, encode } = await read({ ...inputs, 'y.npy': npyOf('<i8', [3, 3], labels) });
    expect(target).toMatchObject({ task: 'labels', classes: ['label0', 'label1', 'label2'] });
    expect([items, ...target.values]).toEqual([3, ...labels]);
    expect(encode(Uint32Array.of(0, 1)).values).toHaveLength(6);
  });

  it('goes on in the test part', async () => {
    const part = { 'x_test.npy': npyOf('<f4', [1, 2], [7, 8]), 'y_test.npy': npyOf('|u1', [1, 3], [1, 1, 1]) };
    const { target, ownTest } = await read({ 'x_train.npy': rows, 'y_train.npy': npyOf('|u1', [3, 3], labels), ...part });
    expect([[...target.values], [...(ownTest ?? [])]]).toEqual([[...labels, 1, 1, 1], [3]]);
  });

  it('is of classes where each row has one 1', async () => {
    const { target } = await read({ 'x.npy': rows, 'y.npy': npyOf('<f4', [3, 3], [0, 0, 1, 1, 0, 0, 0, 1, 0]) });
    expect(target).toMatchObject({ task: 'classes', classes: ['0', '1', '2'] });
    expect([...target.values]).toEqual([2, 0, 1]);
  });

  it.each([
    ['another number', npyOf('<f4', [3, 2], [0, 1, 0.5, 1, 1, 1]), /holds 0 and 1, but 'label0' of item 2 is '0.5'/],
    ['rows for other items', npyOf('<f4', [2, 3], [0, 1, 1, 1, 1, 1]), /x has 3 items, y has 2 × 3 labels/],
  ])('is refused with %s', async (_, y, message) => {
    await expect(read({ 'x.npy': rows, 'y.npy': y })).rejects.toThrow(message);
  });
});

it.each([
  ['no labels', { 'x.npy': npyOf('|u1', [2, 1, 1], [1, 2]) }, /one of labels are required; there are: x/],
  ['too few labels', { 'x.npy': npyOf('|u1', [2, 1, 1], [1, 2]), 'y.npy': npyOf('|u1', [1], [1]) }, /x has 2 items, y has 1 labels/],
  ['images that are no bytes', { 'x.npy': npyOf('<f4', [1, 1, 1], [0.5]), 'y.npy': npyOf('|u1', [1], [1]) }, /must be bytes \(uint8\)/],
  ['nothing', { 'a.txt': Uint8Array.of(1) }, /but there is none/],
  ['a broken archive', { 'a.npz': Uint8Array.of(80, 75, 3, 4, 1) }, /whole zip archive/],
])('refuses a source with %s', async (_title, files, message) => {
  await expect(read(files as Readonly<Record<string, Uint8Array>>)).rejects.toThrow(message);
});

it('bounds what an archive may unpack to', async () => {
  const packed = writeZip({ 'x.npy': npyOf('|u1', [2, 1, 1], [1, 2]), 'y.npy': npyOf('|u1', [2], [0, 1]) });
  const view = new DataView(packed.buffer, packed.byteOffset);
  // The sizes in the directory at the end: every claim becomes three gigabytes.
  for (let at = 0; at + 4 < packed.length; at++) if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 3e9, true);
  await expect(read({ 'a.npz': packed })).rejects.toThrow(/bytes together, they claim/);
});

it('suspects a column of an array that tells one of several labels', async () => {
  const rows = Array.from({ length: 200 }, (_, i) => [(i * 7919) % 10 < 3 ? 1 : 0, i % 4 === 0 ? 1 : 0] as const);
  const inputs = rows.flatMap(([first], i) => [10 * first + (i % 3), i % 7]);
  const data = await read({ 'x.npy': npyOf('<f8', [200, 2], inputs), 'y.npy': npyOf('|u1', [200, 2], rows.flat()) });
  expect(data.target).toMatchObject({ task: 'labels', classes: ['label0', 'label1'] });
  const { warnings } = data.encode(Uint32Array.from({ length: 200 }, (_, i) => i));
  expect(warnings).toEqual(["Column 'x0' alone tells 'label0' nearly always: is it known before the answer is, or part of the answer?"]);
});
