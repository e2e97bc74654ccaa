import { forward, inferenceContext } from '../../src-main/engine/graph/forward.ts';
import type { LayerContext } from '../../src-main/engine/graph/layer.ts';
import type { Scalar, Tensor, TensorLibrary } from '../../src-main/engine/tensor-library.ts';
import { graphOf, product, randomParameters, separatedValues, tensorsOf, type Evaluation, type Sketch } from './graphs.ts';
import type { LayerCase } from './layer-case.ts';

/** Items of every evaluation here. */
export const BATCH = 3;

/** The layer under test as a model of its own, its node called `tested`. */
export function evaluationOf(one: LayerCase, seed: number): Evaluation {
  const fed: [string, Sketch[string]][] = one.inputs.map((shape, i) => [`in${i}`, ['input', { shape }]]);
  const sketch = Object.fromEntries([...fed, ['tested', [one.layer, one.config, ...fed.map(([name]) => name)]]]) as Sketch;
  const graph = graphOf(sketch, ['tested']);
  const shapes = one.inputs.length === 0 ? [one.output] : one.inputs;
  const inputs = shapes.map((shape, i) => {
    const count = BATCH * product(shape);
    // Apart from the other inputs' values too: where two are equal, a maximum has no gradient.
    const values = separatedValues(count, seed * 10 + i).map(value => value + (i * Math.min(0.13, 16 / count)) / (shapes.length + 1));
    if (one.tokens !== undefined)
      return { shape: [BATCH, ...shape], values: values.map((_value, place) => (place * 5 + seed) % one.tokens!) };
    return { shape: [BATCH, ...shape], values: one.shares === true ? values.map(value => 0.5 + 0.2 * Math.tanh(value)) : values };
  });
  return { graph, parameters: randomParameters(graph, seed), inputs };
}

export function tensorsFor(tf: TensorLibrary, { graph, parameters, inputs }: Evaluation) {
  return { graph, parameters: tensorsOf(tf, parameters), inputs: inputs.map(({ shape, values }) => tf.tensor(values, [...shape])) };
}

/** Statistics go nowhere; the same "random" numbers at every call. */
export function contextFor(tf: TensorLibrary, training: boolean): LayerContext {
  if (!training) return inferenceContext;
  return {
    training,
    uniform: shape =>
      tf.tensor(
        separatedValues(product(shape), 7).map(value => Math.abs(value) % 1),
        [...shape],
      ),
    updateStatistic: () => undefined,
  };
}

/** Gradients of the weighted sum of the answer, for inputs and then parameters; intermediates are for the caller's tidy. */
export function gradientsOf(tf: TensorLibrary, evaluation: Evaluation, weights: Float32Array, context: LayerContext): Tensor[] {
  const { graph, inputs, parameters } = tensorsFor(tf, evaluation);
  const names = Object.keys(parameters);
  const unused = tf.scalar(0);
  const differentiate = tf.grads((...xs: Tensor[]): Scalar => {
    const given = Object.fromEntries(names.map((name, i) => [name, xs[inputs.length + i] as Tensor]));
    const [answer] = forward({ tf, graph, inputs: xs.slice(0, inputs.length), parameters: given, context });
    // The batch's own statistics are used in training: the stored ones would have no gradient at all.
    const touched = xs.reduce((sum: Tensor, x) => tf.add(sum, tf.mul(tf.sum(x), unused)), unused);
    return tf.add(tf.sum(tf.mul(tf.reshape(answer as Tensor, [-1]), tf.tensor1d(weights))), touched);
  });
  return differentiate([...inputs, ...Object.values(parameters)]);
}
