import type { NumberEncoding } from '../../../../../src-shared/domain/dataset.ts';
import { defineColumnEncoding } from '../column-encoding.ts';
import { medianOf } from '../quantiles.ts';
import { numberStats } from '../number-stats.ts';
import { areNumbers, isFlagOrAbsent } from '../stored-checks.ts';

/** (x − mean) / deviation over the training rows, population deviation. */
export const standardise = defineColumnEncoding({
  id: 'standardise',
  title: 'Standardise',
  help: 'Mean 0 and deviation 1 over the training rows.',
  source: 'LeCun, Bottou, Orr, Müller 1998, "Efficient BackProp", §4.3',
  params: {
    missing: {
      kind: 'choice',
      label: 'Missing values become',
      help: 'Of the training rows.',
      default: 'mean',
      options: ['mean', 'median'],
    },
    indicator: {
      kind: 'flag',
      label: 'Tell missing values apart',
      help: 'A second input is 1 where the value is missing; only where training rows lack some.',
      default: false,
    },
  },
  revision: 1,
  takes: 'number',
  storedAs: 'number',
  fit({ column: { name, numbers }, train, config }): NumberEncoding | null {
    const stats = numberStats(numbers, train);
    if (stats === null) return null;
    const { mean, deviation } = stats;
    const missing = config.missing === 'median' ? medianOf(numbers, train) : mean;
    const indicator = config.indicator && stats.missing > 0 ? ({ indicator: true } as const) : {};
    return { column: name, kind: 'number', mean, deviation, missing, ...indicator };
  },
  width: ({ indicator }) => (indicator === true ? 2 : 1),
  writer({ mean, deviation, missing, indicator }, { numbers }) {
    const filled = (missing - mean) / deviation;
    return (inputs, row, offset) => {
      const value = numbers[row]!;
      const isMissing = Number.isNaN(value);
      inputs[offset] = isMissing ? filled : (value - mean) / deviation;
      if (isMissing && indicator === true) inputs[offset + 1] = 1;
    };
  },
  decode({ mean, deviation, indicator }, inputs) {
    if (indicator === true && inputs[1]! > 0.5) return '';
    return asWritten(inputs[0]! * deviation, mean);
  },
  isStored: raw => areNumbers(raw, ['mean', 'deviation', 'missing']) && isFlagOrAbsent(raw['indicator']),
});

/** Six digits, as a person wrote them: of the larger of both, so that where they cancel a 0 is a 0 and not the rest of their rounding. */
function asWritten(distance: number, mean: number): number {
  const size = Math.max(Math.abs(distance), Math.abs(mean));
  if (size === 0) return 0;
  const decimals = Math.min(100, Math.max(0, 5 - Math.floor(Math.log10(size))));
  return Number(Number((distance + mean).toFixed(decimals)).toPrecision(6)) + 0;
}
