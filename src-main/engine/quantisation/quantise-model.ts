import type { GraphNode, ModelGraph, WeightPrecision } from '../../../src-shared/domain/graph/model-graph.ts';
import { invalidInput } from '../../../src-shared/lib/app-error.ts';
import { closest } from '../../../src-shared/lib/closest.ts';
import { fakeQuantiseLayer } from '../graph/layers/fake-quantise.layer.ts';
import { declarationsOf } from '../graph/parameters.ts';
import { sizeOf } from '../graph/shape-checks.ts';
import { shapesOf, type ResolvedNode } from '../graph/shapes.ts';
import { storedParameter } from '../graph/stored-kernels.ts';
import { foldBatchNorms, type Network } from './fold-batch-norm.ts';
import { measureRanges, type CalibrationSetup } from './measure-ranges.ts';
import { gridOver, gridPlaces, insertGrids, integerRole, splitActivations } from './place-grids.ts';
import type { ValueRange } from './range-estimator.ts';
import { CODEBOOK_BITS, type LayerPrecision, type QuantisationScheme } from '../../../src-shared/domain/quantisation.ts';

export interface QuantisedNetwork {
  readonly network: Network;
  readonly layers: readonly LayerPrecision[];
}

/** A network that can be quantised in several ways without looking at items again. */
export interface Quantisable {
  /** In float32, in the form the scheme needs: batch normalisations folded, and for integers activations apart. */
  readonly base: Network;
  /** Every layer with weights, as it becomes when no layer is kept but those that can't be otherwise. */
  readonly layers: readonly LayerPrecision[];
  /** These layers in float32, besides those that have to be. Kernels are rounded for good. */
  quantise(kept: ReadonlySet<string>): Network;
}

export type QuantisationSetup = Omit<CalibrationSetup, 'items' | 'method'>;

/**
 * Quantises after training. The result answers as integers would: its kernels are whole steps, its values are put on grids where a
 * runtime of integers has whole steps. Throws `invalid-input` for a network that is quantised already, or has nothing to quantise.
 */
export async function quantiseNetwork(network: Network, scheme: QuantisationScheme, setup: QuantisationSetup): Promise<QuantisedNetwork> {
  const quantisable = await prepareQuantisation(network, scheme, setup);
  return { network: quantisable.quantise(new Set()), layers: quantisable.layers };
}

export async function prepareQuantisation(network: Network, scheme: QuantisationScheme, setup: QuantisationSetup): Promise<Quantisable> {
  assertFloat(network.graph);
  const base = baseFor(scheme, network);
  const layers = layerPrecisions(base.graph, scheme);
  const quantised = layers.filter(({ reason }) => reason === null).map(({ node }) => node);
  if (quantised.length === 0) throw nothingToDo(layers);
  const isStatic = scheme.precision === 'int8';
  const owners = [...new Set(gridPlaces(base.graph, new Set(quantised)).values())];
  const calibration = { ...setup, ...scheme.calibration };
  const ranges = isStatic ? await measureRanges(calibration, base, owners) : new Map<string, ValueRange>();
  return {
    base,
    layers,
    quantise(kept) {
      const chosen = new Set(quantised.filter(name => !kept.has(name)));
      return roundKernels({ ...base, graph: withScheme(base.graph, { scheme, chosen, ranges }) });
    },
  };
}

function usesIntegers({ precision }: QuantisationScheme): boolean {
  return precision === 'int8' || precision === 'int8-dynamic';
}

/** In float16 a normalisation of its own would round twice what a kernel rounds once. */
function baseFor(scheme: QuantisationScheme, network: Network): Network {
  if (usesIntegers(scheme)) return inIntegerForm(network);
  return scheme.precision === 'float16' ? foldBatchNorms(network) : network;
}

function inIntegerForm(network: Network): Network {
  const folded = foldBatchNorms(network);
  return { ...folded, graph: splitActivations(folded.graph) };
}

interface Choice {
  readonly scheme: QuantisationScheme;
  readonly chosen: ReadonlySet<string>;
  readonly ranges: ReadonlyMap<string, ValueRange>;
}

function withScheme(graph: ModelGraph, { scheme, chosen, ranges }: Choice): ModelGraph {
  const precision = weightPrecision(scheme);
  const marked = { ...graph, nodes: graph.nodes.map((node): GraphNode => (chosen.has(node.name) ? { ...node, precision } : node)) };
  if (scheme.precision === 'int8') {
    const gridOf = (name: string) => gridOver(ranges.get(name) ?? { low: 0, high: 0 }, scheme.activations);
    return insertGrids(marked, gridPlaces(graph, chosen), gridOf);
  }
  if (scheme.precision !== 'int8-dynamic') return marked;
  const read = graph.nodes.filter(({ name }) => chosen.has(name)).flatMap(({ inputs }) => inputs);
  return insertGrids(marked, new Map(read.map(name => [name, name])), () => null);
}

