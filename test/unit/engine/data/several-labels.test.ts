import fc from 'fast-check';
import { encode as encodeBmp } from 'bmp-ts';
import { describe, expect, it } from 'vitest';
import { importDataset, type ImportRequest } from '../../../../src-main/engine/data/import-dataset.ts';
import { stratifyLabels } from '../../../../src-main/engine/data/iterative-stratification.ts';
import { labelRows } from '../../../../src-main/engine/data/label-rows.ts';
import { loadDataset } from '../../../../src-main/engine/data/load-dataset.ts';
import { readers } from '../../../../src-main/engine/data/readers/index.ts';
import { makeSplits } from '../../../../src-main/engine/data/splits.ts';
import { createCatalog } from '../../../../src-main/services/catalog.ts';
import { parseParams } from '../../../../src-shared/domain/params/parse-params.ts';
import { createRandom } from '../../../../src-shared/lib/random.ts';
import { createSha256, memoryArtifacts, memorySources } from '../../../support/memory-files.ts';
import { rejectionOf } from '../../../support/rejection-of.ts';
import { toneOf, wavOf } from '../../../support/sounds.ts';

type Files = Readonly<Record<string, Uint8Array | string>>;

async function imported(reader: string, files: Files, params: Readonly<Record<string, unknown>>, splits: object = {}) {
  const config = parseParams(readers.require(reader).params, params, createCatalog());
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const [only] = Object.keys(files);
  const request: ImportRequest = {
    name: 'labels',
    source: reader === 'table' ? `/d/${only}` : '/d',
    reader: { id: reader, params: config.value },
    splits: { validation: 0, test: 0, stratify: true, seed: 1, ...splits },
  };
  const artifacts = memoryArtifacts();
  const { manifest, manifestRef } = await importDataset(request, {
    ...{ sources: memorySources({ '/d': files }), artifacts, createSha256, turn: async () => {} },
  });
  const data = await loadDataset(manifestRef.hash, artifacts);
  const width = manifest.target.classes.length;
  const { targets } = data.gatherItems(Uint32Array.from({ length: manifest.items }, (_, i) => i));
  const rows = Array.from({ length: manifest.items }, (_, i) => [...targets.slice(i * width, (i + 1) * width)].join(''));
  return { manifest, data, rows, classes: manifest.target.classes };
}

const picture = (grey: number): Uint8Array =>
  new Uint8Array(encodeBmp({ data: Buffer.alloc(16, grey), bitPP: 24, width: 2, height: 2 }).data);

