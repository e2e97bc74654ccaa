import { appendFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importDataset, type ImportedDataset } from '../../src-main/engine/data/import-dataset.ts';
import { readers } from '../../src-main/engine/data/readers/index.ts';
import { createSourceFiles } from '../../src-main/platform/source-files.ts';
import { createCatalog } from '../../src-main/services/catalog.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import { createSha256, memoryArtifacts } from '../support/memory-files.ts';
import { rejectionOf } from '../support/rejection-of.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

async function imported(source: string, kind: string, given: object, turn = async () => {}): Promise<ImportedDataset> {
  const params = parseParams(readers.require(kind).params, { ...given }, createCatalog());
  if (!params.ok) throw new Error(JSON.stringify(params.error));
  const local = {
    pathOf: async () => source,
    async makeFolder() {
      const path = await mkdtemp(join(tmpdir(), 'espalier-bad-'));
      return { path, remove: async () => rmSync(path, { recursive: true }) };
    },
  };
  const request = { name: 'bad', source, reader: { id: kind, params: params.value }, splits: { validation: 0.1, stratify: true, seed: 1 } };
  return importDataset(request, { sources: createSourceFiles({}), artifacts: memoryArtifacts(), createSha256, local, turn });
}

function once(change: () => void): () => Promise<void> {
  let isDone = false;
  return async () => {
    if (!isDone) change();
    isDone = true;
  };
}

describe('a sparse file of a terabyte', () => {
  it.each([
    ['table', 'rows.csv', { label: 'y' }],
    ['numpy', 'x.npy', {}],
    ['numpy', 'x.npz', {}],
    ['idx', 'train-images-idx3-ubyte', {}],
    ['audio-folder', 'a.wav', { unreadable: 0 }],
    ['image-folder', 'a.png', { unreadable: 0 }],
    ['text', 'mails.jsonl', {}],
  ])('is refused by the reader %s at once, not read', { timeout: 30_000 }, async (kind, name, params) => {
    const file = join(temporaryFolder(), name);
    writeFileSync(file, '');
    truncateSync(file, 2 ** 40);
    expect(await rejectionOf(imported(file, kind, params))).toMatchObject({ code: 'invalid-input' });
  });
});

it('a table that grows while it is read is refused, with both sizes', async () => {
  const file = join(temporaryFolder(), 'rows.csv');
  writeFileSync(file, ['x,y', ...Array.from({ length: 200_000 }, (_, i) => `${i},${i % 2}`)].join('\n'));
  let grown = false;
  const turn = async (): Promise<void> => {
    if (!grown) appendFileSync(file, '\n7,1\n8,0');
    grown = true;
  };
  expect((await rejectionOf(imported(file, 'table', { label: 'y' }, turn))).message).toMatch(
    /stays as it is .* went from \d+ to \d+ bytes/,
  );
});

describe('texts that change while they are read', () => {
  const lines = (count: number): string =>
    Array.from({ length: count }, (_, i) => JSON.stringify({ text: `mail number ${i}`, label: i % 2 === 0 ? 'spam' : 'ham' })).join('\n');

  it.each([
    ['grows', (file: string) => appendFileSync(file, `\n${lines(1)}`)],
    ['is cut off at the end of a line', (file: string) => truncateSync(file, lines(20_000).length)],
  ])('are refused where the file %s, with both sizes', async (_, change) => {
    const file = join(temporaryFolder(), 'mails.jsonl');
    writeFileSync(file, lines(40_000));
    const turn = once(() => change(file));
    expect(await rejectionOf(imported(file, 'text', {}, turn))).toMatchObject({
      code: 'invalid-input',
      path: 'mails.jsonl',
      message: expect.stringMatching(/stays as it is .* went from \d+ to \d+ bytes/) as string,
    });
  });

  it('are refused where one of a folder does, by its name', async () => {
    const folder = temporaryFolder();
    for (const name of ['ham', 'spam']) {
      mkdirSync(join(folder, name));
      for (let i = 0; i < 4; i++) writeFileSync(join(folder, name, `${i}.txt`), `text ${i} of ${name}`);
    }
    const turn = once(() => appendFileSync(join(folder, 'spam', '3.txt'), ' and more'));
    const refused = await rejectionOf(imported(folder, 'text', {}, turn));
    expect(refused).toMatchObject({ code: 'invalid-input', path: 'spam/3.txt' });
    expect(refused.message).toMatch(/stays as it is .* went from 14 to 23 bytes/);
  });
});

it('a gzip bomb of texts is refused before it fills the memory', { timeout: 30_000 }, async () => {
  const file = join(temporaryFolder(), 'mails.jsonl.gz');
  writeFileSync(file, gzipSync(Buffer.alloc(400_000_000, 32), { level: 9 }));
  expect((await rejectionOf(imported(file, 'text', {}))).message).toMatch(/A line may have at most/);
});

describe('classes', () => {
  it('of which there are 100,000 are refused as a label of a table, in a sentence', async () => {
    const file = join(temporaryFolder(), 'rows.csv');
    writeFileSync(file, ['x,y', ...Array.from({ length: 100_000 }, (_, i) => `${i},class${i}`)].join('\n'));
    expect(await rejectionOf(imported(file, 'table', { label: 'y' }))).toMatchObject({ code: 'invalid-input' });
  });

  it('of one item each are taken, and said to be missing where they are', async () => {
    const file = join(temporaryFolder(), 'rows.csv');
    writeFileSync(file, ['x,y', ...Array.from({ length: 40 }, (_, i) => `${(i * i) % 17},${i < 38 ? 'many' : `only${i}`}`)].join('\n'));
    const { summary } = await imported(file, 'table', { label: 'y' });
    expect(summary.classes).toEqual(['many', 'only38', 'only39']);
    expect(summary.warnings.join(' ')).toMatch(/split has no item of class(es)? 'only3/);
  });
});
