import { NotTraceable, type CompiledFunction, type Compiler, type DeviceResult } from '../compiler.ts';
import { forward, inferenceContext, predict } from '../graph/forward.ts';
import { createLazyPredictor, lazyGraphOf } from './lazy-predictor.ts';
import type { Tensor } from '../tensor-library.ts';
import type { Predictor, PredictorSource } from './predictor-source.ts';

/**
 * Answers by one native call a batch where the back end compiles; else, or for a graph it can't, operation by operation. A graph
 * whose answer takes each item from one of several parts (a cascade) is computed part by part, for the items that need them.
 */
export function createPredictor(source: PredictorSource): Predictor {
  const lazy = lazyGraphOf(source.graph);
  return lazy === null ? wholePredictor(source) : createLazyPredictor(source, lazy, createPredictor);
}

/** Computes everything for every item. */
export function wholePredictor(source: PredictorSource): Predictor {
  const { compiler } = source.engine;
  return compiler === null ? eagerPredictor(source) : compiledPredictor(source, compiler);
}

function eagerPredictor({ engine: { tf }, graph, parameters, inputShape }: PredictorSource): Predictor {
  const tensors = Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape], 'float32')]),
  );
  return {
    async answer(inputs, items) {
      const input = tf.tensor(inputs, [items, ...inputShape], 'float32');
      const answers = predict({ tf, graph, parameters: tensors, inputs: [input] });
      input.dispose();
      return readFirst(answers);
    },
    dispose() {
      for (const tensor of Object.values(tensors)) tensor.dispose();
    },
  };
}

function compiledPredictor(source: PredictorSource, compiler: Compiler): Predictor {
  const { engine, graph, parameters, inputShape } = source;
  const variables = Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, values }]) => [name, compiler.variable(values, shape)]),
  );
  const functions = new Map<number, CompiledFunction>();
  const functionFor = (items: number): CompiledFunction =>
    compiler.compile({
      title: `answers to ${items} items`,
      inputs: { inputs: { dtype: 'float32', shape: [items, ...inputShape] } },
      arrays: {},
      variables,
      body(scope) {
        const tensors = Object.fromEntries(Object.keys(variables).map(name => [name, scope.variable(name)]));
        const call = { tf: engine.tf, graph, parameters: tensors, inputs: [scope.input('inputs')], context: inferenceContext };
        return { answers: forward(call)[0] as Tensor };
      },
    });
  let fallback: Predictor | null = null;
  return {
    async answer(inputs, items) {
      try {
        const made = functions.get(items) ?? functionFor(items);
        functions.set(items, made);
        return await readFirst(Object.values(made.call({ inputs }, null)));
      } catch (thrown) {
        if (!(thrown instanceof NotTraceable)) throw thrown;
        fallback ??= eagerPredictor(source);
        return fallback.answer(inputs, items);
      }
    },
    dispose() {
      for (const made of functions.values()) made.dispose();
      for (const variable of Object.values(variables)) variable.dispose();
      fallback?.dispose();
    },
  };
}

async function readFirst(answers: readonly DeviceResult[]): Promise<Float32Array> {
  try {
    const [first] = answers;
    if (first === undefined) throw new Error('A graph has at least one output');
    return (await first.data()) as Float32Array;
  } finally {
    for (const tensor of answers) tensor.dispose();
  }
}
