import type { ModelGraph, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import type { Random } from '../../../src-shared/lib/random.ts';
import { initialValues } from './initial-values.ts';
import type { ParameterDeclaration } from './layer.ts';
import { sizeOf } from './shape-checks.ts';
import { shapesOf, type ResolvedNode } from './shapes.ts';

/** A declaration under its full name. */
export interface NodeParameter extends ParameterDeclaration {
  /** `node/parameter`, e.g. `fc1/kernel`. */
  readonly fullName: string;
  readonly node: string;
}

/** Every parameter of the graph, in the order of nodes and of each layer's declarations. */
export function parameterDeclarations(graph: ModelGraph): readonly NodeParameter[] {
  return [...shapesOf(graph).values()].flatMap(declarationsOf);
}

export function declarationsOf({ node, layer, config, inputs }: ResolvedNode): readonly NodeParameter[] {
  return layer.parameters(config, inputs).map(one => ({ ...one, fullName: `${node.name}/${one.name}`, node: node.name }));
}

/** Fresh values. Each parameter draws from its own stream, `random.split(fullName)`, so that a layer more changes no other. */
export function initialParameters(graph: ModelGraph, random: Random): Parameters {
  return Object.fromEntries(
    parameterDeclarations(graph).map(({ fullName, shape, initial }) => [
      fullName,
      { shape, values: initialValues(initial, sizeOf(shape), random.split(fullName)) },
    ]),
  );
}
