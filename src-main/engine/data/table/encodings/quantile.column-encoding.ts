import type { QuantileEncoding } from '../../../../../src-shared/domain/dataset.ts';
import { defineColumnEncoding } from '../column-encoding.ts';
import { numberStats } from '../number-stats.ts';
import { quantileOf, rankAmong, sortedNumbers } from '../quantiles.ts';
import { isFlagOrAbsent, isNumberList } from '../stored-checks.ts';

/** Half the width of a uniform distribution of deviation 1. */
const EDGE = Math.sqrt(3);
const MAX_POINTS = 10_000;

/** The share of training values below, spread evenly: long tails and odd units no longer matter. */
export const quantile = defineColumnEncoding({
  id: 'quantile',
  title: 'Quantiles',
  help: 'The place among the training values instead of the value, evenly spread: for long tails and outliers.',
  source: 'Conover & Iman 1981, doi:10.2307/2683975 (rank transformation)',
  params: {
    points: {
      kind: 'number',
      label: 'Quantiles kept',
      help: 'Between two of them it is linear.',
      default: 101,
      min: 3,
      max: MAX_POINTS,
      integer: true,
    },
    indicator: {
      kind: 'flag',
      label: 'Tell missing values apart',
      help: 'A second input is 1 where the value is missing; only where training rows lack some.',
      default: true,
    },
  },
  revision: 1,
  takes: 'number',
  storedAs: 'quantile',
  fit({ column: { name, numbers }, train, config }): QuantileEncoding | null {
    const stats = numberStats(numbers, train);
    if (stats === null) return null;
    const sorted = sortedNumbers(numbers, train);
    const count = config.points;
    const points = Array.from({ length: count }, (_, i) => quantileOf(sorted, i / (count - 1)));
    const indicator = config.indicator && stats.missing > 0 ? ({ indicator: true } as const) : {};
    return { column: name, kind: 'quantile', points, ...indicator };
  },
  width: ({ indicator }) => (indicator === true ? 2 : 1),
  writer({ points, indicator }, { numbers }) {
    return (inputs, row, offset) => {
      const value = numbers[row]!;
      if (!Number.isNaN(value)) inputs[offset] = (2 * rankAmong(points, value) - 1) * EDGE;
      else if (indicator === true) inputs[offset + 1] = 1;
    };
  },
  decode({ points, indicator }, inputs) {
    if (indicator === true && inputs[1]! > 0.5) return '';
    const rank = Math.min(1, Math.max(0, (inputs[0]! / EDGE + 1) / 2));
    return Number(quantileOf(points, rank).toPrecision(6));
  },
  isStored({ points, indicator }) {
    const isAscending = (list: readonly number[]): boolean => list.every((point, i) => i === 0 || point >= list[i - 1]!);
    return isNumberList(points) && points.length > 1 && points.length <= MAX_POINTS && isAscending(points) && isFlagOrAbsent(indicator);
  },
});
