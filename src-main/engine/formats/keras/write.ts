import type { Parameter } from '../../../../src-shared/domain/graph/model-graph.ts';
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
    const all = Object.values(weights);
    const placed = all.map((weight, i) => ({ path: weightPath(className, i, all.length), weight }));
    return [groups.get(name) as string, { attributes: { name }, children: treeOf(placed) }];
  };
  return { children: { layers: { children: Object.fromEntries(layers.map(layerGroup)) }, vars: {} } };
}

interface Placed {
  readonly path: readonly string[];
  readonly weight: Parameter;
}

/** Groups within groups; a path's last part is the weight's name. */
function treeOf(placed: readonly Placed[]): NonNullable<Hdf5Group['children']> {
  const names = [...new Set(placed.map(({ path }) => path[0]!))];
  return Object.fromEntries(
    names.map(name => {
      const within = placed.filter(({ path }) => path[0] === name);
      const rest = within.map(({ path, weight }) => ({ path: path.slice(1), weight }));
      return [name, rest[0]?.path.length === 0 ? rest[0].weight : { children: treeOf(rest) }];
    }),
  );
}

/** `NAME/NAME/kernel`, and the list of those names, by which Keras finds them. */
function legacyLayer({ name, weights }: KerasLayer): Hdf5Group {
  const names = Object.keys(weights).map(weight => `${name}/${weight}`);
  return { attributes: { weight_names: names }, children: names.length === 0 ? {} : { [name]: { children: weights } } };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
