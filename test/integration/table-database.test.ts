import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeTensorFile, encodeTensorFile, type TensorFile } from '../../src-shared/lib/tensor-file.ts';
import { csvRecords } from '../../src-main/engine/data/readers/csv-records.ts';
import { readByDatabase } from '../../src-main/engine/data/readers/read-by-database.ts';
import { createTableJournal, type TableJournal } from '../../src-main/engine/data/readers/table-journal.ts';
import { table } from '../../src-main/engine/data/readers/table.reader.ts';
import { createColumn, type ColumnStore } from '../../src-main/engine/data/table/column-store.ts';
import { createLocalFiles } from '../../src-main/platform/local-files.ts';
import { createSourceFiles } from '../../src-main/platform/source-files.ts';
import { createSha256 } from '../support/memory-files.ts';
import { tableReader } from '../support/table-params.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-tables-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const scratch = () => join(folder, 'scratch');

function callOf(source: string, config: unknown = {}) {
  const sources = createSourceFiles({});
  return { source, config, sources, createSha256, local: createLocalFiles(sources, scratch()), groupBy: null, turn: async () => {} };
}

interface Options {
  readonly required?: readonly number[];
  readonly asTexts?: readonly string[];
  readonly journal?: TableJournal<unknown>;
}

/** By the database, whatever the file's size. */
function throughDatabase(source: string, options: Options = {}) {
  const file = { name: source.split('/').at(-1)!, bytes: 1 };
  const { required = [], asTexts = [], journal } = options;
  const check = (names: readonly string[]) => ({ names, required, asTexts: new Set(asTexts) });
  return readByDatabase(callOf(source), { file, delimiter: 'auto', check, ...(journal === undefined ? {} : { journal }) });
}

async function throughText(text: string): Promise<ColumnStore[]> {
  const once = async function* () {
    yield new TextEncoder().encode(text);
  };
  const records: string[][] = [];
  for await (const batch of csvRecords(once(), 't.csv', 'auto')) records.push(...batch);
  const [names = [], ...rows] = records;
  return names.map((name, i) => {
    const builder = createColumn(name, { left: 1e6 });
    for (const row of rows) builder.push(row[i]!);
    return builder.finish();
  });
}

const numbers = (store: ColumnStore) => [...store.numbers];
const textsByRow = ({ codes, texts }: ColumnStore) => [...codes].map(code => (code === 0 ? null : texts![code - 1]));

it('holds a delimited text as the reader of short files does: quotes, gaps, dates, names that differ by case', async () => {
  const text =
    '\uFEFFname;A;a;when\r\n"x; ""y""";1;3.5;2024-01-31\r\nβ;;1e3;\r\n"x; ""y""";-2;NA;2024-02-01T06:30:00Z\r\n?;7;0;1969-12-31\r\n';
  writeFileSync(join(folder, 't[1].csv'), text);
  const [read, held] = [await throughDatabase(join(folder, 't[1].csv')), await throughText(text)];
  expect(read.stores.map(store => store.name)).toEqual(['name', 'A', 'a', 'when']);
  for (const [i, store] of read.stores.entries()) {
    const { missing, nonNumbers, areDates, rows } = held[i]!;
    expect([store.missing, store.nonNumbers, store.areDates, store.rows], store.name).toEqual([missing, nonNumbers, areDates, rows]);
    if (i > 0) expect(numbers(store), store.name).toEqual(numbers(held[i]!));
  }
  expect(read.stores[0]!.texts).toEqual(held[0]!.texts);
  expect(textsByRow(read.stores[0]!)).toEqual(textsByRow(held[0]!));
  expect(readdirSync(scratch())).toEqual([]);
});

it('reads a column as texts whose numbers end far behind its start, and says where', async () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => `${i === 50_000 ? 'oops' : i % 7},${i}`);
  writeFileSync(join(folder, 't.csv'), `x,y\n${rows.join('\n')}\n`);
  const { stores } = await throughDatabase(join(folder, 't.csv'));
  expect(stores[0]).toMatchObject({ nonNumbers: 1, firstNonNumber: { text: 'oops', row: 50_001 } });
  expect([...stores[0]!.texts!].sort()).toEqual(['0', '1', '2', '3', '4', '5', '6', 'oops']);
  expect(stores[1]!.numbers[59_999]).toBe(59_999);
});

