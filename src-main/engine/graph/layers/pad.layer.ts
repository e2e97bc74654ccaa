import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { only, shapeText } from '../shape-checks.ts';

const places = {
  kind: 'list',
  of: { kind: 'number', label: 'Places', min: 0, max: 1024, integer: true },
  minItems: 1,
  maxItems: 2,
} as const;

/** So many places with the same number around an image [H, W, C], or in front of and behind a series [T, C]. */
export const pad = defineLayer({
  id: 'pad',
  title: 'Padding',
  help: 'Puts places with one number around the image or series.',
  source: 'Definition',
  revision: 1,
  inputs: [1, 1],
  params: {
    before: { ...places, label: 'Places in front', help: 'Height and width of an image, or the steps of a series.' },
    after: { ...places, label: 'Places behind', help: 'Height and width of an image, or the steps of a series.' },
    value: { kind: 'number', label: 'Number', help: 'What stands there.', default: 0, min: -3.5e38, max: 3.5e38 },
  },
  namePrefix: () => 'pad',
  outputShape({ before, after }, inputs) {
    const shape = only(inputs);
    if ((shape.length !== 2 && shape.length !== 3) || before.length !== shape.length - 1 || after.length !== shape.length - 1) {
      throw invalidInput(
        `pad needs an image with 2 numbers on each side or a series with 1, got ${shapeText(shape)} with ${before.length} and ${after.length}`,
      );
    }
    return shape.map((size, axis) => size + (before[axis] ?? 0) + (after[axis] ?? 0));
  },
  parameters: () => [],
  apply({ tf, config: { before, after, value }, inputs: [x] }) {
    const sides = before.map((count, axis): [number, number] => [count, after[axis]!]);
    return tf.pad(x as Tensor, [[0, 0], ...sides, [0, 0]], value);
  },
  multiplyAdds: () => 0,
  channels: ({ value }) =>
    value === 0
      ? { kind: 'pass', parameters: [] }
      : { kind: 'fixed', reason: 'a channel that is 0 everywhere is something else at its borders' },
});
