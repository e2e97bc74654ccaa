import { wholeInput } from '../../../../src-main/engine/data/made-inputs.ts';
import { expect, it } from 'vitest';
import type { ImportedData } from '../../../../src-main/engine/data/reader.ts';
import { selectClasses } from '../../../../src-main/engine/data/select-classes.ts';
import { failureOf } from '../../../support/failure-of.ts';

/** Six items of a, b, c in turn, whose input is their number; the last two are the source's own test part. */
const data: ImportedData = {
  items: 6,
  target: { task: 'classes', label: 'kind', classes: ['a', 'b', 'c'], values: Uint8Array.of(0, 1, 2, 0, 1, 2) },
  identityOf: item => `item ${item}`,
  ownTest: Uint32Array.of(4, 5),
  order: Float64Array.of(9, 8, 7, 6, 5, 4),
  sources: [],
  warnings: [],
  encode: train => ({
    kind: 'table',
    values: Float32Array.of(0, 1, 2, 3, 4, 5).map(value => value - (train[0] ?? 0)),
    ...{ shape: [1], preprocessing: [], warnings: [] },
  }),
};

it('leaves the items of the classes asked for, numbered anew in the source’s order', () => {
  const chosen = selectClasses(data, ['c', 'b']);
  expect(chosen.items).toBe(4);
  expect(chosen.target.classes).toEqual(['b', 'c']);
  expect([...chosen.target.values]).toEqual([0, 1, 0, 1]);
  expect([...(chosen.ownTest ?? [])]).toEqual([2, 3]);
  expect([...(chosen.order ?? [])]).toEqual([8, 7, 5, 4]);
  expect([0, 1, 2, 3].map(item => chosen.identityOf(item))).toEqual(['item 1', 'item 2', 'item 4', 'item 5']);
  // Fitted on its first item, which is the source's second.
  expect([...wholeInput(chosen.encode(Uint32Array.of(0))).values]).toEqual([0, 1, 3, 4]);
});

it('refuses an unknown class, a single one, and numbers', () => {
  expect(failureOf(() => selectClasses(data, ['a', 'C']))).toMatchObject({ path: 'onlyClasses.1', hint: "Did you mean 'c'?" });
  expect(failureOf(() => selectClasses(data, ['a', 'a'])).message).toMatch(/2 different classes are required, got 1/);
  const numbers = { ...data, target: { task: 'values', label: 'y', classes: [], values: new Float32Array(6) } } as const;
  expect(failureOf(() => selectClasses(numbers, ['a', 'b'])).message).toMatch(/numbers to predict/);
});