function weightPrecision({ precision, weightBits }: QuantisationScheme): WeightPrecision {
  if (precision === 'float16' || precision === 'bfloat16') return { kind: precision };
  const ofCodebook = CODEBOOK_BITS[precision];
  if (ofCodebook !== undefined) return { kind: 'codebook', bits: ofCodebook };
  return { kind: 'integer', bits: precision === 'int4-weights' ? 4 : weightBits };
}

/** The kernels as they are stored. */
export function roundKernels(network: Network): Network {
  const nodes = [...shapesOf(network.graph).values()];
  const rounded = nodes.flatMap(resolved =>
    declarationsOf(resolved).map(({ name, fullName }) => {
      const parameter = network.parameters[fullName];
      if (parameter === undefined) throw new Error(`The model lacks its parameter '${fullName}'`);
      return [fullName, storedParameter(resolved, name, parameter)] as const;
    }),
  );
  return { ...network, parameters: Object.fromEntries(rounded) };
}

function layerPrecisions(graph: ModelGraph, scheme: QuantisationScheme): readonly LayerPrecision[] {
  const weighted = [...shapesOf(graph).values()].filter(resolved => weightsOf(resolved) > 0);
  const names = weighted.map(({ node }) => node.name);
  assertKnown(names, scheme.keep.layers);
  const products = weighted.filter(resolved => integerRole(resolved) === 'multiplies').map(({ node }) => node.name);
  return weighted.map(resolved => {
    const { name, layer } = resolved.node;
    const reason = reasonToStay(resolved, scheme, products);
    return { node: name, layer, precision: reason === null ? scheme.precision : 'float32', reason, weights: weightsOf(resolved) };
  });
}

function reasonToStay(resolved: ResolvedNode, { precision, keep }: QuantisationScheme, products: readonly string[]): string | null {
  const { name, layer } = resolved.node;
  if (keep.layers.includes(name)) return 'it was asked to stay';
  if (keep.first && name === products[0]) return 'the first layer was asked to stay';
  if (keep.last && name === products.at(-1)) return 'the last layer was asked to stay';
  if (precision === 'float16' || precision === 'bfloat16' || CODEBOOK_BITS[precision] !== undefined) return null;
  const role = integerRole(resolved);
  if (role === 'multiplies' || (role === 'looks-up' && precision.endsWith('-weights'))) return null;
  return `layers of type '${layer}' have no form in integers`;
}

function weightsOf(resolved: ResolvedNode): number {
  return declarationsOf(resolved).reduce((sum, { role, shape }) => sum + (role === 'kernel' ? sizeOf(shape) : 0), 0);
}

function assertKnown(names: readonly string[], asked: readonly string[]): void {
  const unknown = asked.find(name => !names.includes(name));
  if (unknown === undefined) return;
  const near = closest(unknown, names);
  throw invalidInput(`A layer with weights is required (${names.join(', ')}), got '${unknown}'`, {
    path: 'keep.layers',
    ...(near === null ? {} : { hint: `Did you mean '${near}'?` }),
  });
}

/** Whether a network computes with anything but float32 already. */
export function isQuantised(graph: ModelGraph): boolean {
  return graph.nodes.some(({ layer, precision }) => layer === fakeQuantiseLayer.id || precision !== undefined);
}

function assertFloat(graph: ModelGraph): void {
  if (!isQuantised(graph)) return;
  const odd = graph.nodes.find(({ layer, precision }) => layer === fakeQuantiseLayer.id || precision !== undefined);
  throw invalidInput(`A model in float32 is required, this one is quantised already ('${odd?.name}')`, {
    path: 'model',
    hint: 'Quantise the model it was made from: what was rounded once only loses when it is rounded again.',
  });
}

function nothingToDo(layers: readonly LayerPrecision[]) {
  const reasons = layers.map(({ node, reason }) => `${node}: ${reason}`).join('; ');
  return invalidInput(`A model with a layer to quantise is required, ${layers.length === 0 ? 'this one has no weights' : reasons}`, {
    path: 'model',
    hint: 'Precisions of weights alone and float16 take every layer with weights.',
  });
}
