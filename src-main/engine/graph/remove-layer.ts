import type { ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import type { JsonObject } from '../../../src-shared/lib/json.ts';
import { checkGraph } from './check-graph.ts';
import { parameterDeclarations } from './parameters.ts';
import { removableLayers, type Removable, type Removal, type Replacement } from './removable-layers.ts';
import { sizeOf } from './shape-checks.ts';
import { resolvedNode, shapesOf } from './shapes.ts';
import type { Cuttable } from './surgery.ts';

/**
 * The model without a layer or block of `removableLayers`. Identity: what read it reads its input instead (of a block, the
 * split: the branch counts as 0, or 1 where it is multiplied). Projection: of a block the shortcut stays; of a layer a window of one place does, its
 * kernel summed over the window. Parameters that stay do so bit for bit; parallel arrays of a summed kernel are left out.
 * Arguments are left alone. Throws `invalid-input` for what can't be removed, or not in that way.
 */
export function removeLayer<C extends Cuttable>(model: C, name: string, by: Replacement): C {
  const graph = graphWithout(model.graph, name, by);
  const parameters = parametersFor(graph, model.parameters);
  if (model.parallel === undefined) return { ...model, graph, parameters };
  const parallel = Object.fromEntries(
    Object.entries(model.parallel).map(([set, arrays]) => [
      set,
      Object.fromEntries(Object.entries(arrays).filter(([array, values]) => parameters[array]?.values.length === values.length)),
    ]),
  );
  return { ...model, graph, parameters, parallel };
}

/** The structure of what `removeLayer` leaves. Throws as that does. */
export function graphWithout(graph: ModelGraph, name: string, by: Replacement): ModelGraph {
  const removable = requireRemovable(graph, name);
  const removal = removable.ways[by];
  if (removal === undefined) {
    const ways = Object.keys(removable.ways).join(', ');
    throw invalidInput(`'${name}' can be replaced by ${ways}, got ${by}`, { path: name });
  }
  return removal.pointwise === true ? withPoint(graph, name) : without(graph, removable, removal);
}

function requireRemovable(graph: ModelGraph, name: string): Removable {
  const { removable, left } = removableLayers(graph);
  const found = removable.find(({ node }) => node === name);
  if (found !== undefined) return found;
  const reason = left.find(({ node }) => node === name)?.reason;
  if (reason !== undefined) {
    throw invalidInput(`A layer or block that can be removed is required, but '${name}' must stay: ${reason}`, { path: name });
  }
  const names = removable.map(({ node }) => node);
  const near = closest(name, names);
  throw invalidInput(`The name of a layer or block that can be removed is required, got '${name}'`, {
    path: name,
    hint: near === null ? `Removable: ${names.join(', ') || 'none'}.` : `Did you mean '${near}'?`,
  });
}

function without(graph: ModelGraph, { nodes }: Removable, { instead }: Removal): ModelGraph {
  const gone = new Set(nodes);
  const left = graph.nodes.filter(({ name }) => !gone.has(name));
  return checkGraph({
    ...graph,
    nodes: left.map(node => ({ ...node, inputs: node.inputs.map(input => (gone.has(input) ? instead : input)) })),
  });
}

function withPoint(graph: ModelGraph, name: string): ModelGraph {
  const { layer, config } = resolvedNode(shapesOf(graph), name);
  const pointwise = layer.pointwise?.(config) ?? config;
  return checkGraph({
    ...graph,
    nodes: graph.nodes.map(node => (node.name === name ? { ...node, config: pointwise as JsonObject } : node)),
  });
}

/** Those the graph still has; a kernel that became smaller is summed over its leading axes. */
function parametersFor(graph: ModelGraph, parameters: Parameters): Parameters {
  return Object.fromEntries(
    parameterDeclarations(graph).map(({ fullName, shape }) => {
      const before = parameters[fullName];
      if (before === undefined) throw invalidInput(`A value is required for parameter '${fullName}', got none`, { path: fullName });
      const size = sizeOf(shape);
      if (before.values.length === size) return [fullName, before];
      const values = new Float64Array(size);
      before.values.forEach((value, i) => (values[i % size]! += value));
      return [fullName, { shape, values: Float32Array.from(values) }];
    }),
  );
}
