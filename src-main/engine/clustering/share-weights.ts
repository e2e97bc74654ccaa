import type { Masks, ModelGraph, Parameter, Parameters } from '../../../src-shared/domain/graph/model-graph.ts';
import { AppFailure, invalidInput } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import { parameterDeclarations, type NodeParameter } from '../graph/parameters.ts';
import type { WeightSharing } from '../training/weight-sharing.ts';
import { clusterLine } from './k-means.ts';

/** How many bits name a weight's value in its layer's codebook. */
export interface CodebookBits {
  /** Of kernels with positions: convolutions. */
  readonly filters: number;
  /** Of all other kernels. */
  readonly matrices: number;
  /** By layer, before the other two. */
  readonly layers: Readonly<Record<string, number>>;
}

export interface SharedWeights {
  readonly parameters: Parameters;
  readonly sharing: WeightSharing;
}

/**
 * Gives the kept weights of every kernel at most 2^bits different values, those of k-means. Throws `invalid-input` for a layer that isn't
 * there or a model without kernels, `nothing-changed` where no kernel has more values than that.
 */
export function shareWeights(graph: ModelGraph, { parameters, masks }: { parameters: Parameters; masks: Masks }, bits: CodebookBits) {
  const kernels = parameterDeclarations(graph).filter(({ role }) => role === 'kernel');
  checkLayers(kernels, bits);
  const shared: Record<string, Parameter> = {};
  const sharing: Record<string, WeightSharing[string]> = {};
  for (const kernel of kernels) {
    const parameter = parameters[kernel.fullName];
    if (parameter === undefined) throw new Error(`The model has no '${kernel.fullName}'`);
    const made = shareKernel(parameter, masks[kernel.fullName] ?? null, 2 ** bitsFor(kernel, bits));
    shared[kernel.fullName] = made.parameter;
    sharing[kernel.fullName] = made.sharing;
  }
  if (!kernels.some(({ fullName }) => differs(shared[fullName], parameters[fullName]))) throw nothingChanged();
  const result: SharedWeights = { parameters: { ...parameters, ...shared }, sharing };
  return result;
}

/**
 * One value a group again, that of its first member. Members get the same gradients, but an engine may round the last lanes of an array
 * otherwise than the ones before.
 */
export function alignShared(parameters: Parameters, sharing: WeightSharing): Parameters {
  const aligned = Object.entries(sharing).map(([name, { groups, count }]) => {
    const parameter = parameters[name];
    if (parameter === undefined) throw new Error(`The model has no '${name}'`);
    const first = new Float32Array(count).fill(Number.NaN);
    const values = parameter.values.map((value, i) => {
      const group = groups[i]!;
      if (Number.isNaN(first[group])) first[group] = value;
      return first[group]!;
    });
    return [name, { shape: parameter.shape, values }] as const;
  });
  return { ...parameters, ...Object.fromEntries(aligned) };
}

/** Group 0 is that of the pruned weights. */
function shareKernel({ shape, values }: Parameter, mask: Uint8Array | null, most: number) {
  const isKept = (_value: number, i: number): boolean => mask === null || mask[i] === 1;
  const { centres, places } = clusterLine(values.filter(isKept), most);
  const groups = new Int32Array(values.length);
  const shared = new Float32Array(values.length);
  let next = 0;
  values.forEach((value, i) => {
    if (!isKept(value, i)) return;
    const place = places[next++]!;
    groups[i] = place + 1;
    shared[i] = centres[place]!;
  });
  return { parameter: { shape, values: shared }, sharing: { groups, count: centres.length + 1 } };
}

function bitsFor({ node, shape }: NodeParameter, { filters, matrices, layers }: CodebookBits): number {
  return (Object.hasOwn(layers, node) ? layers[node] : undefined) ?? (shape.length > 2 ? filters : matrices);
}

function checkLayers(kernels: readonly NodeParameter[], { layers }: CodebookBits): void {
  const names = [...new Set(kernels.map(({ node }) => node))];
  if (names.length === 0)
    throw invalidInput('A model with at least one dense or convolutional layer is required, got none', { path: 'model' });
  const unknown = Object.keys(layers).find(layer => !names.includes(layer));
  if (unknown === undefined) return;
  const near = closest(unknown, names);
  throw invalidInput(`A layer with weights is required (${names.join(', ')}), got '${unknown}'`, {
    path: `bits.layers.${unknown}`,
    hint: near === null ? `Layers with weights: ${names.join(', ')}.` : `Did you mean '${near}'?`,
  });
}

function differs(a: Parameter | undefined, b: Parameter | undefined): boolean {
  return a === undefined || b === undefined || a.values.some((value, i) => value !== b.values[i]);
}

function nothingChanged(): AppFailure {
  return new AppFailure({
    code: 'nothing-changed',
    message: 'A model with more different weights than its codebooks have places is required, but every kernel of this one has fewer',
    path: 'bits',
    hint: 'Choose fewer bits.',
  });
}
