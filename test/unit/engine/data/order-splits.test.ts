import { describe, expect, it } from 'vitest';
import { attributeOrder, columnOrder, cutInOrder } from '../../../../src-main/engine/data/order-splits.ts';
import { makeSplits, type SplitInput } from '../../../../src-main/engine/data/splits.ts';
import { createColumn } from '../../../../src-main/engine/data/table/column-store.ts';
import { failureOf } from '../../../support/failure-of.ts';

const request = { validation: 0.2, test: 0.2, stratify: true, seed: 1 };
const inputOf = (order: readonly number[], more: Partial<SplitInput> = {}): SplitInput => {
  const classOf = Uint8Array.from(order, (_, i) => i % 2);
  return { items: order.length, classOf, ownTest: null, orderOf: Float64Array.from(order), request, ...more };
};
const listed = (input: SplitInput) => Object.fromEntries(Object.entries(makeSplits(input)).map(([split, items]) => [split, [...items]]));

describe('splits in an order', () => {
  it('train on the first items, and are judged by the last ones, whatever the seed', () => {
    const order = [5, 9, 1, 8, 0, 2, 7, 3, 6, 4];
    const expected = { train: [0, 2, 4, 5, 7, 9], validation: [6, 8], test: [1, 3] };
    expect(listed(inputOf(order))).toEqual(expected);
    expect(listed(inputOf(order, { request: { ...request, seed: 2, stratify: false } }))).toEqual(expected);
  });

  it('train on the last of the first ones where not all are asked for', () => {
    expect(listed(inputOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { request: { ...request, train: 3 } }))).toEqual({
      ...{ train: [3, 4, 5], validation: [6, 7], test: [8, 9] },
    });
  });

  it('never part items of one moment: they go with the earlier ones', () => {
    expect(listed(inputOf([0, 0, 0, 0, 1, 1, 1, 2, 2, 3]))).toEqual({ train: [0, 1, 2, 3, 4, 5, 6], validation: [7, 8], test: [9] });
  });

  it('take the validation part from what is no own test part', () => {
    expect(
      listed(inputOf([9, 8, 7, 6, 5, 4, 3, 2, 1, 0], { ownTest: Uint32Array.of(0, 9), request: { ...request, test: undefined } })),
    ).toEqual({
      ...{ train: [3, 4, 5, 6, 7, 8], validation: [1, 2], test: [0, 9] },
    });
  });

  it('are refused where a split is left without a moment of its own', () => {
    expect(failureOf(() => makeSplits(inputOf([0, 1, 2, 3, 4, 5, 5, 5, 5, 5])))).toMatchObject({
      ...{ code: 'invalid-input', path: 'splits.orderBy' },
      message: 'At least one moment for each split is required, but the validation split would have none of its own',
    });
    const sizes = { train: 1, validation: 1, test: 1 };
    expect(() => cutInOrder(Uint32Array.of(0, 1, 2), { of: [0, 0, 0], sizes })).toThrow(/one moment for each split/);
  });
});

describe('the order of a column', () => {
  const columnOf = (...values: readonly string[]) => {
    const column = createColumn('when', { left: 1000 });
    for (const value of values) column.push(value);
    return column.finish();
  };

  it('is that of its numbers or dates', () => {
    expect([...columnOrder(columnOf('3', '-1', '2.5'), [])]).toEqual([3, -1, 2.5]);
    expect([...columnOrder(columnOf('1970-01-02', '1970-01-01 00:00:10'), [])]).toEqual([86_400, 10]);
    const files = [{ attributes: { day: '1970-01-02' } }, { attributes: { day: '1970-01-01' } }];
    expect([...attributeOrder(files, 'day')]).toEqual([86_400, 0]);
  });

  it.each([
    ['other texts', ['1', 'soon'], /Numbers or dates .* by 'when', got 'soon'/],
    ['gaps', ['1', '', '2', 'NA'], /Every item needs its place in the order of 'when', but 2 have none/],
  ])('is refused with %s', (_, values, message) => {
    expect(() => columnOrder(columnOf(...values), [])).toThrow(message);
    expect(() =>
      attributeOrder(
        values.map(when => ({ attributes: { when: when === 'NA' ? '' : when } })),
        'when',
      ),
    ).toThrow(message);
  });

  it('is neither that of the label nor of what no file has', () => {
    const store = columnOf('1', '2');
    expect(() => columnOrder(store, [store])).toThrow(/Another column than the label is required to put in order by/);
    expect(() => attributeOrder([{ attributes: { day: '1' } }], 'dya')).toThrow(/got 'dya'; there are: day/);
  });
});
