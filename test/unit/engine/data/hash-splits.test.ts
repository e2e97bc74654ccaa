import { describe, expect, it } from 'vitest';
import { imageData } from '../../../../src-main/engine/data/image-data.ts';
import { importDataset } from '../../../../src-main/engine/data/import-dataset.ts';
import { loadDataset } from '../../../../src-main/engine/data/load-dataset.ts';
import { labelledItems } from '../../../../src-main/engine/data/readers/labelled-source.ts';
import { makeSplits, type SplitInput } from '../../../../src-main/engine/data/splits.ts';
import { SPLITS } from '../../../../src-shared/domain/dataset.ts';
import { failureOf } from '../../../support/failure-of.ts';
import { createSha256, memoryArtifacts, memorySources } from '../../../support/memory-files.ts';
import { rejectionOf } from '../../../support/rejection-of.ts';
import { tableReader } from '../../../support/table-params.ts';

const request = { by: 'hash', validation: 0.2, test: 0.1, stratify: true, seed: 1 };
const inputOf = (names: readonly string[], more: Partial<SplitInput> = {}): SplitInput => {
  return { items: names.length, classOf: null, ownTest: null, identityOf: item => names[item]!, request, ...more };
};
const names = (count: number, from = 0): string[] => Array.from({ length: count }, (_, i) => `picture ${from + i}.png`);

/** The side of each item, by what it is. */
function sidesOf(input: SplitInput, all: readonly string[]): ReadonlyMap<string, string> {
  const splits = makeSplits(input);
  return new Map(SPLITS.flatMap(split => [...splits[split]].map(item => [all[item]!, split] as const)));
}

describe('sides by a hash', () => {
  it('meet the shares about, and give every item one', () => {
    const { train, validation, test } = makeSplits(inputOf(names(10_000)));
    expect(Math.abs(test.length - 1000)).toBeLessThan(90);
    expect(Math.abs(validation.length - 2000)).toBeLessThan(120);
    expect(new Set([...train, ...validation, ...test]).size).toBe(10_000);
    for (const part of [train, validation, test]) expect([...part]).toEqual([...part].sort((a, b) => a - b));
  });

  it('stay when items come, go and change their places', () => {
    const before = names(500);
    const after = [...names(300, 1000), ...before.filter((_, i) => i % 3 > 0).toReversed()];
    const [first, second] = [sidesOf(inputOf(before), before), sidesOf(inputOf(after), after)];
    for (const name of after) if (first.has(name)) expect(second.get(name)).toBe(first.get(name));
    // Drawn by lot, they do not.
    const lot = { request: { ...request, by: 'lot' } };
    const [drawn, anew] = [sidesOf(inputOf(before, lot), before), sidesOf(inputOf(after, lot), after)];
    expect(after.some(name => drawn.has(name) && anew.get(name) !== drawn.get(name))).toBe(true);
  });

  it('are others under another seed', () => {
    const all = names(500);
    const [one, two] = [1, 2].map(seed => sidesOf(inputOf(all, { request: { ...request, seed } }), all));
    const kept = all.filter(name => one!.get(name) === two!.get(name)).length;
    // By chance 0.7² + 0.2² + 0.1² of them.
    expect(kept / all.length).toBeCloseTo(0.54, 1);
  });

  it('leave the source’s own test part where it is, and the training share what it is', () => {
    const all = names(1000);
    const own = Uint32Array.from({ length: 200 }, (_, i) => 800 + i);
    const { train, validation, test } = makeSplits(inputOf(all, { ownTest: own, request: { ...request, train: 0.4, test: undefined } }));
    expect([...test]).toEqual([...own]);
    expect(Math.abs(validation.length - 160)).toBeLessThan(40);
    expect(Math.abs(train.length - 320)).toBeLessThan(50);
    const rest = makeSplits(inputOf(all, { ownTest: own, request: { ...request, validation: 0, test: undefined } }));
    expect([rest.train.length, rest.validation.length, rest.test.length]).toEqual([800, 0, 200]);
    const whole = makeSplits(inputOf(all, { ownTest: own, request: { ...request, test: undefined } }));
    expect(whole.train.length + whole.validation.length).toBe(800);
    const part = makeSplits(inputOf(all, { ownTest: own, request: { ...request, test: 0.5 } })).test;
    expect(part.length).toBeGreaterThan(60);
    expect(part.length).toBeLessThan(140);
    expect(part.every(item => item >= 800)).toBe(true);
  });

  it('are refused for counts, for shares above 1, and where a part has no item', () => {
    expect(failureOf(() => makeSplits(inputOf(names(100), { request: { ...request, test: 10 } })))).toMatchObject({
      ...{ code: 'invalid-input', path: 'splits.test' },
      message: 'Sides by a hash are given in shares below 1, all together 1 at most, got 10 for test',
    });
    expect(failureOf(() => makeSplits(inputOf(names(100), { request: { ...request, train: 0.9 } }))).message).toMatch(/got 1\.2$/);
    expect(failureOf(() => makeSplits(inputOf(names(2), { request: { ...request, test: 0.001 } })))).toMatchObject({
      ...{ path: 'splits.test', message: 'The hash of no one of 2 items falls into the test split' },
    });
  });
});