describe('items with several labels', () => {
  it.each([
    ['|', { task: 'labels' }],
    [';', { task: 'labels' }],
    [' / ', { separator: '/' }],
  ])('come from a table whose cells list them with %s between', async (between, params) => {
    const cells = [`b${between}a`, 'c', '', `a${between}a`];
    const { rows, classes, manifest } = await imported(
      'table',
      { 't.csv': `x,y\n${cells.map((c, i) => `${i},${c}`).join('\n')}` },
      { label: 'y', ...params },
    );
    expect(classes).toEqual(['a', 'b', 'c']);
    expect(rows).toEqual(['110', '001', '000', '100']);
    expect(manifest.target).toMatchObject({ task: 'labels', label: 'y', dtype: 'uint8', shape: [4, 3] });
    expect(manifest.input.shape).toEqual([4, 1]);
  });

  it('come from columns of 0 and 1, which are no inputs; a row without one of them is left out', async () => {
    const text = 'x,toxic,is_threat,is_insult,z\n1,1,0,true,4\n2,0,,0,5\n3,0,0,0,7\n4,1,1,0,1\n';
    const { rows, classes, manifest } = await imported('table', { 't.csv': text }, { label: 'toxic', labelColumns: ['is_*'] });
    expect(classes).toEqual(['toxic', 'is_threat', 'is_insult']);
    expect(rows).toEqual(['101', '000', '110']);
    expect(manifest.input.shape).toEqual([3, 2]);
    expect(manifest.columns?.map(({ name, type }) => `${name} ${type}`)).toEqual([
      ...['x number', 'toxic label', 'is_threat label', 'is_insult label', 'z number'],
    ]);
  });

  it('come from JSON lines with lists, for texts', async () => {
    const lines = [
      { text: 'one two', label: ['b', 'a'] },
      { text: 'two three', label: [] },
      { text: 'one three', label: ['a'] },
    ];
    const files = { 'rows.jsonl': lines.map(line => JSON.stringify(line)).join('\n') };
    const { rows, classes } = await imported('text', files, { task: 'labels', length: 2, atLeast: 1 });
    expect([classes, rows]).toEqual([
      ['a', 'b'],
      ['11', '00', '10'],
    ]);
  });

  it('come from columns of 0 and 1 beside texts', async () => {
    const files = { 'rows.csv': 'text,rude,loud\none two,1,0\ntwo three,1,1\none three,0,0\n' };
    const { rows, classes } = await imported('text', files, { labelColumns: ['rude', 'loud'], length: 2, atLeast: 1 });
    expect([classes, rows]).toEqual([
      ['rude', 'loud'],
      ['10', '11', '00'],
    ]);
  });

  it('come from a list of pictures, and of recordings', async () => {
    const list = 'file,class\na.bmp,cat;dog\nb.bmp,\nc.bmp,dog\n';
    const pictures = await imported(
      'image-folder',
      { 'list.csv': list, 'a.bmp': picture(1), 'b.bmp': picture(2), 'c.bmp': picture(3) },
      { task: 'labels' },
    );
    expect([pictures.classes, pictures.rows]).toEqual([
      ['cat', 'dog'],
      ['11', '00', '01'],
    ]);
    const json = JSON.stringify([
      { file: 'a.wav', class: ['low', 'clear'] },
      { file: 'b.wav', class: null },
    ]);
    const sounds = await imported(
      'audio-folder',
      { 'list.json': json, 'a.wav': wavOf(toneOf(300, 1)), 'b.wav': wavOf(toneOf(500, 2)) },
      { list: 'list.json', task: 'labels', seconds: 0.1, sampleRate: 8000, features: { kind: 'log-mel', bands: 8 } },
    );
    expect([sounds.classes, sounds.rows]).toEqual([
      ['clear', 'low'],
      ['11', '00'],
    ]);
  });

  it.each([
    [
      'a value that is neither 0 nor 1',
      { 't.csv': 'x,y,z\n1,1,2\n3,0,1\n' },
      { label: 'y', labelColumns: ['z'] },
      "holds 0 and 1, but 'z' of item 1 is '2'",
    ],
    [
      'a task that contradicts them',
      { 't.csv': 'x,y\n1,a\n3,b\n' },
      { label: 'y', separator: '|', task: 'classes' },
      "but the task is 'classes'",
    ],
    ['not a single label', { 't.csv': 'x,y\n1,\n3,\n' }, { label: 'y', task: 'labels' }, 'From 1 to 1000 labels are required'],
    [
      'a label column that is not there',
      { 't.csv': 'x,y\n1,1\n3,0\n' },
      { label: 'y', labelColumns: ['w_*'] },
      "A column called 'w_*' is required",
    ],
  ] as const)('are refused with %s', async (_, files, params, message) => {
    expect((await rejectionOf(imported('table', files, params))).message).toContain(message);
  });

  it('are warned of where a split lacks a label', async () => {
    const text = `x,y\n${Array.from({ length: 20 }, (_, i) => `${i},${i === 0 ? 'rare|often' : 'often'}`).join('\n')}`;
    const { manifest } = await imported('table', { 't.csv': text }, { label: 'y', task: 'labels' }, { validation: 5 });
    expect(manifest.warnings).toContain("The validation split has no item with label 'rare'.");
  });
});

describe('iterative stratification', () => {
  const drawn = (items: number, shares: readonly number[], seed: number) => {
    const random = createRandom(seed);
    return Uint8Array.from({ length: items * shares.length }, (_, k) => Number(random.next() < shares[k % shares.length]!));
  };

  it('keeps every label in proportion, rare ones too, where a draw by lot does not', () => {
    const shares = [0.5, 0.2, 0.03, 0.02];
    const items = 1000;
    const values = drawn(items, shares, 5);
    const labels = labelRows(values, shares.length);
    const request = { validation: 0.1, test: 0.1, stratify: true, seed: 2 };
    const off = (stratify: boolean): number[] => {
      const { test } = makeSplits({ items, classOf: null, labels, ownTest: null, request: { ...request, stratify } });
      expect(test).toHaveLength(100);
      return shares.map((_, l) => {
        const all = Array.from({ length: items }, (__, i) => i).filter(i => labels.has(i, l)).length;
        return Math.abs([...test].filter(i => labels.has(i, l)).length - all / 10);
      });
    };
    expect(Math.max(...off(true))).toBeLessThanOrEqual(1);
    expect(Math.max(...off(false))).toBeGreaterThan(2);
  });

  it('meets the sizes exactly and deals every item once, whatever the labels', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), { minLength: 6, maxLength: 80 }), fc.nat(), (rows, seed) => {
        const values = Uint8Array.from(rows.flat().map(Number));
        const first = Math.floor(rows.length / 3);
        const sizes = [first, rows.length - 2 * first, first, 0];
        const partOf = stratifyLabels({ labels: labelRows(values, 3), items: rows.length, sizes, random: createRandom(seed) });
        expect(sizes.map((_, part) => partOf.filter(own => own === part).length)).toEqual(sizes);
      }),
    );
  });
});
