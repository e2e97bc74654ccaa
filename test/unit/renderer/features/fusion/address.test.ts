import { expect, it } from 'vitest';
import { benchPath, moved, readBench } from '../../../../../src-renderer/features/fusion/address.ts';

it('finds in an address what was written into it, each member once', () => {
  const address = { modelIds: ['a/1', 'b&2'], tab: 'cascade' as const };
  expect(readBench(benchPath(address).split('?')[1]!)).toEqual(address);
  expect(readBench('members=a,b,a,&tab=nonsense')).toEqual({ modelIds: ['a', 'b'], tab: 'methods' });
  expect(readBench('')).toEqual({ modelIds: [], tab: 'methods' });
});

it('moves a member to another place, and no further than to either end', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b'], 1, 9)).toEqual(['a', 'b']);
});
