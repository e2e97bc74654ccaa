import type { Engine } from '../../tensor-library.ts';
import type { RuntimeSession } from '../format.ts';
import { endToEnd } from '../lib/end-to-end.ts';
import { graphJson } from '../tfjs-graph/model-json.ts';
import { runGraph } from '../tfjs-graph/session.ts';
import { encodeGraph } from '../tensorflow/tf-proto.ts';
import { readSavedModel } from './read.ts';

/** Runs a SavedModel: in TensorFlow itself where the engine is its library, else its graph in TensorFlow.js's executor. */
export async function openSavedModel(bytes: Uint8Array, engine: Engine): Promise<RuntimeSession> {
  const { graph, nodes, input, output } = readSavedModel(bytes);
  if (engine.graphs !== undefined) {
    const session = engine.graphs.open(encodeGraph(graph), { input: input.name, output: output.name });
    return {
      runtime: session.runtime,
      predict: (inputs, items) => Promise.resolve(session.run(inputs, [items, ...input.shape])),
      close: () => Promise.resolve(session.close()),
    };
  }
  const { topology, weights } = graphJson(nodes);
  const weightSpecs = weights.map(({ name, shape, dtype }) => ({ name, shape: [...shape], dtype }));
  const values = endToEnd(weights.map(weight => weight.values));
  return runGraph({ topology, weightSpecs, weights: values, input, output }, engine);
}
