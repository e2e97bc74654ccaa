import { encode as encodeBmp } from 'bmp-ts';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { importDataset, type ImportRequest } from '../../../../src-main/engine/data/import-dataset.ts';
import { loadDataset } from '../../../../src-main/engine/data/load-dataset.ts';
import { imageFolder } from '../../../../src-main/engine/data/readers/image-folder.reader.ts';
import { createCatalog } from '../../../../src-main/services/catalog.ts';
import { parseParams } from '../../../../src-shared/domain/params/parse-params.ts';
import { createSha256, memoryArtifacts, memorySources } from '../../../support/memory-files.ts';
import { rejectionOf } from '../../../support/rejection-of.ts';

type Files = Readonly<Record<string, Uint8Array | string>>;

async function imported(files: Files, params: Readonly<Record<string, unknown>> = {}, splits: object = {}) {
  const config = parseParams(imageFolder.params, params, createCatalog());
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const request: ImportRequest = {
    name: 'pictures',
    source: '/pictures',
    reader: { id: 'image-folder', params: config.value },
    splits: { validation: 0, test: 0, stratify: true, seed: 1, ...splits },
  };
  const artifacts = memoryArtifacts();
  const ports = { sources: memorySources({ '/pictures': files }), artifacts, createSha256, turn: async () => {} };
  const { manifest, manifestRef } = await importDataset(request, ports);
  const pixelsOf = async (item: number): Promise<number[]> => {
    const all = await artifacts.read(manifest.input.file.hash);
    const length = all.length / manifest.items;
    return [...all.subarray(item * length, (item + 1) * length)];
  };
  return { manifest, hash: manifestRef.hash, pixelsOf, data: await loadDataset(manifestRef.hash, artifacts) };
}

