import type { GraphNode, ModelGraph, Parameter, Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import { AppFailure } from '../../../../src-shared/lib/app-error.ts';
import type { JsonObject } from '../../../../src-shared/lib/json.ts';
import { checkGraph } from '../../graph/check-graph.ts';
import type { ActivationFunction } from '../../graph/activations.ts';
import type { AlikeLayer } from '../../graph/layer.ts';
import { resolvedNode, shapesOf, type ResolvedNode } from '../../graph/shapes.ts';

/** A node whose values come out of an activation that bends, and what it is. */
interface ActivationPlace extends ResolvedNode {
  readonly activation: ActivationFunction;
}

/** Where something can stand between an activation, of its own or a layer's, and what reads it; behind a layer that can be made alike. */
export function activationPlaces(nodes: ReadonlyMap<string, ResolvedNode>, { outputs }: ModelGraph): readonly ActivationPlace[] {
  return [...nodes.values()]
    .map(place => ({ ...place, activation: place.layer.endsWith?.(place.config) ?? 'linear' }))
    .filter(({ activation, node }) => activation !== 'linear' && !outputs.includes(node.name) && layerBehind(nodes, node.name) !== null);
}

/** The nearest layer on the way to a value (of an addition: its first input) whose type can make another one like it. */
export function layerBehind(nodes: ReadonlyMap<string, ResolvedNode>, name: string): ResolvedNode | null {
  const at = resolvedNode(nodes, name);
  if (at.layer.alike !== undefined) return at;
  const [input] = at.node.inputs;
  return input === undefined ? null : layerBehind(nodes, input);
}

/** A name no node has: `deeper1`, `deeper2`, … */
export function freshName({ nodes }: ModelGraph, prefix: string): string {
  for (let number = 1; ; number++) if (!nodes.some(({ name }) => name === `${prefix}${number}`)) return `${prefix}${number}`;
}

/** A layer of another one's type. */
export function alikeNode(model: ResolvedNode, wanted: AlikeLayer, place: Pick<GraphNode, 'name' | 'inputs'>): GraphNode {
  const config = model.layer.alike?.(model.config, wanted);
  if (config === undefined) throw new Error(`A ${model.layer.id} layer can't be made like another one`);
  return { ...place, layer: model.layer.id, config: config as JsonObject };
}

/** The graph with nodes behind `after`, the last of which is read wherever `after` was read. */
export function insertedAfter(graph: ModelGraph, after: string, added: readonly GraphNode[]): ModelGraph {
  const instead = added.at(-1)?.name ?? after;
  const reading = (inputs: readonly string[]): readonly string[] => inputs.map(input => (input === after ? instead : input));
  const nodes = graph.nodes.flatMap(node => {
    const own = { ...node, inputs: reading(node.inputs) };
    return node.name === after ? [node, ...added] : [own];
  });
  return checkGraph({ ...graph, nodes });
}

/** Whether the layers' shapes still fit together. */
export function fits(graph: () => ModelGraph): boolean {
  try {
    shapesOf(graph());
    return true;
  } catch (thrown) {
    if (thrown instanceof AppFailure && thrown.error.code === 'invalid-input') return false;
    throw thrown;
  }
}

/** With this node's kernel 0 but for ones from every channel to itself, at the middle of the window; or 0 everywhere. */
export function withKernel(parameters: Parameters, node: string, fill: 'identity' | 'zero'): Parameters {
  const name = `${node}/kernel`;
  const kernel = parameters[name];
  if (kernel === undefined) throw new Error(`Node '${node}' has no kernel`);
  const values = new Float32Array(kernel.values.length);
  if (fill === 'identity') for (const place of identityPlaces(kernel)) values[place] = 1;
  return { ...parameters, [name]: { shape: kernel.shape, values } };
}

function identityPlaces({ shape }: Parameter): readonly number[] {
  const [inputs = 0, outputs = 0] = shape.slice(-2);
  const middle = shape.slice(0, -2).reduce((place, size) => place * size + Math.floor((size - 1) / 2), 0);
  return Array.from({ length: inputs }, (_, channel) => (middle * inputs + channel) * outputs + channel);
}
