import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { zipSync, type Zippable } from 'fflate';
import { pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { withArchives } from '../../src-main/platform/archives/archive-sources.ts';
import { createSourceFiles } from '../../src-main/platform/source-files.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (found: Uint8Array): string => new TextDecoder().decode(found);

interface TarFile {
  readonly name: string;
  readonly type?: 'file' | 'symlink' | 'link';
  readonly linkname?: string;
  readonly content?: string | Uint8Array;
}

async function tarOf(files: readonly TarFile[]): Promise<Uint8Array> {
  const archive = pack();
  for (const { content = '', ...header } of files) archive.entry(header, Buffer.from(content));
  archive.finalize();
  return buffer(archive as AsyncIterable<Uint8Array>);
}

/** Sources over an archive of these bytes, and where it is unpacked to. */
function opened(name: string, content: Uint8Array, limits = { files: 100, bytes: 300e6, ratio: 200 }) {
  const home = temporaryFolder();
  const archive = join(home, name);
  writeFileSync(archive, content);
  mkdirSync(join(home, 'in'));
  const sources = withArchives(createSourceFiles({}), { folder: join(home, 'in', 'unpacked'), limits, turn: async () => {} });
  return { sources, archive, home };
}

const FILES = { 'pets/cat/ä.txt': 'cat', 'pets/狗/b.txt': 'dog', 'pets/.hidden/c.txt': 'no', '__MACOSX/pets/._b': 'no' };
const asZip = (files: Readonly<Record<string, string>>): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, bytes(content)])));
const asTar = (files: Readonly<Record<string, string>>): Promise<Uint8Array> =>
  tarOf(Object.entries(files).map(([name, content]) => ({ name, content })));

describe('an archive is the folder it holds', () => {
  it.each([
    ['a.zip', async () => asZip(FILES)],
    ['a.tar', () => asTar(FILES)],
    ['a.tar.gz', async () => gzipSync(await asTar(FILES))],
    ['A.TGZ', async () => gzipSync(await asTar(FILES))],
  ] as const)('%s: without the folder around everything, and what is hidden', async (name, make) => {
    const { sources, archive } = opened(name, await make());
    expect(await sources.list(archive)).toEqual([
      { name: 'cat/ä.txt', bytes: 3 },
      { name: '狗/b.txt', bytes: 3 },
    ]);
    expect(text(await sources.read(archive, '狗/b.txt', 10))).toBe('dog');
    const pieces = [];
    for await (const piece of sources.stream(archive, 'cat/ä.txt')) pieces.push(text(piece));
    expect(pieces).toEqual(['cat']);
  });

  it('also where a file in it is large', async () => {
    const large = new Uint8Array(17 * 2 ** 20).map((_, i) => (i * i) % 251);
    for (const level of [0, 6] as const) {
      const { sources, archive } = opened('a.zip', zipSync({ 'x/large.bin': [large, { level }], 'y/small.bin': bytes('s') } as Zippable));
      expect(Buffer.compare(await sources.read(archive, 'x/large.bin', 2e8), large)).toBe(0);
    }
  });

  it('whose names are of an older Chinese system', async () => {
    const name = [0xb9, 0xb7];
    const zip = asZip({ '__/a': 'cat', 'b/a': 'dog' });
    for (let at = zip.indexOf(0x5f); at >= 0; at = zip.indexOf(0x5f, at + 1)) zip.set(name, at);
    const { sources, archive } = opened('a.zip', zip);
    expect((await sources.list(archive)).map(file => file.name)).toEqual(['b/a', '狗/a']);
  });
});

