import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Tensor, TensorLibrary } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { channelsOf, only } from '../shape-checks.ts';

/** Whatever a float32 holds: targets may be of any size. */
const GREATEST = 3.4e38;

/** x·factor + offset with numbers that are settled: a weight of a member, a temperature. One number for all channels, or one each. */
export const rescale = defineLayer({
  id: 'rescale',
  title: 'Rescale',
  help: 'Multiplies by a fixed factor and adds a fixed offset.',
  source: 'Definition',
  revision: 1,
  inputs: [1, 1],
  params: {
    factor: {
      kind: 'list',
      label: 'Factor',
      help: 'One for all channels, or one per channel.',
      of: { kind: 'number', label: 'Factor', min: -GREATEST, max: GREATEST },
      default: [1],
      minItems: 1,
      maxItems: 65_536,
    },
    offset: {
      kind: 'list',
      label: 'Offset',
      help: 'One for all channels, or one per channel.',
      of: { kind: 'number', label: 'Offset', min: -GREATEST, max: GREATEST },
      default: [0],
      minItems: 1,
      maxItems: 65_536,
    },
  },
  namePrefix: () => 'rescale',
  outputShape({ factor, offset }, inputs) {
    const shape = only(inputs);
    const channels = channelsOf(shape);
    const odd = [factor, offset].find(({ length }) => length !== 1 && length !== channels);
    if (odd === undefined) return shape;
    throw invalidInput(`rescale needs 1 number, or ${channels}, one per channel of its input, got ${odd.length}`);
  },
  parameters: () => [],
  apply({ tf, config: { factor, offset }, inputs }) {
    const x = inputs[0] as Tensor;
    const scaled = isAll(factor, 1) ? x : tf.mul(x, constant(tf, factor));
    return isAll(offset, 0) ? scaled : tf.add(scaled, constant(tf, offset));
  },
  multiplyAdds: ({ factor, offset }, _inputs, output) =>
    isAll(factor, 1) && isAll(offset, 0) ? 0 : output.reduce((product, size) => product * size, 1),
  channels({ factor, offset }) {
    if (factor.length === 1 && offset.length === 1) return { kind: 'pass', parameters: [] };
    return { kind: 'fixed', reason: 'each channel has a factor of its own' };
  },
});

function isAll(values: readonly number[], neutral: number): boolean {
  return values.every(value => value === neutral);
}

function constant(tf: TensorLibrary, values: readonly number[]): Tensor {
  return values.length === 1 ? tf.scalar(values[0] ?? 1) : tf.tensor1d([...values]);
}
