import { describe, expect, it } from 'vitest';
import {
  bestPoint,
  canBeLogarithmic,
  firstNotANumber,
  nearestIndex,
  tableOf,
  tsvOf,
  type Line,
} from '../../../../src-renderer/charts/lines.ts';
import { placeLabels } from '../../../../src-renderer/charts/scatter-parts.ts';

const points = [
  { x: 0, y: 3 },
  { x: 10, y: 1 },
  { x: 30, y: 2 },
];
const line = (label: string, values: readonly { x: number; y: number }[]): Line => ({
  label,
  colour: '#000000',
  weight: 'strong',
  points: values,
});

describe('lines', () => {
  it('find the nearest point by x, the earlier one of two equally near', () => {
    expect([-5, 4, 5, 6, 20, 21, 99].map(x => nearestIndex(points, x))).toEqual([0, 0, 0, 1, 1, 2, 2]);
    expect(nearestIndex([], 3)).toBe(-1);
  });

  it('mark the best finite point, the first of equal ones', () => {
    const broken = [{ x: 1, y: Number.NaN }, ...points, { x: 40, y: 1 }];
    expect(bestPoint(broken, 'least')).toEqual({ x: 10, y: 1 });
    expect(bestPoint(broken, 'greatest')).toEqual({ x: 0, y: 3 });
    expect(bestPoint([{ x: 1, y: Number.NaN }], 'least')).toBeNull();
  });

  it('say at which step they stopped being numbers', () => {
    expect(firstNotANumber([...points, { x: 41, y: Number.POSITIVE_INFINITY }])).toBe(41);
    expect(firstNotANumber(points)).toBeNull();
  });

  it('go on a logarithmic axis only if all are above zero; gaps do not matter', () => {
    expect(canBeLogarithmic([line('a', [...points, { x: 50, y: Number.NaN }])])).toBe(true);
    expect(canBeLogarithmic([line('a', points), line('b', [{ x: 0, y: 0 }])])).toBe(false);
  });

  it('become one table with a row per step of any line', () => {
    const table = tableOf(
      [
        line('a', points),
        line('b', [
          { x: 10, y: 0.125 },
          { x: 20, y: Number.NaN },
        ]),
      ],
      'step',
    );
    expect(table.header).toEqual(['step', 'a', 'b']);
    expect(table.rows).toEqual([
      [0, 3, null],
      [10, 1, 0.125],
      [20, null, Number.NaN],
      [30, 2, null],
    ]);
    expect(tsvOf(table)).toBe('step\ta\tb\n0\t3\t\n10\t1\t0.125\n20\t\tNaN\n30\t2\t');
  });
});

describe('labels of a scatter', () => {
  it('stand right of their point, and left of it where they would leave the chart', () => {
    expect(placeLabels([{ x: 10, y: 50, width: 40 }], 200)).toEqual([{ x: 21, y: 50, align: 'left' }]);
    expect(placeLabels([{ x: 180, y: 50, width: 40 }], 200)).toEqual([{ x: 169, y: 50, align: 'right' }]);
  });

  it('stand in a column around their points where they would cover each other, in the points’ order', () => {
    const spots = [52, 50, 51, 78, 120].map(y => ({ x: 10, y, width: 40 }));
    expect(placeLabels(spots, 200).map(place => place.y)).toEqual([65.25, 35.25, 50.25, 80.25, 120]);
  });
});
