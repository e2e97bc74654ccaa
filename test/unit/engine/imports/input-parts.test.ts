import { describe, expect, it } from 'vitest';
import { partsOf, type GivenInput } from '../../../../src-main/engine/imports/trace/input-parts.ts';
import type { Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { failureOf } from '../../../support/failure-of.ts';

const input = (name: string, ...sizes: readonly (number | null)[]): GivenInput => ({ name, sizes });
const wish = (inputShape: Shape | null, inputs?: readonly string[]) => ({ inputShape, inputs, channelsFirst: true });

describe('several inputs of a file', () => {
  it('stand side by side in a row, whatever their axes, in the file’s order or in the one that is asked for', () => {
    const given = [input('picture', 1, 4, 4), input('numbers', 3)];
    expect(partsOf(given, wish([19]))).toEqual([
      { name: 'picture', from: 0, shape: [16], sizes: [1, 4, 4] },
      { name: 'numbers', from: 16, shape: [3], sizes: [3] },
    ]);
    expect(partsOf(given, wish([19], ['numbers', 'picture'])).map(({ name, from }) => [name, from])).toEqual([
      ['numbers', 0],
      ['picture', 3],
    ]);
    expect(partsOf(given, wish(null)).map(({ from }) => from)).toEqual([0, 16]);
  });

  it('are channels of an image, in front of its places or behind them, or one without an axis of its own', () => {
    const parts = partsOf([input('first', 2, 5, 6), input('last', 5, 6, 1), input('mask', 5, null)], wish([5, 6, 4]));
    expect(parts).toEqual([
      { name: 'first', from: 0, shape: [5, 6, 2], sizes: [2, 5, 6] },
      { name: 'last', from: 2, shape: [5, 6, 1], sizes: [5, 6, 1] },
      { name: 'mask', from: 3, shape: [5, 6, 1], sizes: [5, 6] },
    ]);
  });

  it.each<readonly [string, readonly GivenInput[], Shape | null, { readonly path: string; readonly message: RegExp }]>([
    [
      'more numbers than the data has',
      [input('a', 5), input('b', 3)],
      [7],
      { path: 'data', message: /2 inputs of the file take 8 numbers side by side \(a: 5, b: 3\), the data's items have 7/ },
    ],
    [
      'an image beside numbers, in data of images',
      [input('a', 4, 4, 1), input('b', 3)],
      [4, 4, 4],
      { path: 'data', message: /'b' takes \[3\]/ },
    ],
    ['a size that nothing tells', [input('a', 5), input('b', null)], [8], { path: 'b', message: /must be known, 'b' has \[\?\]/ }],
    ['no axis at all', [input('a', 5), input('training')], [6], { path: 'training', message: /must be known, 'training' has \[\]/ }],
    [
      'more numbers than can be looked up',
      [input('a', 65_537), input('b', 3)],
      [65_540],
      { path: 'a', message: /65536 numbers, 'a' takes 65537/ },
    ],
  ])('are refused for %s', (_title, given, shape, { path, message }) => {
    const error = failureOf(() => partsOf(given, wish(shape)));
    expect(error).toMatchObject({ path, message: expect.stringMatching(message) });
  });

  it.each([{ names: ['a', 'c'] }, { names: ['a'] }, { names: ['a', 'a'] }])('are refused by the names $names', ({ names }) => {
    const error = failureOf(() => partsOf([input('a', 5), input('b', 3)], wish([8], names)));
    expect(error).toMatchObject({ path: 'inputs', message: expect.stringContaining('has the inputs a, b, each to be named once') });
  });

  it('are not read as channels first where a file never has them so', () => {
    const given = [input('a', 2, 5, 6), input('b', 5, 6, 1)];
    expect(() => partsOf(given, { ...wish([5, 6, 3]), channelsFirst: false })).toThrow("'a' takes [2, 5, 6]");
  });
});
