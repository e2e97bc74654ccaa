import { describe, expect, it } from 'vitest';
import { importDataset, type ImportRequest } from '../../../../src-main/engine/data/import-dataset.ts';
import { loadDataset } from '../../../../src-main/engine/data/load-dataset.ts';
import { text } from '../../../../src-main/engine/data/readers/text.reader.ts';
import { createCatalog } from '../../../../src-main/services/catalog.ts';
import type { TokensPreprocessing } from '../../../../src-shared/domain/dataset.ts';
import { parseParams } from '../../../../src-shared/domain/params/parse-params.ts';
import { createSha256, memoryArtifacts, memorySources } from '../../../support/memory-files.ts';
import { rejectionOf } from '../../../support/rejection-of.ts';

const ROWS = Array.from({ length: 20 }, (_, i) => ({
  body: i % 2 === 0 ? `good day ${i}` : `bad night ${i}`,
  mood: i % 2 === 0 ? 'up' : 'down',
  author: `a${i % 4}`,
}));

async function imported(files: Readonly<Record<string, Uint8Array | string>>, params: object = {}, splits: object = {}, source = '/texts') {
  const config = parseParams(text.params, { length: 4, atLeast: 1, ...params }, createCatalog());
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const request: ImportRequest = {
    name: 'texts',
    source,
    reader: { id: 'text', params: config.value },
    splits: { validation: 0.2, stratify: true, seed: 1, ...splits },
  };
  const artifacts = memoryArtifacts();
  const ports = { sources: memorySources({ '/texts': files }), artifacts, createSha256, turn: async () => {} };
  const { manifest, manifestRef } = await importDataset(request, ports);
  return { manifest, step: manifest.preprocessing[0] as TokensPreprocessing, data: await loadDataset(manifestRef.hash, artifacts) };
}

describe('a text data set', () => {
  const columns = { text: 'body', label: 'mood' };
  const jsonLines = { 'rows.jsonl': ROWS.map(row => JSON.stringify(row)).join('\n') };
  const csv = { 'rows.csv': `author,body,mood\n${ROWS.map(row => `${row.author},"${row.body}",${row.mood}`).join('\n')}` };
  const folders = Object.fromEntries(ROWS.map((row, i) => [`${row.mood}/${String(i).padStart(2, '0')}.txt`, row.body]));

  it.each([
    ['JSON lines', jsonLines, columns],
    ['CSV', csv, columns],
    ['folders', folders, {}],
  ])('is read from %s: token numbers, the vocabulary of the training part', async (_, files, params) => {
    const { manifest, step, data } = await imported(files, params);
    expect(manifest.target.classes).toEqual(['down', 'up']);
    expect(data.inputShape).toEqual([4]);
    expect(manifest.input).toMatchObject({ kind: 'text', dtype: 'int32', shape: [20, 4] });
    expect(step.vocabulary.slice(0, 4).sort()).toEqual(['bad', 'day', 'good', 'night']);
    const { inputs, targets } = data.gather(
      'train',
      Uint32Array.from({ length: data.count('train') }, (__, i) => i),
    );
    targets.forEach((target, i) => expect(step.vocabulary[inputs[4 * i]! - 2]).toBe(target === 1 ? 'good' : 'bad'));
  });

  it('learns no token from outside the training part', async () => {
    const { data, step } = await imported(jsonLines, columns);
    const seen = new Set([...data.itemsOf('train')].map(String));
    for (const token of step.vocabulary.filter(word => /^\d+$/.test(word))) expect(seen.has(token)).toBe(true);
  });

  it('keeps texts of one author together', async () => {
    const { data } = await imported(jsonLines, columns, { groupBy: 'author', test: 0.25, validation: 0.25 });
    const authors = (split: 'train' | 'test') => new Set([...data.itemsOf(split)].map(item => data.groups?.of[item]));
    expect([...authors('test')].filter(author => authors('train').has(author))).toEqual([]);
  });

  it('is judged by what was written last', async () => {
    const dated = Array.from({ length: 20 }, (_, i) =>
      JSON.stringify({ body: `text ${i}`, mood: i % 2 === 0 ? 'up' : 'down', day: `2024-05-${String(28 - i).padStart(2, '0')}` }),
    );
    const { data } = await imported({ 'rows.jsonl': dated.join('\n') }, columns, { orderBy: 'day', test: 0.25, validation: 0.25 });
    expect(['train', 'validation', 'test'].map(split => [...data.itemsOf(split as 'train')])).toEqual([
      [10, 11, 12, 13, 14, 15, 16, 17, 18, 19],
      [5, 6, 7, 8, 9],
      [0, 1, 2, 3, 4],
    ]);
  });

  it('leaves out lines without a text or a class, and says how many', async () => {
    const { manifest } = await imported(
      { 'rows.jsonl': `${jsonLines['rows.jsonl']}\n{"body":"x","mood":""}\n\n{"body":"","mood":"up"}` },
      columns,
    );
    expect(manifest.items).toBe(20);
    expect(manifest.warnings).toContain('2 items without text or class are left out.');
  });

  it.each([
    ['a line that is no object', { 'rows.jsonl': '{"body":"a","mood":"b"}\n[1]' }, columns, 'rows.jsonl:2'],
    ['a column that is not there', jsonLines, { ...columns, text: 'bdy' }, 'text'],
    ['texts of one class', { 'up/1.txt': 'a', 'up/2.txt': 'b' }, {}, 'source'],
    ['an empty folder', {}, {}, '/texts'],
    ['a table with a byte that is no UTF-8', { 'rows.csv': Uint8Array.of(0x61, 0xff) }, { ...columns, encoding: 'utf-8' }, 'rows.csv'],
  ] as const)('refuses %s', async (_, files, params, path) => {
    expect(await rejectionOf(imported(files, params))).toMatchObject({ code: 'invalid-input', path });
  });
});
