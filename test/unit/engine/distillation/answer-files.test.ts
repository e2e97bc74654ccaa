import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseNpy, parseNpyTexts } from '../../../../src-main/engine/data/numpy/npy.ts';
import { writeNpy } from '../../../../src-main/engine/data/numpy/write-npy.ts';
import type { AnswerFileSettings } from '../../../../src-main/engine/distillation/answer-file/answer-table.ts';
import { fileTeacher } from '../../../../src-main/engine/distillation/answer-file/file-teacher.ts';
import { readAnswerFile } from '../../../../src-main/engine/distillation/answer-file/read-answer-file.ts';
import { answersAll, answersOf } from '../../../../src-main/engine/distillation/teacher-answers.ts';
import { networkOf, type FileTeacher } from '../../../../src-main/engine/distillation/teacher.ts';
import { writeZip } from '../../../../src-main/engine/formats/lib/zip.ts';
import type { LoadedDataset } from '../../../../src-main/engine/data/load-dataset.ts';
import type { Engine } from '../../../../src-main/engine/tensor-library.ts';
import type { Task } from '../../../../src-shared/domain/graph/model-graph.ts';
import { smallDataset } from '../../../support/small-distillation.ts';

const HASH = 'ab'.repeat(32);
/** 36 items of training, 21 of validation. */
const ITEMS = 57;
const SETTINGS = { source: 'soft.npz', holds: 'probabilities', temperature: 1 } as const;

function dataOf(task: Task = 'classes'): LoadedDataset {
  const data = smallDataset(task);
  const classes = task === 'labels' ? ['red', 'green', 'blue'] : data.manifest.target.classes;
  const target = { ...data.manifest.target, task, classes };
  return { ...data, outputs: task === 'labels' ? 3 : data.outputs, manifest: { ...data.manifest, target, items: ITEMS } };
}

/** Row i is sure of class i % 3 by 0.7, and a little more of the first of the others. */
function rowOf(i: number): number[] {
  const row = [0.2, 0.1, 0.1];
  row[i % 3] = 0.7;
  if (i % 3 === 0) row[1] = 0.2;
  return row;
}

function world(files: Readonly<Record<string, Uint8Array>>) {
  return {
    sources: {
      list: (source: string) => Promise.resolve([{ name: source, bytes: files[source]?.length ?? 0 }]),
      read: (source: string) => Promise.resolve(files[source] ?? new Uint8Array(0)),
      stream: async function* (source: string) {
        yield await Promise.resolve(files[source] ?? new Uint8Array(0));
      },
    },
    createSha256: () => createHash('sha256') as never,
    turn: () => Promise.resolve(),
  };
}

interface Filed {
  readonly rows: readonly (readonly number[])[];
  readonly more?: Readonly<Record<string, Uint8Array>>;
  readonly settings?: Partial<AnswerFileSettings>;
  readonly data?: LoadedDataset;
}

async function teacherIn({ rows, more = {}, settings = {}, data = dataOf() }: Filed): Promise<FileTeacher> {
  const holds = settings.holds ?? 'probabilities';
  const answers = writeNpy(Float32Array.from(rows.flat()), [rows.length, rows[0]?.length ?? 1]);
  const members = { [`${holds}.npy`]: answers, ...more };
  const given = { ...SETTINGS, ...settings };
  const sha256 = { digest: () => 'f'.repeat(64), update: () => undefined };
  const place = { ...world({ 'soft.npz': writeZip(members) }), createSha256: () => sha256 };
  return fileTeacher(await readAnswerFile(given, place), { data, hash: HASH, settings: given });
}

const rows = (count: number): number[][] => Array.from({ length: count }, (_, i) => rowOf(i));
const engine = null as unknown as Engine;
const ask = (teacher: FileTeacher, data: LoadedDataset, split: 'train' | 'validation' = 'train') =>
  answersOf({ engine, data, split, items: data.itemsOf(split) }, teacher, () => Promise.resolve());

