import type { Masks, ModelGraph, Parameter, Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { checkGraph } from '../../graph/check-graph.ts';
import { live, tidied } from './tidy.ts';
import type { Trace } from './trace.ts';

export interface FinishedGraph {
  readonly graph: ModelGraph;
  readonly parameters: Parameters;
  readonly masks: Masks;
}

/** What was traced, simplified and checked, as far as it leads to the output. */
export function finished(trace: Pick<Trace, 'nodes'>, end: string): FinishedGraph {
  const { nodes, output } = tidied(live({ nodes: trace.nodes, output: end }));
  const parameters: Record<string, Parameter> = {};
  const masks: Record<string, Uint8Array> = {};
  for (const node of nodes) {
    for (const [name, parameter] of Object.entries(node.parameters)) parameters[`${node.name}/${name}`] = parameter;
    for (const [name, mask] of Object.entries(node.masks)) masks[`${node.name}/${name}`] = mask;
  }
  const inputs = nodes.filter(({ layer }) => layer === 'input').map(({ name }) => name);
  const raw = nodes.map(({ name, layer, config, inputs: sources }) => ({ name, layer, config, inputs: sources }));
  assertFinite(parameters);
  return { graph: checkGraph({ version: 1, nodes: raw, inputs, outputs: [output] }), parameters, masks };
}

/** A weight that is no number makes every answer none. */
export function assertFinite(parameters: Parameters): void {
  for (const [name, { values }] of Object.entries(parameters)) {
    const odd = values.findIndex(value => !Number.isFinite(value));
    if (odd >= 0) throw invalidInput(`Weights must be numbers; '${name}' has ${values[odd]} at place ${odd}`, { path: name });
  }
}