const WIDTH = 6;
const HEIGHT = 4;
/** Left half red, right half blue. */
const drawn = Uint8Array.from({ length: HEIGHT * WIDTH * 3 }, (_, i) => {
  const left = Math.floor(i / 3) % WIDTH < WIDTH / 2;
  return i % 3 === (left ? 0 : 2) ? 200 : 10;
});
const picture = () => sharp(drawn, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
const plain = (value: number, [height, width]: readonly [number, number] = [HEIGHT, WIDTH]) =>
  sharp(new Uint8Array(height * width * 3).fill(value), { raw: { width, height, channels: 3 } });
let png: Uint8Array;
let other: Uint8Array;

beforeAll(async () => {
  png = await picture().png().toBuffer();
  other = await plain(90).png().toBuffer();
});

const OPTIONS = { png: {}, webp: { lossless: true }, tiff: { compression: 'lzw' }, gif: {} } as const;

/** Of a class each; the first item is the one that is looked at. */
const withOther = (name: string, bytes: Uint8Array): Files => ({ [`a/${name}`]: bytes, 'b/other.png': other });

describe('a folder of pictures', () => {
  it.each(['png', 'webp', 'tiff', 'gif', 'bmp'] as const)('reads %s to the same pixels', async format => {
    const abgr = Buffer.from(
      Array.from({ length: HEIGHT * WIDTH }, (_, i) => [0, drawn[3 * i + 2]!, drawn[3 * i + 1]!, drawn[3 * i]!]).flat(),
    );
    const made =
      format === 'bmp'
        ? encodeBmp({ data: abgr, width: WIDTH, height: HEIGHT, bitPP: 24 }).data
        : await picture()[format](OPTIONS[format]).toBuffer();
    const { pixelsOf, data, manifest } = await imported(withOther(`x.${format}`, made));
    expect(await pixelsOf(0)).toEqual([...drawn]);
    expect(data.inputShape).toEqual([HEIGHT, WIDTH, 3]);
    expect(manifest.target.classes).toEqual(['a', 'b']);
    expect(manifest.preprocessing).toEqual([
      { kind: 'picture', height: HEIGHT, width: WIDTH, channels: 3, fit: 'crop' },
      { kind: 'scale', factor: 1 / 255, offset: 0 },
    ]);
  });

  it('turns a photo as the camera was held', async () => {
    const held = await picture().withMetadata({ orientation: 6 }).png().toBuffer();
    const { pixelsOf, data } = await imported({ 'a/x.png': held, 'b/y.png': await plain(90, [WIDTH, HEIGHT]).png().toBuffer() });
    expect(data.inputShape).toEqual([WIDTH, HEIGHT, 3]);
    const pixels = await pixelsOf(0);
    // Turned by a quarter to the right, what was left is above.
    expect(pixels.slice(0, 3)).toEqual([200, 10, 10]);
    expect(pixels.slice(-3)).toEqual([10, 10, 200]);
  });

  it('brings 16-bit and CMYK pictures to 8 bits of red, green and blue', async () => {
    const deep = await picture().toColourspace('rgb16').png().toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe('ushort');
    const press = await picture().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(press).metadata()).space).toBe('cmyk');
    const { pixelsOf } = await imported({ 'a/deep.png': deep, 'b/press.jpg': press });
    (await pixelsOf(0)).forEach((value, i) => expect(Math.abs(value - drawn[i]!)).toBeLessThanOrEqual(1));
    expect((await pixelsOf(1)).slice(0, 3).map(value => value > 100)).toEqual([true, false, false]);
  });

  it('makes grey of colours, and white of what is transparent', async () => {
    const clear = await sharp({ create: { width: WIDTH, height: HEIGHT, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer();
    const { pixelsOf, data } = await imported({ 'a/x.png': clear, 'b/y.png': other }, { colour: 'grey' });
    expect(data.inputShape).toEqual([HEIGHT, WIDTH, 1]);
    expect(new Set(await pixelsOf(0))).toEqual(new Set([255]));
    expect(new Set(await pixelsOf(1))).toEqual(new Set([90]));
  });

  it('brings all to one size: cut, padded or stretched', async () => {
    const wide = { 'a/x.png': await plain(255, [8, 16]).png().toBuffer(), 'b/y.png': other };
    const shareOfWhite = async (fit: string): Promise<number> => {
      const { pixelsOf, data } = await imported(wide, { size: [4, 4], fit });
      expect(data.inputShape).toEqual([4, 4, 3]);
      const pixels = await pixelsOf(0);
      return pixels.filter(value => value === 255).length / pixels.length;
    };
    expect([await shareOfWhite('crop'), await shareOfWhite('pad'), await shareOfWhite('stretch')]).toEqual([1, 0.5, 1]);
  });

  it('refuses pictures of several sizes where none is given, and more than memory can hold', async () => {
    const mixed = { 'a/x.png': png, 'b/y.png': await plain(1, [5, 5]).png().toBuffer() };
    const refused = await rejectionOf(imported(mixed));
    expect(refused.message).toContain('the first has 4 × 6, this one 5 × 5');
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i % 2}/${i}.png`, other]));
    expect((await rejectionOf(imported(many, { size: [4096, 4096] }))).message).toContain('At most 2000000000 bytes');
  });

  it('takes folders called train, validation and test for the splits, unless they are to be drawn', async () => {
    const files = Object.fromEntries(
      (['train', 'val', 'test'] as const).flatMap((part, p) =>
        ['cat', 'dog'].flatMap(name => Array.from({ length: 4 - p }, (_, i) => [`${part}/${name}/${i}.png`, png] as const)),
      ),
    );
    const { data, manifest } = await imported(files, {}, { test: undefined, from: 'folders' });
    expect(manifest.target.classes).toEqual(['cat', 'dog']);
    expect(['train', 'validation', 'test'].map(split => data.count(split as 'train'))).toEqual([8, 6, 4]);
    const drawnParts = await imported(files, {}, { validation: 0.5, test: 0, from: 'drawn' });
    expect(drawnParts.data.count('validation')).toBe(9);
    const none = await rejectionOf(imported(withOther('x.png', png), {}, { from: 'folders' }));
    expect(none.message).toContain('parts of its own');
  });

  it('reads classes from a list in JSON', async () => {
    const rows = [
      { file: 'one.png', class: 'x', split: 'test', camera: 3 },
      { file: './two.png', class: 'y', split: 'train', camera: 4 },
      { file: 'three.png', class: 'x', split: '', camera: null },
    ];
    const files = { 'one.png': png, 'two.png': png, 'three.png': other, 'list.json': JSON.stringify(rows) };
    const { data } = await imported(files, { list: 'list.json' }, { groupBy: 'camera', test: undefined });
    expect([...data.itemsOf('test')]).toEqual([0]);
    expect(data.groups?.names).toEqual(['', '3', '4']);
    const bad = { ...files, 'list.json': JSON.stringify([{ file: 'one.png' }]) };
    expect((await rejectionOf(imported(bad, { list: 'list.json' }))).message).toContain('needs a class');
    expect((await rejectionOf(imported({ ...files, 'list.json': '{' }, { list: 'list.json' }))).message).toContain('well-formed JSON');
  });

  it('suspects what a list says of the pictures where it tells the class, but not what they are grouped by', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `${i}.png`);
    const isCat = (i: number): boolean => (i * 7919) % 10 < 3;
    // The camera has a slip; the hour tells nothing.
    const lines = names.map((name, i) => [name, isCat(i) ? 'cat' : 'dog', isCat(i) || i === 2 ? 'red' : 'blue', (i * 7) % 12].join());
    const files = {
      ...Object.fromEntries(names.map((name, i) => [name, isCat(i) ? png : other])),
      'list.csv': ['file,class,camera,hour', ...lines].join('\n'),
    };
    expect((await imported(files)).manifest.warnings).toEqual([
      "'camera' of the items tells 'class' nearly always: may it be learned from the items in place of what is meant?",
    ]);
    expect((await imported(files, {}, { groupBy: 'camera' })).manifest.warnings.join()).not.toContain('camera');
  });

  it('leaves files out that a list names and the folder lacks, up to the stated share, and else names them all', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `${10 + i}.png`);
    const lines = names.map((name, i) => `${name},${i % 2 === 0 ? 'x' : 'y'}`);
    const listOf = (more: readonly string[]): string => ['file,class', ...lines, ...more].join('\n');
    const there = Object.fromEntries(names.map(name => [name, png]));
    const few = { ...there, 'list.csv': listOf(['gone.png,x', 'deep\\lost.png,y']), 'beside.png': other };
    const { manifest } = await imported(few, { unreadable: 0.1 });
    expect(manifest.items).toBe(20);
    expect(manifest.warnings).toEqual([
      "'gone.png (list.csv:22)' is left out: The list names it, but the folder has no such file.",
      "'deep/lost.png (list.csv:23)' is left out: The list names it, but the folder has no such file.",
    ]);
    expect(await rejectionOf(imported(few, { unreadable: 0.05 }))).toMatchObject({
      code: 'invalid-input',
      path: 'list.csv:22',
      message:
        "At most 1 of the 22 files of a list may be missing or unreadable, but 2 are not there: 'gone.png' (list.csv:22), 'deep/lost.png' (list.csv:23)",
    });
    const many = Array.from({ length: 30 }, (_, i) => `no${i}.png,x`);
    const { message } = await rejectionOf(imported({ ...there, 'list.csv': listOf(many) }, { unreadable: 0.5 }));
    expect(message).toContain("'no19.png' (list.csv:41), … (30)");
  });

  it('counts missing and damaged files of a list together', async () => {
    const lines = Array.from({ length: 8 }, (_, i) => `${i}.png,${i % 2}`);
    const there = Object.fromEntries(lines.map((_, i) => [`${i}.png`, png]));
    const files = { ...there, 'bad.png': 'no picture', 'list.csv': ['file,class', ...lines, 'gone.png,0', 'bad.png,1'].join('\n') };
    expect((await imported(files, { unreadable: 0.2 })).manifest.warnings.map(text => text.split(' is left out')[0])).toEqual([
      "'gone.png (list.csv:10)'",
      "'bad.png'",
    ]);
    expect((await rejectionOf(imported(files, { unreadable: 0.1 }))).message).toContain('At most 1 of the 10 files may be unreadable');
  });

  it('refuses a list that names a file twice, or none', async () => {
    const files = { 'one.png': png, 'two.png': other };
    const twice = await rejectionOf(imported({ ...files, 'list.csv': 'file,class\none.png,x\n./one.png,y' }));
    expect(twice).toMatchObject({
      path: 'list.csv:3',
      message: expect.stringContaining("no earlier line names is required, got 'one.png'"),
    });
    expect((await rejectionOf(imported({ ...files, 'list.csv': 'file,class\n' }))).message).toContain('at least one file');
    expect((await rejectionOf(imported({ ...files, 'list.csv': 'name,class\none.png,x' }))).message).toContain('columns file, class');
  });

  it('lists damaged files up to the stated share, in the order of the files, and refuses more', async () => {
    const whole = await plain(50, [64, 64]).jpeg().toBuffer();
    const noise = await sharp({
      create: { width: 64, height: 64, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
    })
      .jpeg()
      .toBuffer();
    const files = Object.fromEntries(Array.from({ length: 18 }, (_, i) => [`${i % 2}/${10 + i}.jpg`, whole]));
    const broken = { ...files, '0/05.jpg': noise.subarray(0, 700), '1/99.png': 'no picture' };
    const { manifest } = await imported(broken, { unreadable: 0.1 });
    expect(manifest.items).toBe(18);
    expect(manifest.warnings.map(text => text.split(' is left out')[0])).toEqual(["'0/05.jpg'", "'1/99.png'"]);
    const refused = await rejectionOf(imported(broken, { unreadable: 0.05 }));
    expect(refused.message).toContain("At most 1 of the 20 files may be unreadable, but more are; '0/05.jpg' to begin with");
  });

  it('refuses a bomb before unpacking it, and pictures that are no pixels', async () => {
    const bomb = await sharp({ create: { width: 13_000, height: 13_000, channels: 3, background: '#000' }, limitInputPixels: false })
      .png()
      .toBuffer();
    expect(bomb.length).toBeLessThan(2e6);
    expect((await rejectionOf(imported({ 'a/x.png': bomb, 'b/y.png': png }, { unreadable: 0, size: [8, 8] }))).message).toContain(
      '150 million pixels',
    );
    const bmp = encodeBmp({ data: Buffer.alloc(64), width: 4, height: 4, bitPP: 24 }).data;
    bmp.writeInt32LE(60_000, 18);
    bmp.writeInt32LE(60_000, 22);
    expect((await rejectionOf(imported({ 'a/x.bmp': bmp, 'b/y.png': png }, { unreadable: 0 }))).message).toContain('60000 × 60000');
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>';
    expect((await rejectionOf(imported({ 'a/x.png': svg, 'b/y.png': png }, { unreadable: 0 }))).message).toContain('of none');
  });

  it('gives the same data set whichever picture is unpacked first', async () => {
    const big = await sharp({ create: { width: 2000, height: 2000, channels: 3, background: '#123' } })
      .png()
      .toBuffer();
    const files = Object.fromEntries(Array.from({ length: 16 }, (_, i) => [`${i % 2}/${10 + i}.png`, i % 5 === 0 ? big : png]));
    const hashes = [await imported(files, { size: [8, 8] }), await imported(files, { size: [8, 8] })].map(({ hash }) => hash);
    expect(hashes[0]).toBe(hashes[1]);
  });
});
