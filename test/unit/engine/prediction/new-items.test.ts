import { encode as encodeBmp } from 'bmp-ts';
import { describe, expect, it } from 'vitest';
import { importDataset } from '../../../../src-main/engine/data/import-dataset.ts';
import { loadDataset } from '../../../../src-main/engine/data/load-dataset.ts';
import { createPictureDecoder } from '../../../../src-main/engine/data/pictures/decode-picture.ts';
import { readers } from '../../../../src-main/engine/data/readers/index.ts';
import { decodeSound } from '../../../../src-main/engine/data/sound/decode-sound.ts';
import type { NewItem } from '../../../../src-main/engine/prediction/new-item.ts';
import { newItems } from '../../../../src-main/engine/prediction/new-items.ts';
import { createCatalog } from '../../../../src-main/services/catalog.ts';
import { parseParams } from '../../../../src-shared/domain/params/parse-params.ts';
import { createSha256, memoryArtifacts, memorySources } from '../../../support/memory-files.ts';
import { toneOf, wavOf } from '../../../support/sounds.ts';

const labels = Array.from({ length: 24 }, (_, i) => i % 2);
/** 12 × 8, another one for each. */
const pictureOf = (seed: number): Uint8Array => {
  const data = Buffer.from(Uint8Array.from({ length: 12 * 8 * 4 }, (_, i) => (i * (seed + 3) + seed) % 251));
  return new Uint8Array(encodeBmp({ data, bitPP: 24, width: 12, height: 8 }).data);
};
const named = (ending: string, make: (label: number, i: number) => Uint8Array | string) =>
  Object.fromEntries(labels.map((label, i) => [`${'ab'[label]}/${String(i).padStart(2, '0')}.${ending}`, make(label, i)]));
const row = (i: number): string =>
  `${i % 7 === 0 ? '' : i * 1.5},${['red', 'green', 'blue'][i % 3]},2024-0${1 + (i % 9)}-11,${'no yes'.split(' ')[i % 2]}`;

const FOLDERS = {
  '/pictures': named('bmp', (_, i) => pictureOf(i)),
  '/tones': named('wav', (label, i) => wavOf(toneOf(300 + 200 * label, i))),
  '/texts': named('txt', (label, i) => `word ${'xy'[label]} and number${i % 4} again`),
  '/rows': { 'rows.csv': ['size,colour,day,answer', ...labels.map((_, i) => row(i))].join('\n') },
};
const sources = memorySources(FOLDERS);
const decoders = { picture: createPictureDecoder, sound: decodeSound };

/** What a model that was trained on this source would carry, and the items it would be trained on. */
async function trained(kind: string, source: string, given: Readonly<Record<string, unknown>>) {
  const reader = readers.require(kind);
  const params = parseParams(reader.params, given, createCatalog());
  if (!params.ok) throw new Error(JSON.stringify(params.error));
  const artifacts = memoryArtifacts();
  const request = {
    name: 'case',
    source,
    reader: { id: kind, params: params.value },
    splits: { validation: 0.25, test: 0.25, stratify: true, seed: 2 },
  };
  const { manifestRef, manifest } = await importDataset(request, { sources, artifacts, createSha256, turn: async () => {} });
  const data = await loadDataset(manifestRef.hash, artifacts);
  return { data, card: { inputShape: data.inputShape, preprocessing: manifest.preprocessing } };
}

async function all(source: string, card: Awaited<ReturnType<typeof trained>>['card'], from = sources): Promise<readonly NewItem[]> {
  const found: NewItem[] = [];
  for await (const some of newItems({ sources: from, source, card, decoders, turn: async () => {} })) found.push(...some);
  return found;
}

describe('what a model carries makes new items what its training data were, to the bit', () => {
  it.each([
    ['pictures', 'image-folder', '/pictures', { size: [6, 6] }],
    ['recordings', 'audio-folder', '/tones', { seconds: 0.1, sampleRate: 8000, features: { kind: 'log-mel', bands: 8 } }],
    ['texts', 'text', '/texts', { length: 5, atLeast: 1 }],
    ['rows', 'table', '/rows/rows.csv', { label: 'answer' }],
    [
      'rows, encoded in other ways',
      'table',
      '/rows/rows.csv',
      { label: 'answer', numbers: { kind: 'quantile' }, texts: { kind: 'ordinal' } },
    ],
  ])('%s', async (_title, kind, source, params) => {
    const { data, card } = await trained(kind, source, params);
    const items = await all(source, card);
    expect(items).toHaveLength(labels.length);
    const { inputs } = data.gatherItems(Uint32Array.from(items.keys()));
    const width = inputs.length / items.length;
    items.forEach((item, i) => expect([...item.inputs!], item.name).toEqual([...inputs.subarray(i * width, (i + 1) * width)]));
  });
});

it('names records by file and place, takes columns in any order, and lets others be', async () => {
  const { card } = await trained('table', '/rows/rows.csv', { label: 'answer' });
  const other = memorySources({ '/new': { 'new.csv': 'more,day,colour,size\n?,2024-03-11,blue,3\n?,,violet,\n' } });
  const items = await all('/new/new.csv', card, other);
  expect(items.map(({ name }) => name)).toEqual(['new.csv:1', 'new.csv:2']);
  // A colour that was never seen has no input of its own; a missing size is the mean, which is 0.
  const size = card.inputShape[0] ?? 0;
  expect(items[1]!.inputs).toHaveLength(size);
  expect(items[1]!.inputs!.some(Number.isNaN)).toBe(false);
});

it('takes a cell that is no number or no date for a missing one, and the others as they are', async () => {
  const { card } = await trained('table', '/rows/rows.csv', { label: 'answer' });
  const inputsOf = async (...rows: string[]): Promise<readonly number[][]> => {
    const other = memorySources({ '/new': { 'new.csv': ['size,colour,day', ...rows].join('\n') } });
    return (await all('/new/new.csv', card, other)).map(({ inputs }) => [...inputs!]);
  };
  const rows = ['2024-01-01,red,soon', '3,red,2024-03-11', 'x,blue,7'];
  expect(await inputsOf(...rows)).toEqual(await inputsOf(',red,', '3,red,2024-03-11', ',blue,'));
});

it('says which column is missing, and which one may be meant', async () => {
  const { card } = await trained('table', '/rows/rows.csv', { label: 'answer' });
  const other = memorySources({ '/new': { 'new.csv': 'size,color,day\n1,red,2024-01-01\n' } });
  const failure = await all('/new/new.csv', card, other).catch((thrown: unknown) => thrown);
  expect(failure).toMatchObject({ error: { path: 'new.csv', hint: "Did you mean 'color'?" } });
});

it('tells of a picture that can’t be read, and answers the others', async () => {
  const { card } = await trained('image-folder', '/pictures', { size: [6, 6] });
  const other = memorySources({ '/new': { 'a.bmp': pictureOf(1), 'b.bmp': Uint8Array.of(1, 2, 3) } });
  const [good, bad] = await all('/new', card, other);
  expect(good?.inputs).toHaveLength(108);
  expect(bad).toMatchObject({ name: 'b.bmp', inputs: null });
  expect(bad?.problem).toMatch(/picture is required/);
});
