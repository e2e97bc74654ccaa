import { mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { encode as encodeBmp } from 'bmp-ts';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { createCatalog } from '../../src-main/services/catalog.ts';
import { glimpseOf, type RawImport } from '../../src-main/services/source-glimpses.ts';
import { glimpse } from '../../src-main/workers/glimpse.ts';
import type { SourceGlimpse } from '../../src-shared/domain/source-glimpse.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { toneOf, wavOf } from '../support/sounds.ts';

const catalog = createCatalog();

/** As the wizard asks, of a workspace with these files. */
function look(
  files: Readonly<Record<string, string | Uint8Array>>,
  raw: RawImport,
  folder = temporaryFolder(),
): Promise<SourceGlimpse | null> {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const askGlimpse = (question: Omit<Parameters<typeof glimpse>[0], 'builtin'>) => glimpse({ ...question, builtin: {} });
  return glimpseOf({ catalog, workspaceFolder: folder, askGlimpse }, raw);
}

const rows = Array.from({ length: 2000 }, (_, i) => `${i / 10},${'abc'[i % 3]},2024-0${1 + (i % 9)}-01,note number ${i},${i % 4}`);
const csv = ['size,colour,day,note,grade', ...rows].join('\n');
const types = (found: SourceGlimpse | null) => Object.fromEntries(found?.columns.map(({ name, type }) => [name, type]) ?? []);

describe('a look at a source', () => {
  it('tells what the columns of a table hold by its first rows, and how each can be read', async () => {
    const found = await look({ 'a.csv': csv }, { source: 'a.csv' });
    expect(types(found)).toEqual({ size: 'number', colour: 'category', day: 'date', note: 'ignored', grade: 'number' });
    expect(found).toMatchObject({ files: 1, bytes: csv.length, areAllColumns: true, looked: 500, classes: [] });
    expect(found?.rows.slice(0, 2)).toEqual([rows[0]!.split(','), rows[1]!.split(',')]);
    const encodings = Object.fromEntries(found?.columns.map(column => [column.name, column.encodings]) ?? []);
    expect(encodings['size']).toContain('quantile');
    expect(encodings['colour']).toContain('one-hot');
    expect(encodings['colour']).not.toContain('quantile');
    expect(encodings['day']).toContain('date-parts');
    expect(encodings['size']).not.toContain('date-parts');
    expect(found?.columns[3]?.warning).toMatch(/'note' has \d+ distinct texts/);
  });

  it('reads the first rows of a huge file only, and says the same of its broken end as of a whole one', async () => {
    const broken = `${csv}\n${`${rows[7]}\n`.repeat(10_000)}1,2\n`;
    expect(types(await look({ 'a.csv': broken }, { source: 'a.csv' }))).toEqual(types(await look({ 'a.csv': csv }, { source: 'a.csv' })));
  });

  it('takes the parameters that are given and right, and is not stopped by wrong ones', async () => {
    const files = { 'a.csv': 'x|y,z\n1|2,3\n' };
    expect(types(await look(files, { source: 'a.csv', delimiter: 'pipe' }))).toEqual({ x: 'number', 'y,z': 'category' });
    expect(types(await look(files, { source: 'a.csv', delimiter: 'nothing', label: 7 }))).toEqual({ 'x|y': 'category', z: 'number' });
  });

  it('shows Parquet and JSON lines as the database reads them', async () => {
    const folder = temporaryFolder();
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT i AS n, CASE WHEN i = 1 THEN NULL ELSE 'v' || (i % 2) END AS t, DATE '2024-01-01' + i::INTEGER AS d FROM range(900) r(i)) TO '${folder}/a.parquet' (FORMAT parquet)`,
    );
    connection.closeSync();
    instance.closeSync();
    const found = await look({}, { source: 'a.parquet' }, folder);
    expect(types(found)).toEqual({ n: 'ignored', t: 'category', d: 'date' });
    expect(found?.rows.map(row => row[1])).toEqual(['v0', '', 'v0', 'v1', 'v0']);
    expect(found?.looked).toBe(500);
    const lines = Array.from({ length: 30 }, (_, i) => JSON.stringify({ n: i % 7, t: 'xy'[i % 2] })).join('\n');
    expect(types(await look({ 'a.jsonl': lines }, { source: 'a.jsonl', kind: 'table' }))).toEqual({ n: 'number', t: 'category' });
  });

  it('shows records of texts, whose later lines may say more', async () => {
    const lines = `${JSON.stringify({ body: 'hello '.repeat(40), topic: 'a' })}\n${JSON.stringify({ body: 'x', topic: 'b', from: 'me' })}\n`;
    const found = await look({ 'a.jsonl': lines }, { source: 'a.jsonl' });
    expect(found?.columns.map(({ name }) => name)).toEqual(['body', 'topic', 'from']);
    expect(found).toMatchObject({ areAllColumns: false, looked: 2 });
    expect(found?.rows[0]?.[0]).toMatch(/^hello .*…$/);
    expect((await look({ 'a.csv': 'text,label\na,b\n' }, { source: 'a.csv', kind: 'text' }))?.areAllColumns).toBe(true);
  });

  it('counts the classes of folders, and shows what names or a list say of files', async () => {
    const tone = wavOf(toneOf(400, 1));
    const files = { 'voices/7_ann_1.wav': tone, 'voices/7_bob_1.wav': tone, 'voices/8_ann_1.wav': tone };
    const named = await look(files, { source: 'voices', kind: 'audio-folder', names: '{class}_{speaker}_{take}' });
    expect(named).toMatchObject({
      files: 3,
      classes: [
        { name: '7', items: 2 },
        { name: '8', items: 1 },
      ],
    });
    expect(named?.columns.map(({ name }) => name)).toEqual(['speaker', 'take']);
    const sorted = { 'pictures/cat/a.png': 'x', 'pictures/cat/b.png': 'x', 'pictures/dog/c.png': 'x', 'pictures/read.me': 'x' };
    expect(await look(sorted, { source: 'pictures', kind: 'image-folder' })).toMatchObject({
      files: 3,
      columns: [],
      classes: [
        { name: 'cat', items: 2 },
        { name: 'dog', items: 1 },
      ],
    });
    const listed = { ...sorted, 'pictures/list.csv': 'file,class,patient\ncat/a.png,old,p1\ndog/c.png,new,p2\n' };
    const byList = await look(listed, { source: 'pictures', kind: 'image-folder' });
    expect(byList).toMatchObject({
      files: 2,
      rows: [['p1'], ['p2']],
      classes: [
        { name: 'new', items: 1 },
        { name: 'old', items: 1 },
      ],
    });
    expect(byList?.columns.map(({ name }) => name)).toEqual(['patient']);
    expect(await look({ 'texts/ham/1.txt': 'a', 'texts/spam/2.txt': 'b' }, { source: 'texts', kind: 'text' })).toMatchObject({
      classes: [
        { name: 'ham', items: 1 },
        { name: 'spam', items: 1 },
      ],
    });
  });

  it('hears a few recordings, the first of each class to begin with', async () => {
    const tone = wavOf(toneOf(400, 1));
    const files = { 'v/7_ann.wav': tone, 'v/7_bob.wav': tone, 'v/8_ann.wav': tone };
    const found = await look(files, { source: 'v', kind: 'audio-folder', names: '{class}_{speaker}' });
    const samples = found?.samples ?? [];
    expect(samples.map(({ name, label }) => [name, label])).toEqual([
      ['7_ann.wav', '7'],
      ['8_ann.wav', '8'],
      ['7_bob.wav', '7'],
    ]);
    const { shape, pixels } = samples[0]!.picture!;
    expect(shape[0]! * shape[1]!).toBeGreaterThan(100);
    expect(Buffer.from(pixels, 'base64')).toHaveLength(shape[0]! * shape[1]!);
  });

  it('shows a few files, and of those that can not be read why', async () => {
    const red = encodeBmp({ data: Buffer.alloc(4 * 9 * 5, Buffer.from([255, 0, 0, 255])), bitPP: 24, width: 9, height: 5 }).data;
    const files = { 'p/b/1.bmp': new Uint8Array(red), 'p/a/1.bmp': new Uint8Array(red), 'p/a/2.png': 'no picture' };
    const found = await look(files, { source: 'p', kind: 'image-folder' });
    expect(found?.samples.map(({ name }) => name)).toEqual(['a/1.bmp', 'b/1.bmp', 'a/2.png']);
    expect(found?.samples[0]).toMatchObject({ label: 'a', picture: { shape: [64, 64, 3] }, problem: null });
    expect(found?.samples[2]).toMatchObject({ picture: null, problem: expect.stringContaining('the first bytes are of none') as string });
    const grey = await look(files, { source: 'p', kind: 'image-folder', colour: 'grey', fit: 'stretch' });
    expect(grey?.samples[0]?.picture?.shape).toEqual([64, 64, 1]);
    const texts = await look({ 't/a/1.txt': 'hello '.repeat(100), 't/b/1.txt': '  short  ' }, { source: 't', kind: 'text' });
    expect(texts?.samples.map(({ text }) => text?.length)).toEqual([160, 5]);
  });

  it('looks into a small archive, and leaves nothing of it behind', async () => {
    const before = readdirSync(tmpdir()).filter(name => name.startsWith('espalier-glimpse-')).length;
    const zip = zipSync({ 'inner/a.csv': new TextEncoder().encode(csv) });
    expect((await look({ 'a.zip': zip }, { source: 'a.zip', kind: 'table' }))?.columns).toHaveLength(5);
    expect(readdirSync(tmpdir()).filter(name => name.startsWith('espalier-glimpse-'))).toHaveLength(before);
  });

  it('says nothing where there is nothing to choose from', async () => {
    expect(await look({ 'a.npy': 'x' }, { source: 'a.npy' })).toBeNull();
    expect(await look({}, { source: 'who knows' })).toBeNull();
  });

  it('refuses what the import would refuse, what lies outside, and what is too much to look at', async () => {
    expect(await rejectionOf(look({ 'a.csv': 'x,x\n1,2\n' }, { source: 'a.csv' }))).toMatchObject({
      code: 'invalid-input',
      path: 'a.csv:1',
    });
    expect((await rejectionOf(look({ 'a.csv': '' }, { source: 'a.csv' }))).message).toContain('the file is empty');
    expect((await rejectionOf(look({}, { source: 'gone.csv' }))).code).toBe('not-found');
    expect(await rejectionOf(look({}, { source: '../other.csv' }))).toMatchObject({ code: 'invalid-input', path: 'source' });
    const folder = temporaryFolder();
    const huge = join(folder, 'huge.zip');
    writeFileSync(huge, '');
    truncateSync(huge, 2 ** 40);
    expect((await rejectionOf(look({}, { source: 'huge.zip', kind: 'table' }, folder))).message).toContain('takes longer');
  });
});