it('leaves rows without a label out, and lists the texts of number columns that are categories', async () => {
  writeFileSync(join(folder, 't.csv'), 'x,y\n1,5\n2,\n3.5,6\n1,5\n');
  const { stores, rows, dropped } = await throughDatabase(join(folder, 't.csv'), { required: [1], asTexts: ['x', 'y'] });
  expect([rows, dropped]).toEqual([3, 1]);
  expect(textsByRow(stores[0]!)).toEqual(['1', '3.5', '1']);
  expect(textsByRow(stores[1]!)).toEqual(['5', '6', '5']);
});

it('reads a long table in one pass as by a table of the database, which it takes for more texts than are listed', async () => {
  const towns = ['a', 'a\u0301', 'town twelve1', 'town twelve12', 'town twelve13', 'd', '?', ' d '];
  const row = (i: number) => [
    i % 11 === 0 ? '' : i * 0.37,
    i % 5,
    towns[i % 8],
    i % 9 === 4 ? 'x' : i,
    i % 3 === 0 ? 'NA' : i % 4,
    i % 13,
    '',
  ];
  const rows = Array.from({ length: 40_000 }, (_, i) => row(i % 7000));
  const header = 'part,whole,town,mixed,y,cat,none';
  writeFileSync(join(folder, 'one.csv'), [header, ...rows.map(cells => cells.join())].join('\n'));
  writeFileSync(join(folder, 'two.csv'), [`${header},id`, ...rows.map((cells, i) => `${cells.join()},item ${i}`)].join('\n'));
  const options = { required: [4], asTexts: ['cat', 'y'] };
  const streamed = await throughDatabase(join(folder, 'one.csv'), options);
  const stored = await throughDatabase(join(folder, 'two.csv'), options);
  expect([streamed.rows, streamed.dropped]).toEqual([stored.rows, stored.dropped]);
  expect(stored.stores[7]!.texts === null).toBe(true);
  for (const [i, store] of streamed.stores.entries()) expect(store, store.name).toEqual(stored.stores[i]);
  expect(streamed.stores[2]!.texts).toHaveLength(6);
});

describe('a long table that is read in parts', () => {
  const names = ['part', 'whole', 'town', 'y'];
  const text = (rows: number): string =>
    [
      names.join(),
      ...Array.from(
        { length: rows },
        (_, i) =>
          `${i % 11 === 0 ? '' : i * 0.37},${i},${['a', 'bé', 'a town of many letters', `t${i >> 13}`][i % 4]},${i % 9 === 4 ? '' : i % 3}`,
      ),
    ].join('\n');

  /** Kept in memory; the second time it is time to keep something, the process ends. */
  async function interrupted(source: string): Promise<TensorFile> {
    const kept: TensorFile[] = [];
    const save = async (file: TensorFile): Promise<void> => {
      kept.push(decodeTensorFile(encodeTensorFile(file)));
      if (kept.length === 2) throw new Error('killed');
    };
    const journal = createTableJournal({ resumeFrom: null, due: () => true, save });
    journal.fileIs('the file');
    const options = { required: [3], asTexts: ['y'], journal };
    await expect(throughDatabase(source, options)).rejects.toThrow('killed');
    return kept[1]!;
  }

  const resumed = (source: string, resumeFrom: TensorFile, sha256: string) => {
    const journal = createTableJournal({ resumeFrom, due: () => false, save: () => Promise.reject(new Error('nothing is due')) });
    expect(journal.hasEarlier).toBe(true);
    journal.fileIs(sha256);
    return throughDatabase(source, { required: [3], asTexts: ['y'], journal });
  };

  it('goes on behind what was kept, to the same columns', async () => {
    const source = join(folder, 't.csv');
    writeFileSync(source, text(60_000));
    const whole = await throughDatabase(source, { required: [3], asTexts: ['y'] });
    const kept = await interrupted(source);
    const { rows } = JSON.parse(kept.metadata['state']!) as { readonly rows: number };
    expect(rows).toBeGreaterThan(1000);
    expect(rows).toBeLessThan(whole.rows / 2);
    expect(await resumed(source, kept, 'the file')).toEqual(whole);
    // Nothing before the place where it goes on is looked at: with other rows there, the columns are those that were kept.
    writeFileSync(source, text(60_000).replace('1,bé', '1,xx'));
    expect(await resumed(source, kept, 'the file')).toEqual(whole);
  });

  it('begins anew where the file is another one by now', async () => {
    const source = join(folder, 't.csv');
    writeFileSync(source, text(60_000));
    const kept = await interrupted(source);
    writeFileSync(source, text(60_000).replace('1,bé', '1,xx'));
    const { stores } = await resumed(source, kept, 'another file');
    expect(textsByRow(stores[2]!)[1]).toBe('xx');
  });
});

