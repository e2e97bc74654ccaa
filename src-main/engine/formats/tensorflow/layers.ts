import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
import { spreadShape } from '../../graph/broadcast.ts';
import type { LayerTable } from '../export-plan.ts';
import { GRAPH_FUSION_LAYERS } from './fusion-layers.ts';
import { NO_WINDOW, weighted, type GraphCall } from './graph-call.ts';
import type { GraphOps } from './graph-ops.ts';
import type { GraphValue } from './graph-value.ts';
import { GRAPH_PLACE_LAYERS } from './place-layers.ts';
import { GRAPH_RECURRENT_LAYERS } from './recurrent-layers.ts';
import { GRAPH_SERIAL_LAYERS } from './serial-layers.ts';
import { GRAPH_TOKEN_LAYERS } from './token-layers.ts';

/** The layers in TensorFlow's operations, channels last as they are. */
export const GRAPH_LAYERS: LayerTable<GraphCall, GraphValue> = {
  dense(call) {
    const kernel = call.node.parameters['kernel']!;
    return weighted(call, { op: 'MatMul', input: call.x, kernel, window: NO_WINDOW }, call.config.activation);
  },

  flatten: ({ ops, node, x }) => ops.reshape(node.name, x, node.shape),
  reshape: ({ ops, node, x }) => ops.reshape(node.name, x, node.shape),
  activation: ({ ops, node, x, config }) => ops.activate(node.name, x, config),
  dropout: ({ x }) => x,

  /** One factor and one offset for each channel: the statistics are settled. */
  'batch-norm'({ ops, node, x, config: { epsilon } }) {
    const { scale, offset, mean, variance } = node.parameters as Readonly<Record<'scale' | 'offset' | 'mean' | 'variance', Parameter>>;
    const factor = scale.values.map((value, i) => value / Math.sqrt(variance.values[i]! + epsilon));
    const added = offset.values.map((value, i) => value - mean.values[i]! * (scale.values[i]! / Math.sqrt(variance.values[i]! + epsilon)));
    const scaled = ops.binary('Mul', `${node.name}/scaled`, x, ops.constant(`${node.name}/factor`, scale.shape, factor));
    return ops.binary('AddV2', node.name, scaled, ops.constant(`${node.name}/offset`, scale.shape, added));
  },

  'layer-norm': ({ ops, node, x, config: { epsilon } }) =>
    scaledAndMoved(ops, node, standardised(ops, `${node.name}/even`, x, { axes: [x.shape.length - 1], epsilon })),

  'group-norm'({ ops, node, x, config: { groups, epsilon } }) {
    const channels = x.shape.at(-1) ?? 1;
    const places = x.shape.slice(1, -1).reduce((product, size) => product * size, 1);
    const apart = ops.reshape(`${node.name}/apart`, x, [places, groups, channels / groups]);
    const even = standardised(ops, `${node.name}/even`, apart, { axes: [1, 3], epsilon });
    return scaledAndMoved(ops, node, ops.reshape(`${node.name}/whole`, even, node.shape));
  },

  add: call => joined(call, 'AddV2'),
  multiply: call => joined(call, 'Mul'),
  concatenate: ({ ops, node, inputs }) => ops.concat(node.name, inputs as readonly [GraphValue, ...GraphValue[]]),

  ...GRAPH_PLACE_LAYERS,
  ...GRAPH_RECURRENT_LAYERS,
  ...GRAPH_TOKEN_LAYERS,
  ...GRAPH_FUSION_LAYERS,
  ...GRAPH_SERIAL_LAYERS,
};

interface Standard {
  readonly axes: readonly number[];
  readonly epsilon: number;
}

function standardised(ops: GraphOps, name: string, x: GraphValue, { axes, epsilon }: Standard): GraphValue {
  const how = { axes, keep: true };
  const centred = ops.binary('Sub', `${name}/centred`, x, ops.reduce('Mean', `${name}/mean`, x, how));
  const variance = ops.reduce('Mean', `${name}/variance`, ops.binary('Mul', `${name}/squares`, centred, centred), how);
  const raised = ops.binary('AddV2', `${name}/raised`, variance, ops.number(`${name}/epsilon`, epsilon));
  return ops.binary('Mul', name, centred, ops.unary('Rsqrt', `${name}/factor`, raised));
}

function scaledAndMoved(ops: GraphOps, { name, parameters }: GraphCall['node'], x: GraphValue): GraphValue {
  const vector = (key: string): GraphValue => ops.constant(`${name}/${key}`, parameters[key]!.shape, parameters[key]!.values);
  return ops.binary('AddV2', name, ops.binary('Mul', `${name}/scaled`, x, vector('scale')), vector('offset'));
}

function joined({ ops, node, inputs }: GraphCall, op: 'AddV2' | 'Mul'): GraphValue {
  const rank = Math.max(...inputs.map(({ shape }) => shape.length));
  const [first, ...others] = inputs.map((x, i) =>
    x.shape.length === rank ? x : ops.reshape(`${node.name}/spread${i}`, x, spreadShape(x.shape.slice(1), rank - 1)),
  ) as [GraphValue, ...GraphValue[]];
  const last = others.length - 1;
  return others.reduce((before, x, i) => ops.binary(op, i === last ? node.name : `${node.name}/first${i + 2}`, before, x), first);
}
