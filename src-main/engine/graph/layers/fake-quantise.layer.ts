import type { Tensor } from '../../tensor-library.ts';
import { fakeQuantise, fakeQuantiseItems } from '../../ops/fake-quantise.ts';
import { defineLayer } from '../layer.ts';
import { only } from '../shape-checks.ts';

/**
 * Values as whole steps: what comes out is what runtimes of integers compute with. On a fixed grid, or on one for each item, from its own
 * least to its greatest value. The gradient goes straight through, but for values beyond a fixed grid.
 */
export const fakeQuantiseLayer = defineLayer({
  id: 'fake-quantise',
  title: 'Fake quantisation',
  help: 'Rounds each value to one of few, as integer arithmetic does; a quantise step puts it where it belongs.',
  source: 'Jacob 2018, arXiv:1712.05877',
  revision: 1,
  inputs: [1, 1],
  params: {
    range: {
      kind: 'choice',
      label: 'Range',
      help: 'Fixed by calibration, or from each item’s own least to its greatest value.',
      default: 'fixed',
      options: ['fixed', 'item'],
    },
    bits: { kind: 'number', label: 'Bits', default: 8, min: 2, max: 8, integer: true, unit: 'bits' },
    scale: { kind: 'number', label: 'Step', help: 'Of a fixed range.', default: 1, min: 1e-30, max: 1e30 },
    zeroPoint: {
      kind: 'number',
      label: 'Zero point',
      help: 'Of a fixed range: which step stands for 0.',
      default: 0,
      min: 0,
      max: 255,
      integer: true,
    },
  },
  namePrefix: () => 'quantised',
  outputShape: (_config, inputs) => only(inputs),
  parameters: () => [],
  apply({ tf, config: { range, bits, scale, zeroPoint }, inputs }) {
    const [x] = inputs as [Tensor];
    const most = 2 ** bits - 1;
    if (range === 'item') return fakeQuantiseItems(tf, x, most);
    return fakeQuantise(tf, x, { scale, zeroPoint: Math.min(zeroPoint, most), most });
  },
  multiplyAdds: () => 0,
  channels: () => ({ kind: 'pass', parameters: [] }),
});