describe('what an item is', () => {
  const rows = Array.from({ length: 120 }, (_, i) => ({ u: i * 0.5, w: `w${i % 7}`, person: `p${i % 30}`, kind: i % 2 === 0 ? 'a' : 'b' }));

  async function imported(csv: string, splits: object = {}): Promise<ReadonlyMap<number, string>> {
    const artifacts = memoryArtifacts();
    const ports = { sources: memorySources({ '/csv': { 't.csv': csv } }), artifacts, createSha256, turn: async () => {} };
    const reader = tableReader({ label: 'kind', ignore: ['person'] });
    const { manifestRef } = await importDataset(
      { name: 't', source: '/csv/t.csv', reader, splits: { ...request, test: 0.3, ...splits } },
      ports,
    );
    const data = await loadDataset(manifestRef.hash, artifacts);
    return new Map(SPLITS.flatMap(split => [...data.itemsOf(split)].map(item => [item, split] as const)));
  }
  const csvOf = (given: typeof rows): string => `u,w,person,kind\n${given.map(r => `${r.u},${r.w},${r.person},${r.kind}`).join('\n')}`;

  it('is, of a row, its cells: not its label, its place, or the order of the columns', async () => {
    const sides = await imported(csvOf(rows));
    const changed = rows.map(row => ({ ...row, kind: row.kind === 'a' ? 'b' : 'a' })).toReversed();
    const mixed = `kind,person,w,u\n${changed.map(r => `${r.kind},${r.person},${r.w},${r.u}`).join('\n')}`;
    const again = await imported(mixed);
    for (const [item, side] of sides) expect(again.get(rows.length - 1 - item)).toBe(side);
    const others = await imported(csvOf(rows.map(row => ({ ...row, u: row.u + 100 }))));
    expect([...sides].some(([item, side]) => others.get(item) !== side)).toBe(true);
  });

  it('is that of its group where items are kept together', async () => {
    const sides = await imported(csvOf(rows), { groupBy: 'person' });
    for (const [item, side] of sides) expect(side).toBe(sides.get(item % 30));
    const fewer = rows.filter(row => row.person !== 'p0' && row.u > 5);
    const again = await imported(csvOf(fewer), { groupBy: 'person' });
    fewer.forEach((row, item) => expect(again.get(item)).toBe(sides.get(rows.indexOf(row))));
  });

  it('can’t be asked for together with an order', async () => {
    expect(await rejectionOf(imported(csvOf(rows), { orderBy: 'u' }))).toMatchObject({ path: 'splits.by' });
  });

  it('is the name of a file, with its beginning where a file holds several; of an array’s image, its bytes', () => {
    const file = { bytes: 1, attributes: {}, split: null };
    const files = [
      { ...file, name: 'a/one.wav', label: 'a' },
      { ...file, name: 'b/two.wav', label: 'b', part: { start: 1.5, seconds: 1 } },
    ];
    const { identityOf } = labelledItems(files, { groupBy: null, orderBy: null }, { labelColumns: [], separator: undefined } as never);
    expect([0, 1].map(identityOf)).toEqual(['a/one.wav', 'b/two.wav 1.5']);
    const partOf = (values: Uint8Array, test: boolean) => ({
      images: { shape: [values.length / 4, 2, 2], values },
      labels: { shape: [values.length / 4], values: new Uint8Array(values.length / 4) },
      ...{ imagesFile: 'x', labelsFile: 'y', test },
    });
    const images = imageData([partOf(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), false), partOf(Uint8Array.of(5, 6, 7, 8), true)], {
      classes: null,
      sources: [],
    });
    const [one, two, three] = [0, 1, 2].map(item => images.identityOf(item));
    expect(one).not.toBe(two);
    expect(two).toBe(three);
  });
});
