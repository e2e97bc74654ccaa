import { LEAST_ODDS, LEAST_SHARE } from '../../graph/layers/logits.layer.ts';
import { rampsOf } from '../../graph/layers/piecewise-ramps.ts';
import { STEEP } from '../../graph/layers/ranks.layer.ts';
import { UnsupportedConfig, type LayerTable } from '../export-plan.ts';
import type { GraphCall } from './graph-call.ts';
import type { GraphOps } from './graph-ops.ts';
import type { GraphValue } from './graph-value.ts';

/** The layers that fusions are made of, and grids. */
export const GRAPH_FUSION_LAYERS = {
  rescale({ ops, node, x, config: { factor, offset } }) {
    const scaled = ops.binary('Mul', `${node.name}/scaled`, x, ops.constant(`${node.name}/factor`, [factor.length], factor));
    return ops.binary('AddV2', node.name, scaled, ops.constant(`${node.name}/offset`, [offset.length], offset));
  },

  'select-channels'({ ops, node, x, config: { channels } }) {
    const places = ops.constant(`${node.name}/channels`, [channels.length], Int32Array.from(channels));
    return ops.gather(node.name, x, { places, axis: x.shape.length - 1 });
  },

  logits({ ops, node, x, config: { of } }) {
    if (of === 'softmax') return logarithm(ops, node.name, x, LEAST_SHARE);
    const other = ops.binary('Sub', `${node.name}/other`, ops.number(`${node.name}/one`, 1), x);
    const [high, low] = [logarithm(ops, `${node.name}/for`, x, LEAST_ODDS), logarithm(ops, `${node.name}/against`, other, LEAST_ODDS)];
    return ops.binary('Sub', node.name, high, low);
  },

  'log-softmax': ({ ops, node, x }) => ops.unary('LogSoftmax', node.name, x),

  maximum({ ops, node, inputs }) {
    const [first, ...others] = inputs as [GraphValue, ...GraphValue[]];
    const last = others.length - 1;
    return others.reduce(
      (greatest, x, i) => ops.binary('Maximum', i === last ? node.name : `${node.name}/first${i + 2}`, greatest, x),
      first,
    );
  },

  ranks: call => ranksOf(call, (_name, differences) => differences),

  'piecewise-linear'({ ops, node, x, config }) {
    const part = (name: string): string => `${node.name}/${name}`;
    const { count, starts, slopes, heights, first } = rampsOf(config);
    const channels = config.at.length;
    const end = ops.constant(part('first'), [channels], first);
    if (count === 0) return ops.binary('AddV2', node.name, ops.binary('Mul', part('none'), x, ops.number(part('zero'), 0)), end);
    const table = (name: string, values: Float32Array): GraphValue => ops.constant(part(name), [channels, count], values);
    const shifted = ops.binary('Sub', part('shifted'), ops.reshape(part('own'), x, [channels, 1]), table('starts', starts));
    const scaled = ops.binary('Mul', part('scaled'), shifted, table('slopes', slopes));
    const ramps = between(ops, part('ramps'), scaled, [0, 1]);
    const sum = ops.reduce('Sum', part('sum'), ops.binary('Mul', part('raised'), ramps, table('heights', heights)), {
      axes: [2],
      keep: false,
    });
    return ops.binary('AddV2', node.name, sum, end);
  },

  'fake-quantise'({ ops, node, x, config: { range, bits, scale, zeroPoint } }) {
    if (range === 'item') throw new UnsupportedConfig('its range is found on the way, for each item by itself');
    const part = (name: string): string => `${node.name}/${name}`;
    const most = 2 ** bits - 1;
    const zero = ops.number(part('zero-point'), Math.min(zeroPoint, most));
    const step = ops.number(part('scale'), scale);
    const rounded = ops.unary('Round', part('rounded'), ops.binary('RealDiv', part('divided'), x, step));
    const steps = between(ops, part('steps'), ops.binary('AddV2', part('shifted'), rounded, zero), [0, most]);
    return ops.binary('Mul', node.name, ops.binary('Sub', part('centred'), steps, zero), step);
  },
} satisfies LayerTable<GraphCall, GraphValue>;

/** `within` may bound what goes into the sigmoid, where a runtime's has no answer for numbers far out. */
export function ranksOf({ ops, node, x }: GraphCall, within: (name: string, differences: GraphValue) => GraphValue): GraphValue {
  const part = (name: string): string => `${node.name}/${name}`;
  const values = x.shape.at(-1) ?? 1;
  const differences = ops.binary(
    'Sub',
    part('differences'),
    ops.reshape(part('own'), x, [values, 1]),
    ops.reshape(part('others'), x, [1, values]),
  );
  const steep = ops.binary('Mul', part('steep'), differences, ops.number(part('steepness'), STEEP));
  const above = ops.unary('Sigmoid', part('above'), within(part('near'), steep));
  const sum = ops.reduce('Sum', part('sum'), above, { axes: [2], keep: false });
  return ops.binary('Sub', node.name, sum, ops.number(part('itself'), 0.5));
}

export function between(ops: GraphOps, name: string, x: GraphValue, [low, high]: readonly [number, number]): GraphValue {
  const least = ops.binary('Maximum', `${name}/least`, x, ops.number(`${name}/low`, low));
  return ops.binary('Minimum', name, least, ops.number(`${name}/high`, high));
}

function logarithm(ops: GraphOps, name: string, x: GraphValue, least: number): GraphValue {
  return ops.unary('Log', name, ops.binary('Maximum', `${name}/above`, x, ops.number(`${name}/least`, least)));
}
