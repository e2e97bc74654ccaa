import type { GraphNode, ModelGraph, WeightPrecision } from '../../../src-shared/domain/graph/model-graph.ts';
import { parseParams } from '../../../src-shared/domain/params/parse-params.ts';
import { isObject, shown } from '../../../src-shared/domain/params/problems.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import type { JsonObject } from '../../../src-shared/lib/json.ts';
import type { LayerType } from './layer.ts';
import { layers } from './layers/index.ts';
import { declarationsOf } from './parameters.ts';
import { shapeText, sizeOf } from './shape-checks.ts';
import { atNode, shapesOf, type ResolvedNode } from './shapes.ts';

export const MAX_NODES = 10_000;
/** Of one parameter, of all of them together, and of one node's result for one item. */
export const MAX_VALUES = 2 ** 31;

/**
 * Makes a graph of what may come from a file: known layers, configs parsed and completed with defaults, unique names,
 * topological order, every node leading to an output, shapes that fit, sizes within bounds. Nothing is allocated for
 * them. Throws `invalid-input` with the node (and key) as path.
 */
export function checkGraph(raw: unknown): ModelGraph {
  if (!isObject(raw) || raw['version'] !== 1) throw invalidInput(`a model graph of version 1 is required, got ${shown(raw)}`);
  const rawNodes = raw['nodes'];
  if (!Array.isArray(rawNodes) || rawNodes.length === 0 || rawNodes.length > MAX_NODES) {
    const came = Array.isArray(rawNodes) ? `${rawNodes.length}` : shown(rawNodes);
    throw invalidInput(`1 to ${MAX_NODES} nodes are required, got ${came}`, { path: 'nodes' });
  }
  const byName = new Map<string, GraphNode>();
  rawNodes.forEach((rawNode: unknown, i) => {
    const node = checkNode(rawNode, i, byName);
    byName.set(node.name, node);
  });
  const nodes = [...byName.values()];
  const graph: ModelGraph = { version: 1, nodes, inputs: namesIn(raw, 'inputs', byName), outputs: namesIn(raw, 'outputs', byName) };
  checkInputs(graph);
  checkUse(graph);
  checkSizes([...shapesOf(graph).values()]);
  return graph;
}

function checkNode(raw: unknown, index: number, before: ReadonlyMap<string, GraphNode>): GraphNode {
  const place = `nodes.${index}`;
  if (!isObject(raw)) throw invalidInput(`a node is required, got ${shown(raw)}`, { path: place });
  const { name, layer: layerId, config, inputs } = raw;
  if (typeof name !== 'string' || !/^[A-Za-z][\w-]{0,127}$/.test(name)) {
    throw invalidInput(`a name of at most 128 letters, digits, '-' and '_' is required, got ${shown(name)}`, { path: `${place}.name` });
  }
  if (before.has(name)) throw invalidInput(`names must be unique, but two nodes are called '${name}'`, { path: name });
  const layer = knownLayer(layerId, name);
  if (!isObject(config)) throw invalidInput(`a config is required, got ${shown(config)}`, { path: `${name}.config` });
  if (!Array.isArray(inputs)) throw invalidInput(`a list of node names is required, got ${shown(inputs)}`, { path: `${name}.inputs` });
  const sources = inputs.map(source => earlierNode(source, name, before));
  checkArity(layer, sources.length, name);
  const node = { name, layer: layer.id, config: checkConfig(layer, config, name), inputs: sources };
  return raw['precision'] === undefined ? node : { ...node, precision: checkPrecision(raw['precision'], name) };
}

function checkPrecision(raw: unknown, path: string): WeightPrecision {
  const { kind, bits } = isObject(raw) ? raw : {};
  if (kind === 'float16' || kind === 'bfloat16') return { kind };
  if (kind === 'integer' && typeof bits === 'number' && Number.isInteger(bits) && bits >= 2 && bits <= 8) return { kind, bits };
  if (kind === 'codebook' && (bits === 4 || bits === 8)) return { kind, bits };
  throw invalidInput(
    `a precision (float16, bfloat16, a codebook of 4 or 8 bits, or integer of 2 to 8 bits) is required, got ${shown(raw)}`,
    {
      path: `${path}.precision`,
    },
  );
}

