import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createOfferedFiles } from '../../src-main/platform/offered-files.ts';
import { createUploadFiles, type UploadOptions } from '../../src-main/platform/upload-files.ts';
import { AppFailure } from '../../src-shared/lib/app-error.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

function createIds(): () => string {
  let count = 0;
  return () => `id${++count}`;
}

function openUploads(more: Partial<UploadOptions> = {}) {
  const folder = temporaryFolder();
  const uploads = createUploadFiles({ folder, newId: createIds(), monotonicMs: performance.now.bind(performance), ...more });
  const home = join(folder, 'uploads');
  return { folder, home, uploads, seen: () => (existsSync(home) ? readdirSync(home).filter(name => !name.startsWith('.')) : []) };
}

async function* chunksOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text);
}

/** What a broken connection looks like: some of it, then an error. */
async function* breakAfter(text: string, error: Error): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text);
  throw error;
}

describe('a file on its way into the workspace', () => {
  it('is seen only once it is whole, and a second one of the name gets a number', async () => {
    const { home, uploads, seen } = openUploads();
    for (const [text, source] of [
      ['first', 'uploads/iris.csv'],
      ['second', 'uploads/iris 2.csv'],
    ] as const) {
      const batch = await uploads.begin({ name: 'iris.csv', files: 1, bytes: text.length });
      expect(await uploads.write(batch, 'iris.csv', chunksOf(text.slice(0, 2), text.slice(2)))).toBe(text.length);
      expect(seen()).not.toContain(source.slice('uploads/'.length));
      const { name, bytes } = await uploads.finish(batch);
      expect([`uploads/${name}`, bytes]).toEqual([source, text.length]);
      expect(readFileSync(join(home, name), 'utf8')).toBe(text);
    }
    expect(readdirSync(join(home, '.incoming'))).toEqual([]);
  });

  it('may come with others: as a folder, under safe names', async () => {
    const { home, uploads, seen } = openUploads();
    const batch = await uploads.begin({ name: '数字 🌳', files: 2, bytes: 2 });
    await uploads.write(batch, 'train/a\u202Egnp.idx', chunksOf('a'));
    await uploads.write(batch, './test//b.idx', chunksOf('b'));
    expect((await uploads.finish(batch)).source).toBe('uploads/数字 🌳');
    expect(seen()).toEqual(['数字 🌳']);
    expect(readFileSync(join(home, '数字 🌳', 'train', 'agnp.idx'), 'utf8')).toBe('a');
    expect(readdirSync(join(home, '数字 🌳')).sort()).toEqual(['test', 'train']);
  });

  it.each(['../x', 'a/../../x', '/', '', '..'])('can not leave its folder (%j)', async path => {
    const { folder, uploads } = openUploads();
    const batch = await uploads.begin({ name: 'x', files: 1, bytes: 1 });
    expect(await rejectionOf(uploads.write(batch, path, chunksOf('x')))).toMatchObject({ code: 'invalid-input' });
    expect(readdirSync(folder)).toEqual(['uploads']);
  });

  it('is bounded by what was announced: bytes, files, and one of a name', async () => {
    const { uploads, seen } = openUploads();
    const batch = await uploads.begin({ name: 'x', files: 2, bytes: 4 });
    expect(await rejectionOf(uploads.write(batch, 'large', chunksOf('123', '45')))).toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('4 bytes') as string,
    });
    await uploads.write(batch, 'a', chunksOf('1'));
    expect(await rejectionOf(uploads.write(batch, 'a', chunksOf('2')))).toMatchObject({
      message: expect.stringContaining("'a'") as string,
    });
    await uploads.write(batch, 'b', chunksOf('2'));
    expect(await rejectionOf(uploads.write(batch, 'c', chunksOf('3')))).toMatchObject({
      message: expect.stringContaining('2 files') as string,
    });
    expect(seen()).toEqual([]);
  });

  it('is refused before it begins where the disk has no room, and says how much there is', async () => {
    const { uploads } = openUploads({ freeBytes: async () => 100_000_000 });
    expect(await rejectionOf(uploads.begin({ name: 'x', files: 1, bytes: 50_000_000 }))).toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(/50\sMB.*67\S*\sMB.*100\sMB/) as string,
    });
    expect(await uploads.begin({ name: 'x', files: 1, bytes: 5_000_000 })).toBe('id1');
  });

  it('leaves nothing when the connection breaks or the disk fills up, and can be sent again', async () => {
    const { home, uploads } = openUploads();
    const batch = await uploads.begin({ name: 'x.csv', files: 1, bytes: 5 });
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    await expect(uploads.write(batch, 'x.csv', breakAfter('123', full))).rejects.toThrow('no space');
    expect(readdirSync(join(home, '.incoming', batch))).toEqual([]);
    await uploads.write(batch, 'x.csv', chunksOf('12345'));
    expect((await uploads.finish(batch)).bytes).toBe(5);
  });

  it('counts its own bytes alone: one that breaks takes none from those that come beside it', async () => {
    const { uploads } = openUploads();
    const batch = await uploads.begin({ name: 'x', files: 4, bytes: 20 });
    const late = Promise.withResolvers<undefined>();
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield* chunksOf('12345');
      await late.promise;
      throw new Error('gone');
    }
    const breaking = rejectionOf(
      uploads.write(batch, 'a', slow()).catch(() => Promise.reject(new AppFailure({ code: 'internal', message: 'gone' }))),
    );
    await Promise.all([uploads.write(batch, 'b', chunksOf('12345')), uploads.write(batch, 'c', chunksOf('12345'))]);
    late.resolve(undefined);
    expect((await breaking).message).toBe('gone');
    await uploads.write(batch, 'a', chunksOf('12345'));
    await uploads.write(batch, 'd', chunksOf('12345'));
    expect((await uploads.finish(batch)).bytes).toBe(20);
  });

  it('is gone when it is abandoned, and when the program ended in the middle of it', async () => {
    const { folder, home, uploads } = openUploads();
    const batch = await uploads.begin({ name: 'x', files: 1, bytes: 1 });
    expect([await uploads.abandon(batch), await uploads.abandon(batch)]).toEqual([true, false]);
    const left = await uploads.begin({ name: 'x', files: 1, bytes: 1 });
    await uploads.write(left, 'x', chunksOf('1'));
    const next = createUploadFiles({ folder, newId: () => 'other', monotonicMs: () => 0 });
    await next.begin({ name: 'y', files: 1, bytes: 1 });
    await next.tidy();
    expect(readdirSync(join(home, '.incoming'))).toEqual(['other']);
  });

  it('tells how far it is', async () => {
    const told: number[] = [];
    const { uploads } = openUploads({ monotonicMs: () => told.length * 1000, onProgress: (_, bytes) => void told.push(bytes) });
    const batch = await uploads.begin({ name: 'x', files: 1, bytes: 6 });
    await uploads.write(batch, 'x', chunksOf('12', '34', '56'));
    expect(told).toEqual([2, 4, 6]);
  });

  it('needs no more than a few uploads at once', async () => {
    const { uploads } = openUploads();
    for (let i = 0; i < 16; i++) await uploads.begin({ name: 'x', files: 1, bytes: 1 });
    expect(await rejectionOf(uploads.begin({ name: 'x', files: 1, bytes: 1 }))).toMatchObject({ code: 'invalid-input' });
  });
});

