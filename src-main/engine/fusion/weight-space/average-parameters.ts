import type { Masks, ModelGraph, Parameters } from '../../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../../src-shared/lib/app-error.ts';
import { canonicalJson } from '../../../../src-shared/lib/json.ts';
import type { FusionMember } from '../member-checks.ts';

/** Σ wᵢ·θᵢ, value by value, summed in double precision. Of models of one graph. */
export function averageParameters(models: readonly Parameters[], weights: readonly number[]): Parameters {
  const [first = {}] = models;
  const entries = Object.entries(first).map(([name, { shape, values }]) => {
    const arrays = models.map(parameters => valuesOf(parameters, name));
    return [name, { shape, values: values.map((_, k) => arrays.reduce((sum, own, i) => sum + weights[i]! * own[k]!, 0)) }] as const;
  });
  return Object.fromEntries(entries);
}

/** Kept where any of the models keeps; none for a kernel that one of them has whole. */
export function joinedMasks(models: readonly Masks[]): Masks {
  const [first = {}] = models;
  const everywhere = Object.entries(first).filter(([name]) => models.every(masks => masks[name] !== undefined));
  return Object.fromEntries(
    everywhere.map(([name, mask]) => [name, mask.map((_, k) => Math.max(...models.map(masks => masks[name]![k]!)))]),
  );
}

/** Weights can be averaged only where each has its counterpart. Throws `invalid-input`. */
export function assertOneGraph(members: readonly FusionMember[]): void {
  const [first, ...others] = members;
  if (first === undefined) return;
  const other = others.find(({ model }) => structureOf(model.graph) !== structureOf(first.model.graph));
  if (other === undefined) return;
  throw invalidInput(
    `Members of one graph are required to average weights, but '${first.name}' and '${other.name}' are built differently`,
    {
      path: 'members',
      hint: "Average their answers instead: method 'average'.",
    },
  );
}

function structureOf(graph: ModelGraph): string {
  return canonicalJson(graph);
}

function valuesOf(parameters: Parameters, name: string): Float32Array {
  const parameter = parameters[name];
  if (parameter === undefined) throw new Error(`A model of this graph has a parameter '${name}'`);
  return parameter.values;
}
