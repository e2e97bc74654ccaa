import { expect, it } from 'vitest';
import { createColumn, MAX_DISTINCT_TEXTS } from '../../../../src-main/engine/data/table/column-store.ts';

it('lets go of texts and codes once there are too many of them, and keeps the numbers', () => {
  const column = createColumn('x', { left: 1e9 });
  for (let i = 0; i < MAX_DISTINCT_TEXTS; i++) column.push(String(i));
  expect(column.finish().codes).toHaveLength(MAX_DISTINCT_TEXTS);
  column.push('0.5');
  column.push('NA');
  const { texts, codes, numbers, missing } = column.finish();
  expect([texts, codes.length, numbers.length, missing]).toEqual([null, 0, MAX_DISTINCT_TEXTS + 2, 1]);
});

it('shares its budget of characters with the other columns', () => {
  const budget = { left: 5 };
  const [one, two] = [createColumn('a', budget), createColumn('b', budget)];
  one.push('abc');
  two.push('abc');
  expect(one.finish().texts).toEqual(['abc']);
  expect(two.finish().texts).toBeNull();
});