describe('a file of the machine', () => {
  it('is known by an id, and by nothing else', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'iris.csv'), 'a,b\n');
    mkdirSync(join(folder, 'inside'));
    const offered = createOfferedFiles(createIds());
    expect(await offered.offer(join(folder, 'iris.csv'))).toEqual({ file: 'id1', name: 'iris.csv', bytes: 4 });
    expect([await offered.offer(join(folder, 'inside')), await offered.offer(join(folder, 'none'))]).toEqual([null, null]);
    const chunks: Uint8Array[] = [];
    for await (const chunk of offered.stream('id1')) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('a,b\n');
    const path = join(folder, 'iris.csv');
    expect(await rejectionOf(offered.stream(path)[Symbol.asyncIterator]().next())).toMatchObject({ code: 'not-found' });
  });

  it('gives its text when it is a small one', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'text'), 'espalier: 1 # 树');
    writeFileSync(join(folder, 'bytes'), new Uint8Array([0xff, 0xfe, 0x00]));
    const offered = createOfferedFiles(createIds());
    const [text, bytes] = [await offered.offer(join(folder, 'text')), await offered.offer(join(folder, 'bytes'))];
    expect(await offered.text(text?.file ?? '', 100)).toBe('espalier: 1 # 树');
    expect(await offered.text(text?.file ?? '', 5)).toBeNull();
    expect(await offered.text(bytes?.file ?? '', 100)).toBeNull();
  });
});
