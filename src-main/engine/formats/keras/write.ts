import type { Model } from '../../../../src-shared/domain/graph/model-card.ts';
import { canonicalJson } from '../../../../src-shared/lib/json.ts';
import { CARD_KEY, cardText } from '../card.ts';
import { writeHdf5, type Hdf5Group } from '../lib/hdf5.ts';
import { PRODUCER } from '../lib/version.ts';
import { writeZip } from '../lib/zip.ts';
import { weightGroups, weightPath } from './layer-order.ts';
import { keras2Config, keras3Config, kerasTopology, type KerasLayer } from './topology.ts';

/** The members of a `.keras` archive. */
export const KERAS_PARTS = { metadata: 'metadata.json', config: 'config.json', weights: 'model.weights.h5' } as const;

/** Keras 3's archive: configuration, weights, and in its metadata the card. */
export async function writeKeras(model: Model): Promise<Uint8Array> {
  const topology = kerasTopology(model, 'keras-3');
  const metadata = { keras_version: '3.0.0', producer: PRODUCER, [CARD_KEY]: model.card };
  return writeZip({
    [KERAS_PARTS.metadata]: utf8(canonicalJson(metadata)),
    [KERAS_PARTS.config]: utf8(canonicalJson(keras3Config(topology))),
    [KERAS_PARTS.weights]: await writeHdf5(archiveWeights(topology.layers)),
  });
}

/** The single HDF5 file of Keras 2, which Keras 3 still reads; the card is an attribute of its root. */
export function writeKerasH5(model: Model): Promise<Uint8Array> {
  const topology = kerasTopology(model, 'keras-2');
  const version = { keras_version: '2.15.0', backend: 'tensorflow' };
  return writeHdf5({
    attributes: { ...version, model_config: canonicalJson(keras2Config(topology)), [CARD_KEY]: cardText(model.card) },
    children: {
      model_weights: {
        attributes: { ...version, layer_names: topology.layers.map(layer => layer.name) },
        children: Object.fromEntries(topology.layers.map(layer => [layer.name, legacyLayer(layer)])),
      },
    },
  });
}

/** `layers/GROUP/vars/0`, `1`, …; every layer has a group, with weights or without. */
function archiveWeights(layers: readonly KerasLayer[]): Hdf5Group {
  const groups = weightGroups(layers);
  const layerGroup = ({ name, className, weights }: KerasLayer): readonly [string, Hdf5Group] => {
    const children = Object.fromEntries(Object.values(weights).map((weight, i) => [String(i), weight]));
    const within = (path: readonly string[]): Hdf5Group =>
      path.length === 0 ? { attributes: { name }, children } : { children: { [path[0]!]: within(path.slice(1)) } };
    return [groups.get(name) as string, within(weightPath(className))];
  };
  return { children: { layers: { children: Object.fromEntries(layers.map(layerGroup)) }, vars: {} } };
}

/** `NAME/NAME/kernel`, and the list of those names, by which Keras finds them. */
function legacyLayer({ name, weights }: KerasLayer): Hdf5Group {
  const names = Object.keys(weights).map(weight => `${name}/${weight}`);
  return { attributes: { weight_names: names }, children: names.length === 0 ? {} : { [name]: { children: weights } } };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
