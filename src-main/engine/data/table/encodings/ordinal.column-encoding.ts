import type { OrdinalEncoding } from '../../../../../src-shared/domain/dataset.ts';
import { invalidInput } from '../../../../../src-shared/lib/app-error.ts';
import { categoryValues, MISSING_CATEGORY, placesOfCodes } from '../category-values.ts';
import { defineColumnEncoding } from '../column-encoding.ts';
import { numberStats } from '../number-stats.ts';
import { areNumbers, isTextList } from '../stored-checks.ts';

/** The place of a category in an order as one standardised input. */
export const ordinal = defineColumnEncoding({
  id: 'ordinal',
  title: 'Ordinal',
  help: 'One input: the place of the category in an order, as small, medium, large have one.',
  source: 'Stevens 1946, doi:10.1126/science.103.2684.677 (ordinal scales)',
  params: {
    order: {
      kind: 'list',
      label: 'Order',
      help: 'From the least; left out: as the alphabet has them.',
      of: { kind: 'text', label: 'Category' },
      minItems: 2,
      maxItems: 1000,
      optional: true,
    },
  },
  revision: 1,
  takes: 'category',
  storedAs: 'ordinal',
  fit({ column, train, config: { order } }): OrdinalEncoding | null {
    const seen = categoryValues(column, train).filter(value => value !== MISSING_CATEGORY);
    const values = order ?? seen;
    const unknown = seen.find(value => !values.includes(value));
    if (unknown !== undefined)
      throw invalidInput(`The order of '${column.name}' must have every category of the training rows, but '${unknown}' is missing`, {
        path: `columns.${column.name}.order`,
      });
    const stats = numberStats(placeNumbers(column.codes, placesOfCodes(column, values)), train);
    return stats === null ? null : { column: column.name, kind: 'ordinal', values, mean: stats.mean, deviation: stats.deviation };
  },
  width: () => 1,
  writer({ values, mean, deviation }, column) {
    const places = placesOfCodes(column, values);
    const { codes } = column;
    return (inputs, row, offset) => {
      const place = places[codes[row]!]!;
      if (place >= 0) inputs[offset] = (place - mean) / deviation;
    };
  },
  decode: ({ values, mean, deviation }, inputs) => values[Math.round(inputs[0]! * deviation + mean)] ?? '',
  isStored: raw => isTextList(raw['values']) && areNumbers(raw, ['mean', 'deviation']),
});

function placeNumbers(codes: Uint32Array, places: Int32Array): Float64Array {
  const numbers = new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const place = places[codes[row]!]!;
    numbers[row] = place < 0 ? NaN : place;
  }
  return numbers;
}