describe('a NumPy file', () => {
  it('that was written is read back, numbers and texts', () => {
    const numbers = parseNpy(writeNpy(Float32Array.of(1.5, -2, 3, 4), [2, 2]), 'a');
    expect(numbers).toEqual({ shape: [2, 2], values: Float64Array.of(1.5, -2, 3, 4) });
    expect([...parseNpy(writeNpy(Int32Array.of(-7, 8), [2]), 'a').values]).toEqual([-7, 8]);
    expect(parseNpyTexts(writeNpy(['cat', '', '狗🐕'], [3]), 'a')).toEqual(['cat', '', '狗🐕']);
    expect(() => parseNpyTexts(writeNpy(Int32Array.of(1), [1]), 'a')).toThrow(/array of texts/);
  });
});

describe('a file of soft labels', () => {
  it('answers with the logarithms of its probabilities, times the temperature they were made at', async () => {
    const data = dataOf();
    const answers = await ask(await teacherIn({ rows: rows(ITEMS), settings: { temperature: 4 } }), data);
    expect(answers).toHaveLength(36 * 3);
    for (const item of [0, 1, 35]) rowOf(item).forEach((share, c) => expect(answers[item * 3 + c]).toBeCloseTo(4 * Math.log(share), 5));
    const logits = await ask(await teacherIn({ rows: rows(ITEMS), settings: { holds: 'logits', temperature: 2 } }), data);
    expect(logits[0]).toBeCloseTo(1.4, 5);
  });

  it('goes by the names of its classes, and by the numbers of its items', async () => {
    const data = dataOf();
    const turned = Array.from({ length: ITEMS }, (_, i) => ITEMS - 1 - i);
    const more = {
      'items.npy': writeNpy(Int32Array.from(turned), [ITEMS]),
      'classes.npy': writeNpy(['blue', 'red', 'green'], [3]),
      'data.npy': writeNpy([HASH], [1]),
    };
    const filed = await teacherIn({ rows: turned.map(item => [rowOf(item)[2]!, rowOf(item)[0]!, rowOf(item)[1]!]), more });
    const plain = await teacherIn({ rows: rows(ITEMS) });
    for (const split of ['train', 'validation'] as const) expect(await ask(filed, data, split)).toEqual(await ask(plain, data, split));
  });

  it('may leave classes out, and know others', async () => {
    const data = dataOf();
    const more = { 'classes.npy': writeNpy(['pink', 'blue', 'red'], [3]) };
    const { map, ...teacher } = await teacherIn({ rows: Array.from({ length: ITEMS }, () => [0.5, 0.3, 0.2]), more });
    expect(map).toMatchObject({ known: [0, 2], missing: ['green'], foreign: ['pink'] });
    const [red, blue] = await ask({ map, ...teacher }, data);
    expect([Math.exp(red!), Math.exp(blue!)].map(share => Number(share.toFixed(4)))).toEqual([0.2, 0.3]);
    const strangers = { 'classes.npy': writeNpy(['cat', 'dog', 'red'], [3]) };
    await expect(teacherIn({ rows: rows(ITEMS), more: strangers })).rejects.toThrow(/'soft.npz' knows cat, dog, red/);
  });

  it('has a row for all items, for those outside the test part, or for the training part', async () => {
    const data = { ...dataOf(), manifest: { ...dataOf().manifest, items: 60 } };
    const of = async (count: number): Promise<FileTeacher> => teacherIn({ rows: rows(count), data });
    expect(answersAll(await of(60), data.itemsOf('validation'))).toBe(true);
    expect(answersAll(await of(ITEMS), data.itemsOf('validation'))).toBe(true);
    const train = await of(36);
    expect([answersAll(train, data.itemsOf('train')), answersAll(train, data.itemsOf('validation'))]).toEqual([true, false]);
    await expect((async () => ask(train, data, 'validation'))()).rejects.toThrow(/lacks 21, the first of them item 36/);
    await expect(of(40)).rejects.toThrow(/all 60 items is required, of the 57 outside the test part, or of the 36 .*got 40/);
  });

  it('is refused for other data, by hash: the file’s own word, or the recipe’s', async () => {
    const more = { 'data.npy': writeNpy(['cd'.repeat(32)], [1]) };
    await expect(teacherIn({ rows: rows(ITEMS), more })).rejects.toThrow(/labels of the data abababababab are required.*of cdcdcdcdcdcd/);
    await expect(teacherIn({ rows: rows(ITEMS), settings: { madeFor: 'ababababab00' } })).rejects.toThrow(/of the data abababababab/);
    expect((await teacherIn({ rows: rows(ITEMS), settings: { madeFor: HASH.slice(0, 12) } })).file.rows).toBe(ITEMS);
  });

  it('is refused with the row whose numbers are no probabilities, or whose item is none or was there before', async () => {
    const with7 = (row: readonly number[]) => rows(ITEMS).map((own, i) => (i === 6 ? row : own));
    await expect(teacherIn({ rows: with7([0.5, 0.6, 0.7]) })).rejects.toThrow(/sum to 1 are required, but those of row 7 sum to 1\.8/);
    await expect(teacherIn({ rows: with7([1.5, -0.5, 0]) })).rejects.toThrow(/from 0 to 1 are required, but row 7 has 1\.5/);
    await expect(teacherIn({ rows: with7([NaN, 0.5, 0.5]) })).rejects.toThrow(/row 7 has NaN/);
    const items = (change: (i: number) => number) => ({
      'items.npy': writeNpy(
        Int32Array.from({ length: ITEMS }, (_, i) => change(i)),
        [ITEMS],
      ),
    });
    await expect(teacherIn({ rows: rows(ITEMS), more: items(i => i + 1) })).rejects.toThrow(/from 0 to 56 are required, but row 57 has 57/);
    await expect(teacherIn({ rows: rows(ITEMS), more: items(i => (i === 9 ? 4 : i)) })).rejects.toThrow(/rows 5 and 10 are both of item 4/);
  });

  it('of another width, or without a name that tells, is refused with what there is', async () => {
    await expect(teacherIn({ rows: rows(ITEMS).map(row => row.slice(1)) })).rejects.toThrow(/3 columns are required .* got 2/);
    await expect(teacherIn({ rows: rows(ITEMS), settings: { classes: ['red', 'blue'] } })).rejects.toThrow(/2 columns are required/);
    const member = { 'extra.npy': writeNpy(Float32Array.of(1), [1]) };
    const files = { 'soft.npz': writeZip({ 'soft.npy': writeNpy(Float32Array.of(1), [1]), ...member }) };
    await expect(readAnswerFile(SETTINGS, world(files))).rejects.toThrow(/called 'probabilities', or only one .* soft, extra/);
    const logits = { 'soft.npz': writeZip({ 'logits.npy': writeNpy(Float32Array.of(1), [1]) }) };
    await expect(readAnswerFile(SETTINGS, world(logits))).rejects.toThrow(/probabilities is required, but the file has logits/);
    await expect((async () => readAnswerFile({ ...SETTINGS, source: 'a.pkl' }, world({})))()).rejects.toThrow(/\.parquet; got 'a\.pkl'/);
  });

  it('tells a yes from a no, each label by itself, and values as they are', async () => {
    const binary = dataOf('binary');
    const one = Array.from({ length: ITEMS }, () => [0.8]);
    expect((await ask(await teacherIn({ rows: one, data: binary }), binary))[0]).toBeCloseTo(Math.log(4), 5);
    const no = { 'classes.npy': writeNpy(['no'], [1]) };
    expect((await ask(await teacherIn({ rows: one, more: no, data: binary }), binary))[0]).toBeCloseTo(-Math.log(4), 5);
    const two = Array.from({ length: ITEMS }, () => [0.8, 0.2]);
    expect((await ask(await teacherIn({ rows: two, data: binary }), binary))[0]).toBeCloseTo(-Math.log(4), 5);
    const labels = dataOf('labels');
    const many = Array.from({ length: ITEMS }, () => [0.9, 0.8, 0.5]);
    const [first, second, third] = await ask(await teacherIn({ rows: many, data: labels }), labels);
    expect([first, second, third].map(value => Number(value!.toFixed(4)))).toEqual([2.1972, 1.3863, 0]);
    const values = dataOf('values');
    const numbers = Array.from({ length: ITEMS }, (_, i) => [10 * i]);
    expect((await ask(await teacherIn({ rows: numbers, data: values, settings: { temperature: 3 } }), values))[2]).toBe(20);
  });

  it('can not stand where a network is asked for', async () => {
    const teacher = await teacherIn({ rows: rows(ITEMS) });
    expect(() => networkOf(teacher, 'for assistants')).toThrow(/a network is required for assistants, 'soft.npz' is a file of answers/);
  });
});
