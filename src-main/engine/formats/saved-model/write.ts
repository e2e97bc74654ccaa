import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { CARD_KEY, cardText } from '../card.ts';
import type { GraphValue } from '../tensorflow/graph-value.ts';
import { emitNetwork } from '../tensorflow/network.ts';
import { createTfGraph, type TfNode } from '../tensorflow/tf-graph.ts';
import { encodeSavedModel, graphMessage, shapeMessage, TF_TYPES, type SignatureTensor } from '../tensorflow/tf-proto.ts';

const METHOD = 'tensorflow/serving/predict';
/** What a message may have, less what is no weight. */
const MOST_BYTES = 2 ** 31 - 2 ** 24;

/** A `saved_model.pb` whose weights are constants of its graph, with the signature `serving_default`; the card is a collection. */
export function writeSavedModel(model: Model): Uint8Array {
  const graph = createTfGraph();
  const { input, answer } = emitNetwork('SavedModel', model, graph);
  const bytes = graph.nodes.reduce((sum, node) => sum + bytesOf(node), 0);
  if (bytes > MOST_BYTES) {
    throw invalidInput(`The weights of a SavedModel without variables may have ${MOST_BYTES} bytes, these have ${bytes}`, {
      hint: 'Choose another format.',
    });
  }
  const signature = { inputs: { [input.name]: tensorOf(input) }, outputs: { [answer.name]: tensorOf(answer) }, methodName: METHOD };
  return encodeSavedModel({
    savedModelSchemaVersion: 1,
    metaGraphs: [
      {
        metaInfoDef: { tags: ['serve'], tensorflowVersion: '2.4.0', strippedDefaultAttrs: true },
        graphDef: graphMessage(graph.nodes),
        collectionDef: { [CARD_KEY]: { bytesList: { value: [new TextEncoder().encode(cardText(model.card))] } } },
        signatureDef: { serving_default: signature },
      },
    ],
  });
}

function bytesOf({ attributes }: TfNode): number {
  return attributes['value']?.kind === 'tensor' ? attributes['value'].values.byteLength : 0;
}

function tensorOf({ name, shape, type }: GraphValue): SignatureTensor {
  return { name: `${name}:0`, dtype: TF_TYPES[type], tensorShape: shapeMessage(shape) };
}
