import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { runOnnx } from '../../ops/run-onnx.ts';
import type { Tensor } from '../../tensor-library.ts';
import { defineLayer } from '../layer.ts';
import { shapeText } from '../shape-checks.ts';

const sizes = { kind: 'number', label: 'Size', min: 1, max: 2 ** 31, integer: true } as const;

/**
 * An operator that nothing here has a counterpart for, as a small ONNX file with its constants, which ONNX Runtime runs: items apart,
 * axes as they came, but for one that works value by value, through which channels go. It gives no gradient, so that what leads into it is never trained; its constants are its own and counted nowhere,
 * nor are its multiply-adds, which nothing here knows.
 */
export const opaque = defineLayer({
  id: 'opaque',
  title: 'Opaque operator',
  help: 'An operator of an imported file that only its own runtime knows: it computes, and is neither trained nor cut.',
  source: 'ONNX project, onnx.proto',
  revision: 1,
  inputs: [1, 16],
  params: {
    operator: { kind: 'text', label: 'Operator', help: 'Its name, or several that belong together.', default: '' },
    file: {
      kind: 'text',
      label: 'File',
      help: 'An ONNX file with one output, in base64.',
      pattern: '[A-Za-z0-9+/]+={0,2}',
      patternHelp: 'Base64 is required.',
    },
    takes: {
      kind: 'list',
      label: 'Shapes it takes',
      help: 'One for each input, without the batch axis.',
      of: { kind: 'list', label: 'Shape', of: sizes, minItems: 1, maxItems: 6 },
      minItems: 1,
      maxItems: 16,
    },
    each: {
      kind: 'flag',
      label: 'Value by value',
      help: 'Each value depends on the one in its place alone, whatever the shape.',
      default: false,
    },
    shape: { kind: 'list', label: 'Shape it gives', help: 'Without the batch axis.', of: sizes, minItems: 1, maxItems: 6 },
  },
  opaque: true,
  namePrefix: () => 'opaque',
  outputShape({ takes, shape }, inputs) {
    const [wanted, came] = [takes, inputs].map(shapes => shapes.map(shapeText).join(', '));
    if (wanted === came) return shape;
    throw invalidInput(`opaque needs inputs of ${wanted ?? ''}, got ${came ?? ''}`);
  },
  parameters: () => [],
  apply: ({ tf, config: { file }, inputs }) => runOnnx(tf, file, inputs as readonly Tensor[]),
  multiplyAdds: () => 0,
  channels: ({ operator, each }) =>
    each ? { kind: 'pass', parameters: [] } : { kind: 'fixed', reason: `ONNX Runtime runs its operator (${operator}) as it is` },
  resize: (config, channels) => ({
    ...config,
    takes: config.takes.map(shape => shape.with(-1, channels)),
    shape: config.shape.with(-1, channels),
  }),
});
