import { zipSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { packBits, unpackBits } from '../../../../src-main/engine/formats/lib/bits.ts';
import { readHdf5, writeHdf5 } from '../../../../src-main/engine/formats/lib/hdf5.ts';
import { lookup3 } from '../../../../src-main/engine/formats/lib/lookup3.ts';
import { transpose } from '../../../../src-main/engine/formats/lib/transpose.ts';
import { readZip, writeZip } from '../../../../src-main/engine/formats/lib/zip.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('bits', () => {
  it('puts eight flags into a byte, lowest bit first', () => {
    const flags = Uint8Array.of(1, 0, 1, 1, 0, 0, 0, 1, 0, 1);
    expect(packBits(flags)).toEqual(Uint8Array.of(0b1000_1101, 0b10));
    expect(unpackBits(packBits(flags), 10)).toEqual(flags);
  });
});

describe('transpose', () => {
  it('turns rows to columns', () => {
    const turned = transpose({ shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }, [1, 0]);
    expect(turned).toEqual({ shape: [3, 2], values: Float32Array.of(1, 4, 2, 5, 3, 6) });
  });

  it('takes axis i from axis order[i]: [1, 2, 3] ordered by [2, 0, 1] is [3, 1, 2]', () => {
    const turned = transpose({ shape: [1, 2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6) }, [2, 0, 1]);
    expect(turned).toEqual({ shape: [3, 1, 2], values: Float32Array.of(1, 4, 2, 5, 3, 6) });
  });
});

describe('lookup3', () => {
  it("gives the values that its author's file names", () => {
    expect(lookup3(utf8(''))).toBe(0xdeadbeef);
    expect(lookup3(utf8('Four score and seven years ago'))).toBe(0x17770551);
  });
});

describe('zip', () => {
  it('gives back the members it stored, byte for byte', () => {
    const members = { 'a.json': utf8('{}'), 'b.bin': Uint8Array.of(0, 255, 7) };
    const archive = writeZip(members);
    expect(readZip(archive, ['b.bin', 'a.json'], 100)).toEqual(members);
    expect(archive.length).toBeGreaterThan(5);
  });

  it('is the same on another day', () => {
    const now = writeZip({ a: utf8('x') });
    vi.useFakeTimers({ now: new Date(2050, 3, 5) });
    const later = writeZip({ a: utf8('x') });
    vi.useRealTimers();
    expect(later).toEqual(now);
  });

  it('names the part that is missing and those that are there', () => {
    expect(() => readZip(writeZip({ other: utf8('x') }), ['config.json'], 100)).toThrow(
      "must contain 'config.json', it has none of its parts",
    );
  });

  it('refuses an archive that unpacks to more than allowed, before unpacking', () => {
    const bomb = zipSync({ a: new Uint8Array(1_000_000) });
    expect(bomb.length).toBeLessThan(10_000);
    expect(() => readZip(bomb, ['a'], 999_999)).toThrow('may have 999999 bytes together, they claim 1000000');
  });

  it('refuses a member that is not as long as it claims', () => {
    const archive = zipSync({ a: new Uint8Array(1000) }, { level: 0 });
    const directory = archive.length - 22 - 47;
    new DataView(archive.buffer, archive.byteOffset).setUint32(directory + 24, 990, true);
    expect(() => readZip(archive, ['a'], 5000)).toThrow(/claims 990 bytes and has|can't be unpacked/);
  });
});

describe('hdf5', () => {
  const weights = { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) };
  const tree = {
    attributes: { title: 'ß' },
    children: { layers: { attributes: { names: ['a', 'bc'], none: [] }, children: { w: weights } } },
  };

  it('gives back texts, lists and arrays', async () => {
    const read = await readHdf5(await writeHdf5(tree), file => ({
      title: file.text('', 'title'),
      names: file.texts('layers', 'names'),
      none: file.texts('layers', 'none'),
      w: file.array('layers/w', [2, 2]),
    }));
    expect(read).toEqual({ title: 'ß', names: ['a', 'bc'], none: [], w: weights });
  });

  it('writes a large array some rows at a time, the last ones fewer, and the same bytes each time', async () => {
    const shape = [7, 1000, 400];
    const large = { shape, values: Float32Array.from({ length: 2_800_000 }, (_, i) => Math.fround(i / 7)) };
    const written = await writeHdf5({ children: { w: large } });
    const { values, shape: found } = await readHdf5(written, file => file.array('w', shape));
    expect(found).toEqual(shape);
    expect(values.findIndex((value, i) => value !== large.values[i])).toBe(-1);
    expect(Buffer.compare(await writeHdf5({ children: { w: large } }), written)).toBe(0);
  });

  it.each([
    ['an array of another shape', (): unknown => ['layers/w', [4]], "'layers/w' must be float32 of shape [4], it is <f of [2, 2]"],
    ['an array that is not there', (): unknown => ['layers/v', [2, 2]], "must have the array 'layers/v'"],
    ['a group in place of an array', (): unknown => ['layers', [2, 2]], "must have the array 'layers'"],
  ])('refuses %s', async (_what, ask, message) => {
    const [path, shape] = ask() as [string, number[]];
    await expect(readHdf5(await writeHdf5(tree), file => file.array(path, shape))).rejects.toThrow(message);
  });

  it('refuses attributes that are missing or of another kind', async () => {
    const bytes = await writeHdf5(tree);
    await expect(readHdf5(bytes, file => file.text('', 'subtitle'))).rejects.toThrow("must have the attribute 'subtitle' at '/'");
    await expect(readHdf5(bytes, file => file.text('layers', 'names'))).rejects.toThrow("'names' at '/layers' must be a text");
    await expect(readHdf5(bytes, file => file.texts('', 'title'))).rejects.toThrow("'title' at '/' must be a list of texts");
  });

  it('says what is wrong with a file that is none, or not whole', async () => {
    const bytes = await writeHdf5(tree);
    await expect(readHdf5(new Uint8Array(64), file => file.text('', 'title'))).rejects.toThrow(
      'A whole HDF5 file is required: not an hdf5 file',
    );
    await expect(readHdf5(bytes.slice(0, 900), file => file.text('', 'title'))).rejects.toThrow('file has been truncated');
    expect(await readHdf5(bytes, file => file.text('', 'title'))).toBe('ß');
  });
});
