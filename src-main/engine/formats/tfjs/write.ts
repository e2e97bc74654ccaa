import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { canonicalJson } from '../../../../src-shared/lib/json.ts';
import { CARD_KEY } from '../card.ts';
import type { WrittenFile } from '../format.ts';
import { keras2Config, kerasTopology } from '../keras/topology.ts';
import { endToEnd } from '../lib/end-to-end.ts';
import { PRODUCER } from '../lib/version.ts';

/** A layers model: topology and weight manifest as JSON, and beside it the weights end to end, little-endian. */
export function writeTfjs(model: Model, [jsonName, weightsName]: readonly [string, string]): readonly WrittenFile[] {
  const topology = kerasTopology(model, 'tfjs');
  const weights = topology.layers.flatMap(layer =>
    Object.entries(layer.weights).map(([name, weight]) => [`${layer.name}/${name}`, weight] as const),
  );
  const json = {
    format: 'layers-model',
    generatedBy: `${PRODUCER.name} ${PRODUCER.version}`,
    convertedBy: null,
    modelTopology: { keras_version: '2.15.0', backend: 'tensorflow', model_config: keras2Config(topology) },
    weightsManifest: [{ paths: [weightsName], weights: weights.map(([name, { shape }]) => ({ name, shape, dtype: 'float32' })) }],
    userDefinedMetadata: { [CARD_KEY]: model.card },
  };
  return [
    { name: jsonName, bytes: new TextEncoder().encode(canonicalJson(json)) },
    { name: weightsName, bytes: endToEnd(weights.map(([, { values }]) => values)) },
  ];
}
