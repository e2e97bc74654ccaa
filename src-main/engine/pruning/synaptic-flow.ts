import type { Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { forward, inferenceContext } from '../graph/forward.ts';
import { parameterDeclarations } from '../graph/parameters.ts';
import { resolvedNode, shapesOf } from '../graph/shapes.ts';
import type { Scalar, Tensor } from '../tensor-library.ts';
import { disposeAll, download } from '../training/device-arrays.ts';
import type { EvidencePasses } from '../training/evidence-passes.ts';
import type { Tensors } from '../training/step-plan.ts';
import { tidy } from '../training/tidy.ts';

/**
 * θ·∂R/∂θ for R = 1ᵀ·f(1), where f is the network with |θ| in place of θ: no data is needed (Tanaka et al. 2020,
 * arXiv:2006.05467). Here statistics have their initial values and arrays that start at 0 (biases) are 0, so that R is
 * homogeneous in every layer's kernel; each kernel is divided by its mean magnitude, which changes all scores by the same
 * factor and keeps deep networks within float32.
 */
export async function synapticFlow({ tf, graph }: Pick<EvidencePasses, 'tf' | 'graph'>, parameters: Parameters): Promise<Parameters> {
  const declared = parameterDeclarations(graph).filter(({ role }) => role !== 'statistic');
  const nodes = shapesOf(graph);
  const products = tidy(tf, (): Tensors => {
    const positive = Object.fromEntries(
      parameterDeclarations(graph).map(({ fullName, role, shape, initial }) => {
        const { values } = parameters[fullName]!;
        const start = initial.kind === 'constant' ? initial.value : null;
        if (role === 'statistic') return [fullName, tf.fill([...shape], start ?? 0)];
        if (role === 'vector') return [fullName, start === 0 ? tf.zeros([...shape]) : tf.tensor(values.map(Math.abs), [...shape])];
        return [fullName, tf.tensor(normalised(values), [...shape])];
      }),
    ) as Tensors;
    const inputs = graph.inputs.map(name => tf.ones([1, ...resolvedNode(nodes, name).output]));
    const flow = (...values: Tensor[]): Scalar => {
      const given = { ...positive, ...Object.fromEntries(declared.map(({ fullName }, i) => [fullName, values[i]!])) };
      const outputs = forward({ tf, graph, parameters: given, inputs, context: inferenceContext });
      return outputs.map(output => tf.sum(output)).reduce((sum, one) => tf.add(sum, one)) as Scalar;
    };
    const gradients = tf.grads(flow)(declared.map(({ fullName }) => positive[fullName]!));
    return Object.fromEntries(
      declared.map(({ fullName }, i) => [fullName, tf.mul(positive[fullName]!, gradients[i] ?? tf.zerosLike(positive[fullName]!))]),
    );
  });
  const read = await download(products);
  disposeAll(products);
  return read;
}

function normalised(values: Float32Array): Float32Array {
  let sum = 0;
  for (const value of values) sum += Math.abs(value);
  const mean = sum / values.length || 1;
  return values.map(value => Math.abs(value) / mean);
}
