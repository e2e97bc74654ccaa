import type { ModelGraph, Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import { predict } from '../../graph/forward.ts';
import { resolvedNode, shapesOf } from '../../graph/shapes.ts';
import type { Engine, Tensor } from '../../tensor-library.ts';
import type { RuntimeSession } from '../format.ts';

/** Runs a graph that was read from a file on the engine in force. `reader` says by whom: `espalier's Keras reader`. */
export function openGraph(
  reader: string,
  { graph, parameters }: { graph: ModelGraph; parameters: Parameters },
  { tf, identity }: Engine,
): RuntimeSession {
  const { output: shape } = resolvedNode(shapesOf(graph), graph.inputs[0]!);
  const tensors = Object.fromEntries(
    Object.entries(parameters).map(([name, { values, shape: sizes }]) => [name, tf.tensor(values, [...sizes])]),
  );
  return {
    runtime: `${reader} on ${identity}`,
    async predict(inputs, items) {
      const input = tf.tensor(inputs, [items, ...shape]);
      const [answer] = predict({ tf, graph, parameters: tensors, inputs: [input] }) as [Tensor];
      const values = (await answer.data()) as Float32Array;
      tf.dispose([input, answer]);
      return values.slice();
    },
    close() {
      tf.dispose(tensors);
      return Promise.resolve();
    },
  };
}
