import type { CategoryEncoding } from '../../../../../src-shared/domain/dataset.ts';
import { categoryValues, placesOfCodes } from '../category-values.ts';
import { defineColumnEncoding } from '../column-encoding.ts';
import { isTextList } from '../stored-checks.ts';

/** An input for each category of the training rows, ascending; unseen ones are all zero, missing is a category where training has it. */
export const oneHot = defineColumnEncoding({
  id: 'one-hot',
  title: 'One-hot',
  help: 'An input for each category that training rows have.',
  source: 'Suits 1957, doi:10.1080/01621459.1957.10501412 (dummy variables)',
  params: {},
  revision: 1,
  takes: 'category',
  storedAs: 'category',
  fit({ column, train }): CategoryEncoding | null {
    const values = categoryValues(column, train);
    return values.length < 2 ? null : { column: column.name, kind: 'category', values };
  },
  width: ({ values }) => values.length,
  writer({ values }, column) {
    const places = placesOfCodes(column, values);
    const { codes } = column;
    return (inputs, row, offset) => {
      const place = places[codes[row]!]!;
      if (place >= 0) inputs[offset + place] = 1;
    };
  },
  decode: ({ values }, inputs) => values[inputs.findIndex(value => value > 0.5)] ?? '',
  isStored: ({ values }) => isTextList(values),
});
