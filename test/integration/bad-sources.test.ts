import { appendFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { classNames, MAX_CLASSES } from '../../src-main/engine/data/class-names.ts';
import { importDataset, type ImportedDataset } from '../../src-main/engine/data/import-dataset.ts';
import { readers } from '../../src-main/engine/data/readers/index.ts';
import { answerSheet } from '../../src-main/engine/prediction/answer-sheet.ts';
import { createSourceFiles } from '../../src-main/platform/source-files.ts';
import { createCatalog } from '../../src-main/services/catalog.ts';
import { parseParams } from '../../src-shared/domain/params/parse-params.ts';
import { createSha256, memoryArtifacts } from '../support/memory-files.ts';
import { failureOf } from '../support/failure-of.ts';
import { toneOf, wavOf } from '../support/sounds.ts';
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

  it('of which there are 100,000 are refused as folders too', () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `class${i}`);
    expect(failureOf(() => classNames(names))).toMatchObject({
      code: 'invalid-input',
      message: 'At most 10000 classes can be told apart, but the 100000 items are of 100000',
    });
    expect(classNames(names.slice(0, MAX_CLASSES))).toHaveLength(MAX_CLASSES);
  });

  it('of one item each are taken, and said to be missing where they are', async () => {
    const file = join(temporaryFolder(), 'rows.csv');
    writeFileSync(file, ['x,y', ...Array.from({ length: 40 }, (_, i) => `${(i * i) % 17},${i < 38 ? 'many' : `only${i}`}`)].join('\n'));
    const { summary } = await imported(file, 'table', { label: 'y' });
    expect(summary.classes).toEqual(['many', 'only38', 'only39']);
    expect(summary.warnings.join(' ')).toMatch(/split has no item of class(es)? 'only3/);
  });
});

describe('files that are written to or vanish while a folder is read', () => {
  const CASES = [
    ['image-folder', { size: [8, 8] }, 'png'],
    ['audio-folder', { seconds: 0.1, sampleRate: 8000 }, 'wav'],
  ] as const;
  const content = async (ending: string, i: number): Promise<Uint8Array> =>
    ending === 'wav'
      ? wavOf(toneOf(300 + 40 * i, i))
      : sharp(
          new Uint8Array(192).map((_, p) => (p * (i + 3)) & 255),
          { raw: { width: 8, height: 8, channels: 3 } },
        )
          .png()
          .toBuffer();

  async function folderOf(ending: string): Promise<string> {
    const folder = temporaryFolder();
    for (let i = 0; i < 40; i++) {
      mkdirSync(join(folder, `class ${i % 2}`), { recursive: true });
      writeFileSync(join(folder, `class ${i % 2}`, `${i}.${ending}`), await content(ending, i));
    }
    return folder;
  }

  it.each(CASES)(
    'are listed by the reader %s as far as some may be unreadable, and else refuse the folder',
    async (kind, params, ending) => {
      const change = (folder: string) =>
        once(() => {
          rmSync(join(folder, 'class 1', `39.${ending}`));
          truncateSync(join(folder, 'class 0', `38.${ending}`), 30);
        });
      const [strict, lenient] = [await folderOf(ending), await folderOf(ending)];
      expect(await rejectionOf(imported(strict, kind, { ...params, unreadable: 0 }, change(strict)))).toMatchObject({
        code: expect.any(String),
      });
      const { manifest } = await imported(lenient, kind, { ...params, unreadable: 0.1 }, change(lenient));
      expect(manifest.items).toBe(38);
      const told = manifest.warnings.filter(text => text.includes('is left out')).join();
      expect(told).toContain(`38.${ending}`);
      expect(told).toContain(`39.${ending}`);
    },
  );
});

it.each(['image-folder', 'audio-folder', 'text', 'table', 'numpy', 'idx'])(
  'an empty folder is refused by the reader %s by its path',
  async kind => {
    const folder = temporaryFolder();
    const params = kind === 'table' ? { label: 'y' } : {};
    expect(await rejectionOf(imported(folder, kind, params))).toMatchObject({ code: 'invalid-input' });
  },
);

describe('names and texts in any script', () => {
  const SCRIPTS = ['猫', 'кошка', 'قطة', 'बिल्ली', '🐈 chat « é »'];

  it('are the classes of folders and the columns of a table, as they are written', async () => {
    const folder = temporaryFolder();
    for (const [i, name] of SCRIPTS.entries()) {
      mkdirSync(join(folder, name));
      for (let n = 0; n < 8; n++) writeFileSync(join(folder, name, `${name} ${n}.wav`), wavOf(toneOf(300 + 90 * i, n)));
    }
    const sounds = await imported(folder, 'audio-folder', { seconds: 0.1, sampleRate: 8000 });
    expect([...sounds.summary.classes].sort()).toEqual([...SCRIPTS].sort());
    const file = join(temporaryFolder(), '表 таблица.csv');
    const rows = Array.from({ length: 40 }, (_, i) => `${i * 3},${(i * 7) % 11},${SCRIPTS[i % 5]!}`);
    writeFileSync(file, [`рост,身高,${SCRIPTS[0]!}`, ...rows].join('\n'));
    const table = await imported(file, 'table', { label: SCRIPTS[0]! });
    expect([...table.summary.classes].sort()).toEqual([...SCRIPTS].sort());
    expect(table.manifest.columns?.map(({ name }) => name)).toEqual(['рост', '身高', '猫']);
  });

  it('are told in each file of a folder by its own encoding', async () => {
    const folder = temporaryFolder();
    const utf16 = (text: string): Uint8Array =>
      Uint8Array.from([0xff, 0xfe, ...new Uint8Array(Uint16Array.from(text, c => c.charCodeAt(0)).buffer)]);
    // 鱼 and 狗 in GB18030.
    const gb = [Uint8Array.of(0xd3, 0xe3), Uint8Array.of(0xb9, 0xb7)];
    for (const [i, name] of ['鱼', '狗'].entries()) {
      mkdirSync(join(folder, name));
      const contents = [new TextEncoder().encode(name), utf16(name), gb[i]!, new TextEncoder().encode(`\uFEFF${name}`)];
      for (let n = 0; n < 20; n++) writeFileSync(join(folder, name, `${n}.txt`), contents[n % 4]!);
    }
    const { manifest } = await imported(folder, 'text', { tokeniser: { kind: 'characters' }, atLeast: 1, length: 2 });
    const [step] = manifest.preprocessing;
    expect(step?.kind === 'tokens' && [...step.vocabulary].sort()).toEqual(['狗', '鱼']);
  });
});

it('a class that a spreadsheet would take for a formula is written to a file of answers as a text', () => {
  const card = { task: 'classes' as const, classes: ['=HYPERLINK("http://a")', '@SUM(A1)', '-3'], label: '+label' };
  const sheet = answerSheet('csv', card, null);
  sheet.add({ name: '-2+3', answer: '=HYPERLINK("http://a")', probability: -0.5, values: [0.5, 0.25, 0.25], problem: null });
  expect(new TextDecoder().decode(sheet.finish()).split('\r\n')).toEqual([
    `item,'+label,probability,"p(=HYPERLINK(""http://a""))",p(@SUM(A1)),p(-3),problem`,
    `'-2+3,"'=HYPERLINK(""http://a"")",-0.5,0.5,0.25,0.25,`,
    '',
  ]);
});
