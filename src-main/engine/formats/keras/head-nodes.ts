import type { GraphNode, Shape } from '../../../../src-shared/domain/graph/model-graph.ts';
import { shown } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import type { MaskedLayer } from './masked-steps.ts';

/** Where the weights of a node are that is a part of a layer of the file. */
export interface NodeOrigin {
  readonly layer: string;
  /** Number of its first weight among the layer's `count`. */
  readonly first: number;
  readonly count: number;
  /** As the file has an array of this shape. */
  readonly stored: (shape: Shape) => Shape;
}

interface HeadNodes {
  readonly nodes: readonly GraphNode[];
  readonly origins: readonly (readonly [node: string, origin: NodeOrigin])[];
}

/** Keras's attention as this program's nodes: three products, the attention between them, one product. The last one has the layer's name. */
export function headNodes({ name, config, inputs }: MaskedLayer): HeadNodes {
  const { num_heads: heads, key_dim: size, value_dim: valueSize = size, use_bias: hasBias = true } = config;
  const [outputs] = [config['output_shape']].flat() as readonly unknown[];
  if (!isCount(heads) || !isCount(size) || valueSize !== size || !isCount(outputs))
    throw invalidInput(`an attention with values as wide as its keys and a width of its answer is read, got ${shown(config)}`, {
      path: name,
    });
  const product = (node: string, filters: number, source: string): GraphNode => ({
    name: node,
    layer: 'conv1d',
    config: { filters, kernel: 1, bias: hasBias !== false },
    inputs: [source],
  });
  const parts = ['query', 'key', 'value'].map((part, i) => product(`${name}-${part}`, heads * size, inputs[i]!));
  const read: GraphNode = {
    name: `${name}-heads`,
    layer: 'attention',
    config: { headSize: size },
    inputs: [...parts.map(part => part.name), ...inputs.slice(3)],
  };
  const each = hasBias === false ? 1 : 2;
  // Kernels [1, in, out] and biases; in Keras the heads have an axis of their own, behind the inputs, or in front of the outputs.
  const within = ([_, first = 0]: Shape): Shape => (first === 0 ? [heads, size] : [first, heads, size]);
  const behind = ([width = 0, first = 0, last = 0]: Shape): Shape => (first === 0 ? [width] : [heads, size, last]);
  const last = product(name, outputs, read.name);
  const origins = [...parts, last].map(
    (node, i) => [node.name, { layer: name, first: i * each, count: 4 * each, stored: node === last ? behind : within }] as const,
  );
  return { nodes: [...parts, read, last], origins };
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}
