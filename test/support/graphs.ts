import { checkGraph } from '../../src-main/engine/graph/check-graph.ts';
import { parameterDeclarations } from '../../src-main/engine/graph/parameters.ts';
import { shapesOf } from '../../src-main/engine/graph/shapes.ts';
import { inferenceContext } from '../../src-main/engine/graph/forward.ts';
import type { Tensor, TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import type { ModelGraph, Parameters, Shape } from '../../src-shared/domain/graph/model-graph.ts';
import { createRandom } from '../../src-shared/lib/random.ts';

/** `name: [layer, config, ...inputs]`, in order; inputs are the nodes without inputs. */
export type Sketch = Readonly<Record<string, readonly [layer: string, config: Readonly<Record<string, unknown>>, ...inputs: string[]]>>;

export function graphOf(sketch: Sketch, outputs: readonly string[]): ModelGraph {
  const nodes = Object.entries(sketch).map(([name, [layer, config, ...inputs]]) => ({ name, layer, config, inputs }));
  return checkGraph({ version: 1, nodes, inputs: nodes.filter(node => node.inputs.length === 0).map(node => node.name), outputs });
}

/** Every parameter random, biases and statistics too, so that none is neutral; variances are positive. */
export function randomParameters(graph: ModelGraph, seed: number): Parameters {
  return Object.fromEntries(
    parameterDeclarations(graph).map(({ fullName, name, shape }) => {
      const random = createRandom(seed).split(fullName);
      const values = Float32Array.from({ length: product(shape) }, () =>
        name === 'variance' ? 0.5 + random.next() : 1.6 * random.next() - 0.8,
      );
      return [fullName, { shape, values }];
    }),
  );
}

export function product(shape: Shape): number {
  return shape.reduce((size, n) => size * n, 1);
}

/**
 * Distinct values in random order on a grid that stays 0.02 clear of 0 and of each other (unless `count` is so large that the
 * grid would leave [-8, 8]): no ReLU or maximum changes its mind within a central difference.
 */
export function separatedValues(count: number, seed: number): Float32Array {
  const random = createRandom(seed);
  const gap = Math.min(0.13, 16 / count);
  const values = Array.from({ length: count }, (_, i) => (i - Math.floor(count / 2) + 0.5) * gap);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random.next() * (i + 1));
    [values[i], values[j]] = [values[j] ?? 0, values[i] ?? 0];
  }
  return Float32Array.from(values);
}

export function tensorsOf(tf: TensorLibrary, parameters: Parameters): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(parameters).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape])]));
}

/** Node → entries of its value's last axis to set to 0 before anything reads it. */
export type ChannelMasks = Readonly<Record<string, readonly number[]>>;

export interface Evaluation {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  /** Per graph input, [N, …]. */
  readonly inputs: readonly { readonly shape: Shape; readonly values: Float32Array }[];
}

/** The graph's answers with channels set to 0 on their way, worked out node by node. */
export function maskedAnswers(tf: TensorLibrary, { graph, parameters, inputs }: Evaluation, masks: ChannelMasks = {}): Float32Array[] {
  return tf.tidy(() => {
    const tensors = tensorsOf(tf, parameters);
    const values = new Map<string, Tensor>();
    for (const { node, layer, config, inputs: shapes, output } of shapesOf(graph).values()) {
      const fed = inputs[graph.inputs.indexOf(node.name)];
      const read = fed === undefined ? node.inputs.map(name => values.get(name) as Tensor) : [tf.tensor(fed.values, [...fed.shape])];
      const own = Object.fromEntries(layer.parameters(config, shapes).map(({ name }) => [name, tensors[`${node.name}/${name}`] as Tensor]));
      const gone = masks[node.name] ?? [];
      const mask = tf.tensor1d(Float32Array.from({ length: output.at(-1) ?? 0 }, (_, i) => (gone.includes(i) ? 0 : 1)));
      // A recurrent layer reads its own channels too: there they count for nothing when their rows are 0.
      const rule = layer.channels(config, shapes);
      for (const { parameter } of (gone.length > 0 && rule.kind === 'source' && rule.feedback) || []) {
        const kernel = own[parameter] as Tensor;
        own[parameter] = tf.mul(kernel, tf.reshape(tf.slice(mask, [0], [kernel.shape[0]!]), [-1, 1]));
      }
      const value = layer.apply({ tf, config, inputs: read, parameters: own, context: inferenceContext });
      values.set(node.name, gone.length === 0 ? value : tf.mul(value, mask));
    }
    return graph.outputs.map(name => (values.get(name) as Tensor).dataSync().slice() as Float32Array);
  });
}
