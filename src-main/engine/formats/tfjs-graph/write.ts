import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { canonicalJson, type JsonObject } from '../../../../src-shared/lib/json.ts';
import { CARD_KEY } from '../card.ts';
import type { WrittenFile } from '../format.ts';
import { endToEnd } from '../lib/end-to-end.ts';
import { PRODUCER } from '../lib/version.ts';
import type { GraphValue } from '../tensorflow/graph-value.ts';
import { emitNetwork } from '../tensorflow/network.ts';
import { createTfGraph } from '../tensorflow/tf-graph.ts';
import { graphJson, type GraphWeight } from './model-json.ts';

/** A graph model: topology, signature and weight manifest as JSON, and beside it the weights end to end, little-endian. */
export function writeTfjsGraph(model: Model, name: string): readonly WrittenFile[] {
  const graph = createTfGraph();
  const ends = emitNetwork('TensorFlow.js', model, graph);
  const { topology, weights } = graphJson(graph.nodes);
  const weightsName = `${name}.weights.bin`;
  const json = {
    format: 'graph-model',
    generatedBy: `${PRODUCER.name} ${PRODUCER.version}`,
    convertedBy: null,
    modelTopology: topology,
    signature: { inputs: tensorOf(ends.input), outputs: tensorOf(ends.answer) },
    weightsManifest: [{ paths: [weightsName.split('/').at(-1) as string], weights: weights.map(specOf) }],
    userDefinedMetadata: { [CARD_KEY]: model.card },
  };
  return [
    { name: `${name}.model.json`, bytes: new TextEncoder().encode(canonicalJson(json)) },
    { name: weightsName, bytes: endToEnd(weights.map(({ values }) => values)) },
  ];
}

function specOf({ name, shape, dtype }: GraphWeight): JsonObject {
  return { name, shape: [...shape], dtype };
}

function tensorOf({ name, shape }: GraphValue): JsonObject {
  return { [name]: { name: `${name}:0`, dtype: 'DT_FLOAT', tensorShape: { dim: shape.map(size => ({ size: String(size) })) } } };
}
