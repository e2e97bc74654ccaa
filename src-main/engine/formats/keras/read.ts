import type { ModelGraph, Parameter, Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import { isObject, shown } from '../../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { checkGraph } from '../../graph/check-graph.ts';
import { declarationsOf } from '../../graph/parameters.ts';
import { shapesOf, type ResolvedNode } from '../../graph/shapes.ts';
import { parseJson } from '../card.ts';
import { readHdf5, type Hdf5Reader } from '../lib/hdf5.ts';
import { readZip } from '../lib/zip.ts';
import { withHeads } from './head-layers.ts';
import { headNodes, type NodeOrigin } from './head-nodes.ts';
import { kerasOrder, weightGroups, weightPath } from './layer-order.ts';
import { withMaskInputs } from './masked-steps.ts';
import { readInbound } from './read-inbound.ts';
import { readKerasLayer } from './read-layers.ts';
import { KERAS_PARTS } from './write.ts';

/** What a Keras file holds, as this program's graph. */
export interface KerasModel {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
}

const MAX_BYTES = 2 ** 33;

/** A `.keras` archive. Throws `invalid-input` for damaged files and for what has no counterpart here, naming the layer. */
export async function readKeras(bytes: Uint8Array): Promise<KerasModel> {
  const { config, weights } = KERAS_PARTS;
  const parts = readZip(bytes, [config, weights], MAX_BYTES);
  const read = readConfig(parseJson(new TextDecoder().decode(parts[config]), config));
  const groups = weightGroups(kerasOrder(read.layers, read.output));
  const { graph, origins } = graphOf(read);
  const classes = new Map(read.layers.map(({ name, className }) => [name, className]));
  const pathOf = (layer: string, index: number, count: number): string =>
    ['layers', groups.get(layer) as string, ...weightPath(classes.get(layer) ?? '', index, count)].join('/');
  return readHdf5(parts[weights]!, file => ({ graph, parameters: readWeights(graph, file, { origins, pathOf }) }));
}

/** A Keras `.h5` file with configuration. Throws like `readKeras`. */
export function readKerasH5(bytes: Uint8Array): Promise<KerasModel> {
  return readHdf5(bytes, file => {
    const { graph, origins } = graphOf(readConfig(parseJson(file.text('', 'model_config'), 'model_config')));
    const pathOf = (layer: string, index: number): string => {
      const group = `model_weights/${layer}`;
      const name = file.texts(group, 'weight_names')[index];
      if (name === undefined) throw invalidInput(`At least ${index + 1} weights are required in '${group}'`, { path: layer });
      return `${group}/${name}`;
    };
    return { graph, parameters: readWeights(graph, file, { origins, pathOf }) };
  });
}

/** The graph of a functional model's configuration, by Keras 2 or 3. Throws like `readKeras`. */
export function graphOfKerasConfig(root: unknown): ModelGraph {
  return graphOf(readConfig(root)).graph;
}

interface ConfigLayer {
  readonly name: string;
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly string[];
}

interface ReadConfig {
  /** Topological order. */
  readonly layers: readonly ConfigLayer[];
  readonly input: string;
  readonly output: string;
}

function readConfig(root: unknown): ReadConfig {
  const config = isObject(root) ? root['config'] : undefined;
  if (!isObject(root) || !isObject(config) || !Array.isArray(config['layers']))
    throw invalidInput(`A Keras model's configuration is required, got ${shown(root)}`);
  if (!['Functional', 'Model'].includes(String(root['class_name']))) {
    throw invalidInput(`A functional Keras model is required, got ${shown(root['class_name'])}`, { path: 'class_name' });
  }
  return {
    layers: config['layers'].map(readLayerEntry),
    input: endName(config['input_layers'], 'input_layers'),
    output: endName(config['output_layers'], 'output_layers'),
  };
}

function readLayerEntry(entry: unknown, index: number): ConfigLayer {
  const { class_name: className, config, name, inbound_nodes: inbound } = isObject(entry) ? entry : {};
  if (typeof className !== 'string' || !isObject(config) || typeof name !== 'string' || config['name'] !== name) {
    throw invalidInput(`a layer with class, configuration and one name is required, got ${shown(entry)}`, { path: `layers.${index}` });
  }
  return { name, className, config, inputs: readInbound(inbound, { name, className }) };
}

/** `['name', 0, 0]`, or a list of one of those. */
function endName(value: unknown, path: string): string {
  const [first] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (typeof first === 'string') return first;
  if (Array.isArray(first) && typeof first[0] === 'string' && (value as readonly unknown[]).length === 1) return first[0];
  throw invalidInput(`exactly one layer is required, got ${shown(value)}`, { path });
}

interface ReadGraph {
  readonly graph: ModelGraph;
  /** Of nodes that are parts of a layer. */
  readonly origins: ReadonlyMap<string, NodeOrigin>;
}

function graphOf({ layers, input, output }: ReadConfig): ReadGraph {
  const origins = new Map<string, NodeOrigin>();
  const nodes = withHeads(withMaskInputs(layers)).flatMap((layer): readonly object[] => {
    const { name, className, config, inputs } = layer;
    if (className !== 'MultiHeadAttention') return [{ name, ...readKerasLayer(className, config, name), inputs }];
    const heads = headNodes(layer);
    for (const [node, origin] of heads.origins) origins.set(node, origin);
    return heads.nodes;
  });
  return { graph: checkGraph({ version: 1, nodes, inputs: [input], outputs: [output] }), origins };
}

interface WeightPlaces {
  readonly origins: ReadonlyMap<string, NodeOrigin>;
  pathOf(layer: string, index: number, count: number): string;
}

/** Shapes come from the graph: an array of another shape is refused before it is read. */
function readWeights(graph: ModelGraph, file: Hdf5Reader, { origins, pathOf }: WeightPlaces): Parameters {
  const ofNode = (resolved: ResolvedNode): readonly (readonly [string, Parameter])[] => {
    const { name } = resolved.node;
    const all = declarationsOf(resolved);
    const { layer, first, count, stored }: NodeOrigin = origins.get(name) ?? {
      layer: name,
      first: 0,
      count: all.length,
      stored: shape => shape,
    };
    return all.map(({ fullName, shape }, index) => {
      const array = file.array(pathOf(layer, first + index, count), stored(shape));
      return [fullName, { shape, values: array.values }];
    });
  };
  return Object.fromEntries([...shapesOf(graph).values()].flatMap(ofNode));
}
