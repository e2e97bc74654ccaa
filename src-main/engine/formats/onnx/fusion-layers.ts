import { LEAST_ODDS, LEAST_SHARE } from '../../graph/layers/logits.layer.ts';
import { rampsOf } from '../../graph/layers/piecewise-ramps.ts';
import { STEEP } from '../../graph/layers/ranks.layer.ts';
import type { LayerTable } from '../export-plan.ts';
import type { OnnxBuilder, OnnxValue } from './builder.ts';
import type { OnnxCall } from './onnx-call.ts';

/** The layers that fusions are made of. */
export const ONNX_FUSION_LAYERS: LayerTable<OnnxCall, OnnxValue['names']> = {
  rescale({ builder, node, x, config: { factor, offset } }) {
    const scaled = builder.add('Mul', `${node.name}.scaled`, [builder.read(x, 'last'), numbers(builder, `${node.name}/factor`, factor)]);
    return { last: builder.add('Add', node.name, [scaled, numbers(builder, `${node.name}/offset`, offset)]) };
  },

  'select-channels'({ builder, node, x, config: { channels } }) {
    const places = builder.integers(`${node.name}.channels`, channels);
    return { last: builder.add('Gather', node.name, [builder.read(x, 'last'), places], { axis: -1 }) };
  },

  logits({ builder, node, x, config: { of } }) {
    const input = builder.read(x, 'last');
    if (of === 'softmax') return { last: logarithm(builder, node.name, input, LEAST_SHARE) };
    const one = numbers(builder, `${node.name}.one`, [1]);
    const other = builder.add('Sub', `${node.name}.other`, [one, input]);
    const [high, low] = [
      logarithm(builder, `${node.name}.for`, input, LEAST_ODDS),
      logarithm(builder, `${node.name}.against`, other, LEAST_ODDS),
    ];
    return { last: builder.add('Sub', node.name, [high, low]) };
  },

  'log-softmax': ({ builder, node, x }) => ({
    last: builder.add('LogSoftmax', node.name, [builder.read(x, 'last')], { axis: -1 }),
  }),

  maximum({ builder, node, inputs }) {
    const names = inputs.map(x => builder.read(x, 'last'));
    return { last: builder.add('Max', node.name, names) };
  },

  ranks({ builder, node, x }) {
    const { name } = node;
    const input = builder.read(x, 'last');
    const axisOf = (axis: number): string => builder.integers(`${name}.axis-${axis}`, [axis]);
    const own = builder.add('Unsqueeze', `${name}.own`, [input, axisOf(2)]);
    const others = builder.add('Unsqueeze', `${name}.others`, [input, axisOf(1)]);
    const differences = builder.add('Sub', `${name}.differences`, [own, others]);
    const steep = builder.add('Mul', `${name}.steep`, [differences, numbers(builder, `${name}.steepness`, [STEEP])]);
    const above = builder.add('Sigmoid', `${name}.above`, [steep]);
    const sum = builder.add('ReduceSum', `${name}.sum`, [above, `${name}.axis-2`], { keepdims: 0 });
    return { last: builder.add('Sub', name, [sum, numbers(builder, `${name}.itself`, [0.5])]) };
  },

  'piecewise-linear'({ builder, node, x, config }) {
    const { name } = node;
    const { count, starts, slopes, heights, first } = rampsOf(config);
    const shape = [config.at.length, count];
    const table = (key: string, values: Float32Array): string => builder.constant(`${name}/${key}`, { shape, values });
    const last = builder.integers(`${name}.axis`, [2]);
    const own = builder.add('Unsqueeze', `${name}.own`, [builder.read(x, 'last'), last]);
    const shifted = builder.add('Sub', `${name}.shifted`, [own, table('starts', starts)]);
    const scaled = builder.add('Mul', `${name}.scaled`, [shifted, table('slopes', slopes)]);
    const bounds = [0, 1].map(bound => builder.constant(`${name}/${bound}`, { shape: [], values: Float32Array.of(bound) }));
    const ramps = builder.add('Clip', `${name}.ramps`, [scaled, ...bounds]);
    const raised = builder.add('Mul', `${name}.raised`, [ramps, table('heights', heights)]);
    const sum = builder.add('ReduceSum', `${name}.sum`, [raised, last], { keepdims: 0 });
    return { last: builder.add('Add', name, [sum, numbers(builder, `${name}/first`, [...first])]) };
  },
};

function logarithm(builder: OnnxBuilder, output: string, input: string, least: number): string {
  const least1 = numbers(builder, `${output}.least`, [least]);
  return builder.add('Log', output, [builder.add('Max', `${output}.above`, [input, least1])]);
}

/** A number for all channels, or one each: both spread over the axes before. */
function numbers(builder: OnnxBuilder, name: string, values: readonly number[]): string {
  return builder.constant(name, { shape: [values.length], values: Float32Array.from(values) });
}