describe('a hostile archive', () => {
  const names = ['../out.txt', 'a/../../out.txt', '/out.txt', 'C:\\out.txt', '..\\out.txt'];

  it.each(names)('can’t write to %s', async name => {
    for (const [file, content] of [
      ['a.zip', asZip({ 'a/b.txt': 'in', [name]: 'out' })],
      ['a.tar', await asTar({ 'a/b.txt': 'in', [name]: 'out' })],
    ] as const) {
      const { sources, archive, home } = opened(file, content);
      expect((await rejectionOf(sources.list(archive))).message).toContain('must stay inside');
      expect(readdirSync(home).sort()).toEqual([file, 'in']);
      expect(existsSync(join(home, 'in', 'out.txt'))).toBe(false);
    }
  });

  it('brings no links in', async () => {
    const linked = await tarOf([
      { name: 'a/b.txt', content: 'in' },
      { name: 'a/link', type: 'symlink', linkname: '/etc/passwd' },
      { name: 'a/hard', type: 'link', linkname: '/etc/passwd' },
      { name: 'b/c.txt', content: 'in' },
    ]);
    const tar = opened('a.tar', linked);
    expect((await tar.sources.list(tar.archive)).map(file => file.name)).toEqual(['a/b.txt', 'b/c.txt']);
    const zip = opened(
      'a.zip',
      zipSync({ 'a/link': [bytes('/etc/passwd'), { os: 3, attrs: 0o120777 << 16 }], 'a/b': bytes('in'), 'b/c': bytes('in') }),
    );
    expect((await zip.sources.list(zip.archive)).map(file => file.name)).toEqual(['a/b', 'b/c']);
  });

  it('is bounded in bytes and files, whatever it says of itself', async () => {
    const zeros = new Uint8Array(40e6);
    const limits = { files: 2, bytes: 50e6, ratio: 10 };
    for (const [file, content] of [
      ['a.zip', zipSync({ a: zeros, b: zeros })],
      [
        'a.tgz',
        gzipSync(
          await tarOf([
            { name: 'a', content: zeros },
            { name: 'b', content: zeros },
          ]),
        ),
      ],
    ] as const) {
      const { sources, archive } = opened(file, content, limits);
      expect((await rejectionOf(sources.list(archive))).message).toContain('At most 50000000 bytes');
    }
    const many = opened('a.zip', asZip({ a: '1', b: '2', c: '3' }), limits);
    expect((await rejectionOf(many.sources.list(many.archive))).message).toContain('may hold 2 files');
    const liar = zipSync({ a: new Uint8Array(5e6), b: bytes('b') });
    const view = new DataView(liar.buffer, liar.byteOffset, liar.byteLength);
    for (let at = 0; at + 4 < liar.length; at++) if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 10, true);
    const lied = opened('a.zip', liar);
    expect((await rejectionOf(lied.sources.list(lied.archive))).message).toContain("'a' in it is damaged");
  });

  it('is refused where it is damaged, cut off, encrypted, or none', async () => {
    const whole = asZip({ 'a/b.txt': 'some text to pack', 'c/d.txt': 'more' });
    const wrong = async (name: string, content: Uint8Array): Promise<string> => {
      const { sources, archive } = opened(name, content);
      return (await rejectionOf(sources.list(archive))).message;
    };
    expect(await wrong('a.zip', whole.subarray(0, whole.length - 30))).toContain('no directory at its end');
    expect(await wrong('a.zip', bytes('no archive'))).toContain('ZIP file is required');
    const flipped = whole.slice();
    flipped[40] = flipped[40]! ^ 0xff;
    expect(await wrong('a.zip', flipped)).toContain('damaged');
    const locked = whole.slice();
    const directory = Buffer.from(locked).indexOf('PK\x01\x02', 'latin1');
    locked[directory + 8] = locked[directory + 8]! | 1;
    expect(await wrong('a.zip', locked)).toContain('encrypted');
    const tgz = gzipSync(await asTar({ 'a/b.txt': 'text'.repeat(1000), 'c/d': 'x' }));
    expect(await wrong('a.tgz', tgz.subarray(0, tgz.length - 40))).toContain('whole tar archive');
    expect(await wrong('a.tar', bytes('x'.repeat(2000)))).toContain('whole tar archive');
    expect(await wrong('a.zip', zipSync({}))).toContain('file or folder');
  });
});
