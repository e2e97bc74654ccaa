import { OUT_OF_SIGHT } from '../../graph/places.ts';
import { channelsOf } from '../../graph/shape-checks.ts';
import type { LayerTable } from '../export-plan.ts';
import type { OnnxValue } from './builder.ts';
import type { OnnxCall } from './onnx-call.ts';
import { constants } from './pieces.ts';
import { FLOAT, INT64 } from './schema.ts';
import { storedKernel } from './stored.ts';

/** Layers of texts: numbers of tokens, and series that read themselves. */
export const ONNX_TOKEN_LAYERS: LayerTable<OnnxCall, OnnxValue['names']> = {
  embedding({ builder, node, x, config: { tokens } }) {
    const part = (name: string): string => `${node.name}.${name}`;
    const number = (name: string, value: number): string => builder.number(part(name), value);
    const raised = builder.add('Add', part('raised'), [builder.read(x, 'last'), number('half', 0.5)]);
    const whole = builder.add('Floor', part('whole'), [raised]);
    const near = builder.add('Clip', part('near'), [whole, number('first', 0), number('last', tokens - 1)]);
    const ids = builder.add('Cast', part('ids'), [near], { to: INT64 });
    const kernel = storedKernel(builder, node, { name: `${node.name}/kernel`, parameter: node.parameters['kernel']!, axis: 1 });
    return { last: builder.add('Gather', node.name, [kernel, ids], { axis: 0 }) };
  },

  mask({ builder, node, x }) {
    const part = (name: string): string => `${node.name}.${name}`;
    const [time = 0] = x.shape;
    const first = { shape: [time], values: Float32Array.from({ length: time }, (_, step) => (step === 0 ? 1 : 0)) };
    const raised = builder.add('Add', part('raised'), [builder.read(x, 'last'), builder.constant(part('first'), first)]);
    const seen = builder.add('Greater', part('seen'), [raised, builder.number(part('half'), 0.5)]);
    const numbers = builder.add('Cast', part('numbers'), [seen], { to: FLOAT });
    return { last: builder.add('Unsqueeze', node.name, [numbers, builder.integers(part('place'), [2])]) };
  },

  'positional-embedding': ({ builder, node, x }) => ({
    last: builder.add('Add', node.name, [builder.read(x, 'last'), ...constants(builder, node, ['positions'])]),
  }),

  attention({ builder, node, inputs, config: { headSize } }) {
    const [queries, keys, values, mask] = inputs as readonly [OnnxValue, OnnxValue, OnnxValue, OnnxValue?];
    const channels = channelsOf(queries.shape);
    const part = (name: string): string => `${node.name}.${name}`;
    const number = (name: string, value: number): string => builder.number(part(name), value);
    const heads = builder.integers(part('heads'), [0, 0, channels / headSize, headSize]);
    const byHead = (name: string, x: OnnxValue, perm: readonly number[]): string =>
      builder.add('Transpose', part(name), [builder.add('Reshape', part(`${name}-apart`), [builder.read(x, 'last'), heads])], { perm });
    const products = builder.add('MatMul', part('products'), [
      byHead('queries', queries, [0, 2, 1, 3]),
      byHead('keys', keys, [0, 2, 3, 1]),
    ]);
    const fits = builder.add('Mul', part('fits'), [products, number('scale', 1 / Math.sqrt(headSize))]);
    const seen = mask === undefined ? fits : builder.add('Add', part('seen'), [fits, keysOutOfSight(mask)]);
    const weights = builder.add('Softmax', part('weights'), [seen], { axis: -1 });
    const read = builder.add('MatMul', part('read'), [weights, byHead('values', values, [0, 2, 1, 3])]);
    const turned = builder.add('Transpose', part('turned'), [read], { perm: [0, 2, 1, 3] });
    return { last: builder.add('Reshape', node.name, [turned, builder.integers(part('shape'), [0, 0, channels])]) };

    function keysOutOfSight(of: OnnxValue): string {
      const gone = builder.add('Sub', part('gone'), [builder.read(of, 'last'), number('one', 1)]);
      const below = builder.add('Mul', part('below'), [gone, number('depth', OUT_OF_SIGHT)]);
      return builder.add('Reshape', part('below-heads'), [below, builder.integers(part('keys-shape'), [0, 1, 1, keys.shape[0]!])]);
    }
  },
};
