import type { Model } from '../../../../../src-shared/domain/graph/model-card.ts';
import type { GraphNode, Masks, ModelGraph, Parameter, Parameters, Shape } from '../../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../../src-shared/lib/app-error.ts';
import type { ChannelRule, ParameterAxis } from '../../../graph/layer.ts';
import { shapesOf, type ResolvedNode } from '../../../graph/shapes.ts';

/** Values of another model that stand beside a model's input. */
export interface BesideValues {
  /** The node that gives them, a row per item. */
  readonly node: string;
  readonly width: number;
}

/**
 * A model that reads further values at the first layers with weights on each way from its input: behind its channels, at every
 * place of an image or a series. Their weights begin as 0, so that it answers as before until it is trained. The nodes read
 * `beside.node`, which is not among them. Throws `invalid-input` for a model without such a layer.
 */
export function readBesideInput({ graph, parameters, masks }: Omit<Model, 'card'>, beside: BesideValues): Omit<Model, 'card'> {
  const firsts = firstReaders(graph);
  if (firsts.length === 0) {
    throw invalidInput('A later member of a chain needs a layer with weights, which can read more than its input; this one has none', {
      path: 'members',
    });
  }
  const odd = firsts.find(({ layer, config, inputs }) => !readsEachByItself(layer.channels(config, inputs)));
  if (odd !== undefined) {
    throw invalidInput(
      `A later member of a chain must read its input by layers with a weight per channel, '${odd.node.name}' is of another kind`,
      { path: 'members', hint: 'Let the network with that layer come first.' },
    );
  }
  const added = new Map(firsts.map(reader => [reader.node.name, besideNodes(reader, beside)]));
  const nodes = graph.nodes.flatMap(node => {
    const before = added.get(node.name);
    return before === undefined ? [node] : [...before, { ...node, inputs: [(before.at(-1) as GraphNode).name] }];
  });
  return { graph: { ...graph, nodes }, ...widened(firsts, { parameters, masks }, beside.width) };
}

/** Not by numbers of tokens, and not in groups. */
function readsEachByItself(rule: ChannelRule): boolean {
  return rule.kind === 'source' && rule.whole === undefined && rule.tiedInputs === undefined;
}

/** Layers that make channels of their own, reached from the input past none of their kind. */
function firstReaders(graph: ModelGraph): readonly ResolvedNode[] {
  const raw = new Set(graph.inputs);
  const firsts: ResolvedNode[] = [];
  for (const resolved of shapesOf(graph).values()) {
    const { node, layer, config, inputs } = resolved;
    if (!node.inputs.some(name => raw.has(name))) continue;
    if (layer.channels(config, inputs).kind === 'source') firsts.push(resolved);
    else raw.add(node.name);
  }
  return firsts;
}

/** Brings the row to the form of what the layer reads, and puts it behind that. */
function besideNodes({ node, inputs }: ResolvedNode, { node: values, width }: BesideValues): readonly GraphNode[] {
  const read = node.inputs[0] as string;
  const places = (inputs[0] as Shape).slice(0, -1);
  const spread = places.length === 0 ? [] : spreadNodes(node.name, values, [...places, width]);
  const row = spread.at(-1)?.name ?? values;
  return [...spread, { name: `${node.name}-reads`, layer: 'concatenate', config: {}, inputs: [read, row] }];
}

function spreadNodes(name: string, values: string, shape: readonly number[]): readonly GraphNode[] {
  const times = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const series: GraphNode = { name: `${name}-places`, layer: 'repeat', config: { times }, inputs: [values] };
  if (shape.length === 2) return [series];
  return [series, { name: `${name}-spread`, layer: 'reshape', config: { shape }, inputs: [series.name] }];
}

function widened(
  firsts: readonly ResolvedNode[],
  { parameters, masks }: Pick<Model, 'parameters' | 'masks'>,
  width: number,
): { readonly parameters: Parameters; readonly masks: Masks } {
  const arrays = { ...parameters };
  const kept = { ...masks };
  for (const { node, layer, config, inputs } of firsts) {
    const rule = layer.channels(config, inputs);
    for (const axis of rule.kind === 'source' ? rule.inputs : []) {
      const name = `${node.name}/${axis.parameter}`;
      arrays[name] = withZeros(parameters[name] as Parameter, axis, width);
      const mask = masks[name];
      if (mask !== undefined)
        kept[name] = new Uint8Array(extended(mask, (parameters[name] as Parameter).shape, { axis: axis.axis, width, fill: 1 }));
    }
  }
  return { parameters: arrays, masks: kept };
}

function withZeros({ shape, values }: Parameter, { axis, repeat = 1, blocks = 1 }: ParameterAxis, width: number): Parameter {
  if (repeat !== 1 || blocks !== 1) throw new Error('Axes of inputs have an entry per channel');
  const wider = extended(values, shape, { axis, width, fill: 0 });
  return { shape: shape.with(axis, shape[axis]! + width), values: new Float32Array(wider) };
}

interface Extension {
  readonly axis: number;
  readonly width: number;
  readonly fill: number;
}

/** So many entries more at the end of an axis. */
function extended(values: ArrayLike<number>, shape: Shape, { axis, width, fill }: Extension): readonly number[] {
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const block = shape[axis]! * inner;
  return Array.from({ length: values.length / block }, (_, i) => [
    ...Array.from({ length: block }, (__, j) => values[i * block + j]!),
    ...Array.from({ length: width * inner }, () => fill),
  ]).flat();
}