function knownLayer(id: unknown, path: string): LayerType {
  const layer = typeof id === 'string' ? layers.get(id) : undefined;
  if (layer !== undefined) return layer;
  const near =
    typeof id === 'string'
      ? closest(
          id,
          layers.all.map(one => one.id),
        )
      : null;
  const hint = near === null ? `Known: ${layers.all.map(one => one.id).join(', ')}.` : `Did you mean '${near}'?`;
  throw invalidInput(`a known layer is required, got ${shown(id)}`, { path, hint });
}

function earlierNode(source: unknown, reader: string, before: ReadonlyMap<string, GraphNode>): string {
  if (typeof source === 'string' && before.has(source)) return source;
  const near = typeof source === 'string' ? closest(source, [...before.keys()]) : null;
  const hint = near === null ? 'A node reads only nodes that stand before it.' : `Did you mean '${near}'?`;
  throw invalidInput(`'${reader}' needs inputs that stand before it, got ${shown(source)}`, { path: reader, hint });
}

function checkArity(layer: LayerType, count: number, path: string): void {
  const [min, max] = layer.inputs;
  if (count >= min && count <= max) return;
  const range = min === max ? `${min}` : `${min} to ${max}`;
  const joins = min > 1 ? { hint: 'Name the layers it joins: from: [a, b].' } : {};
  throw invalidInput(`${layer.id} needs ${range} input${range === '1' ? '' : 's'}, got ${count}`, { path, ...joins });
}

function checkConfig(layer: LayerType, config: Readonly<Record<string, unknown>>, path: string): JsonObject {
  const parsed = parseParams(layer.params, config);
  if (parsed.ok) return parsed.value as JsonObject;
  const [first] = parsed.error;
  const place = [path, ...(first?.path ?? [])].join('.');
  throw invalidInput(`${layer.id}: ${first?.message ?? 'its config does not fit'}`, {
    path: place,
    ...(first?.hint === undefined ? {} : { hint: first.hint }),
  });
}

function namesIn(
  raw: Readonly<Record<string, unknown>>,
  key: 'inputs' | 'outputs',
  byName: ReadonlyMap<string, GraphNode>,
): readonly string[] {
  const names = raw[key];
  if (!Array.isArray(names) || names.length === 0 || new Set(names).size !== names.length) {
    throw invalidInput(`at least one node name, none twice, is required, got ${shown(names)}`, { path: key });
  }
  const unknown: unknown = names.find(name => typeof name !== 'string' || !byName.has(name));
  if (unknown === undefined) return names as readonly string[];
  const near = typeof unknown === 'string' ? closest(unknown, [...byName.keys()]) : null;
  throw invalidInput(`names of nodes are required, got ${shown(unknown)}`, {
    path: key,
    ...(near === null ? {} : { hint: `Did you mean '${near}'?` }),
  });
}

/** The graph's inputs are exactly the nodes that read nothing. */
function checkInputs({ nodes, inputs }: ModelGraph): void {
  const entries = nodes.filter(node => node.inputs.length === 0).map(node => node.name);
  const odd = [...entries.filter(name => !inputs.includes(name)), ...inputs.filter(name => !entries.includes(name))];
  if (odd.length > 0)
    throw invalidInput(`the inputs must be the nodes that read no other (${entries.join(', ')}), got ${inputs.join(', ')}`, {
      path: 'inputs',
    });
}

/** A node nobody reads would have parameters without a gradient. */
function checkUse({ nodes, outputs }: ModelGraph): void {
  const read = new Set([...outputs, ...nodes.flatMap(node => node.inputs)]);
  const idle = nodes.find(node => !read.has(node.name));
  if (idle !== undefined) {
    throw invalidInput(`every node must lead to an output, but nothing reads '${idle.name}'`, {
      path: idle.name,
      hint: 'Remove it, or join it with add or concatenate.',
    });
  }
}

function checkSizes(nodes: readonly ResolvedNode[]): void {
  let total = 0;
  for (const resolved of nodes) {
    const { node, output } = resolved;
    if (!(sizeOf(output) <= MAX_VALUES))
      throw invalidInput(`at most 2^31 values per item are possible, got ${shapeText(output)}`, { path: node.name });
    for (const { fullName, shape } of atNode(node.name, () => declarationsOf(resolved))) {
      total += sizeOf(shape);
      if (!(sizeOf(shape) <= MAX_VALUES))
        throw invalidInput(`a parameter of at most 2^31 values is possible, got ${shapeText(shape)}`, { path: fullName });
    }
  }
  if (total > MAX_VALUES) throw invalidInput(`at most 2^31 parameter values in all are possible, got ${total}`);
}