it.each([
  ['a ragged row', 'x,y\n1,a\n2,b,3\n', /must have 2 columns/],
  ['a quote never closed', `x,y\n1,a\n2,"b\n${'3,c\n'.repeat(10)}`, /required/],
])('refuses %s with the file as the place, and leaves nothing behind', async (_, text, message) => {
  writeFileSync(join(folder, 't.csv'), `x,y\n${'1,a\n'.repeat(40_000)}${text.slice(4)}`);
  await expect(throughDatabase(join(folder, 't.csv'))).rejects.toThrow(message);
  expect(readdirSync(scratch())).toEqual([]);
});

it('reads Parquet files and JSON lines whole, with the dates and the numbers they say', async () => {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = `SELECT i::INTEGER AS n, (i * 0.5)::DECIMAL(9, 1) AS d, ['u', 'v', NULL][1 + i % 3] AS c, DATE '2024-01-01' + i::INTEGER AS day, i % 2 = 0 AS even FROM range(30) r(i)`;
  await connection.run(`COPY (${rows}) TO '${folder}/t.parquet'`);
  await connection.run(`COPY (${rows}) TO '${folder}/t.jsonl' (FORMAT json)`);
  connection.closeSync();
  for (const file of ['t.parquet', 't.jsonl']) {
    const { params } = tableReader({ label: 'even', columns: { n: { kind: 'standardise' } } });
    const data = await table.read({ ...callOf(join(folder, file)), config: params as never });
    expect(data.target).toMatchObject({ task: 'classes', classes: ['false', 'true'] });
    expect([...data.target.values].slice(0, 4)).toEqual([1, 0, 1, 0]);
    const { columns, preprocessing } = data.encode(Uint32Array.from({ length: 30 }, (_, i) => i));
    expect(columns?.map(({ type, missing }) => [type, missing])).toEqual([
      ['number', 0],
      ['number', 0],
      ['category', 10],
      ['date', 0],
      ['label', 0],
    ]);
    expect(preprocessing[0]).toMatchObject({ columns: [{ mean: 14.5 }, { mean: 7.25 }, { values: ['', 'u', 'v'] }, { kind: 'date' }] });
    expect(data.sources[0]!.sha256).toMatch(/^[0-9a-f]{64}$/);
  }
});

it('stops while the database works, and cleans up', async () => {
  writeFileSync(join(folder, 't.csv'), `x,y\n${'1,2\n'.repeat(2_000_000)}`);
  let turns = 0;
  const turn = () => (++turns > 2 ? Promise.reject(new DOMException('stop', 'AbortError')) : Promise.resolve());
  const call = { ...callOf(join(folder, 't.csv')), turn };
  const check = (names: readonly string[]) => ({ names, required: [], asTexts: new Set<string>() });
  await expect(readByDatabase(call, { file: { name: 't.csv', bytes: 1 }, delimiter: 'auto', check })).rejects.toThrow('stop');
  expect(readdirSync(scratch())).toEqual([]);
});
