import { OUT_OF_SIGHT } from '../../graph/places.ts';
import type { LayerTable } from '../export-plan.ts';
import type { GraphCall } from './graph-call.ts';
import type { GraphValue } from './graph-value.ts';

/** Layers of texts: numbers of tokens, and series that read themselves. */
export const GRAPH_TOKEN_LAYERS: LayerTable<GraphCall, GraphValue> = {
  embedding({ ops, node, x, config: { tokens } }) {
    const part = (name: string): string => `${node.name}/${name}`;
    const rounded = ops.unary('Floor', part('whole'), ops.binary('AddV2', part('raised'), x, ops.number(part('half'), 0.5)));
    const least = ops.binary('Maximum', part('least'), rounded, ops.number(part('first'), 0));
    const near = ops.binary('Minimum', part('near'), least, ops.number(part('last'), tokens - 1));
    const { shape, values } = node.parameters['kernel']!;
    const places = ops.cast(part('ids'), near, 'int32');
    return ops.gather(node.name, ops.constant(part('kernel'), shape, values), { places, axis: 0 });
  },

  mask({ ops, node, x }) {
    const part = (name: string): string => `${node.name}/${name}`;
    const time = x.shape[1] ?? 0;
    const first = Float32Array.from({ length: time }, (_, step) => (step === 0 ? 1 : 0));
    const raised = ops.binary('AddV2', part('raised'), x, ops.constant(part('first'), [time], first));
    const seen = ops.cast(part('numbers'), ops.compare('Greater', part('seen'), raised, ops.number(part('half'), 0.5)), 'float32');
    return ops.reshape(node.name, seen, node.shape);
  },

  'positional-embedding'({ ops, node, x }) {
    const { shape, values } = node.parameters['positions']!;
    return ops.binary('AddV2', node.name, x, ops.constant(`${node.name}/positions`, shape, values));
  },

  attention({ ops, node, inputs, config: { headSize } }) {
    const [queries, keys, values, mask] = inputs as readonly [GraphValue, GraphValue, GraphValue, GraphValue?];
    const part = (name: string): string => `${node.name}/${name}`;
    const channels = queries.shape.at(-1) ?? 1;
    const byHead = (name: string, x: GraphValue): GraphValue =>
      ops.transpose(part(name), ops.reshape(part(`${name}-apart`), x, [x.shape[1]!, channels / headSize, headSize]), [0, 2, 1, 3]);
    const products = ops.matMul(part('products'), [byHead('queries', queries), byHead('keys', keys)], true);
    const fits = ops.binary('Mul', part('fits'), products, ops.number(part('scale'), 1 / Math.sqrt(headSize)));
    const seen = mask === undefined ? fits : ops.binary('AddV2', part('seen'), fits, outOfSight(mask));
    const weights = ops.unary('Softmax', part('weights'), seen);
    const read = ops.matMul(part('read'), [weights, byHead('values', values)], false);
    return ops.reshape(node.name, ops.transpose(part('turned'), read, [0, 2, 1, 3]), node.shape);

    function outOfSight(of: GraphValue): GraphValue {
      const gone = ops.binary('Sub', part('gone'), of, ops.number(part('one'), 1));
      const below = ops.binary('Mul', part('below'), gone, ops.number(part('depth'), OUT_OF_SIGHT));
      return ops.reshape(part('below-heads'), below, [1, 1, keys.shape[1]!]);
    }
  },
};
