import type { ActivationSpread, LayerActivations } from '../../../src-shared/domain/activation-spread.ts';
import type { GraphNode } from '../../../src-shared/domain/graph/model-graph.ts';
import { createHistogram, joinHistograms, rangeOf, type Histogram, type Range } from '../../../src-shared/lib/histogram.ts';
import { activationsOf, inferenceContext } from '../graph/forward.ts';
import { shapeText, sizeOf } from '../graph/shape-checks.ts';
import { shapesOf, type ResolvedNode } from '../graph/shapes.ts';
import type { Tensor } from '../tensor-library.ts';
import type { PredictCall } from './predict.ts';

/** Items looked at: enough for the shape of a distribution, a moment's work even for a deep network. */
export const SPREAD_ITEMS = 256;
const BATCH = 32;
const BINS = 60;

/**
 * How the results of every layer are spread over the first items of a split, and which of their units never answered. In
 * two passes: the bins need the range first. Inputs, and layers that only hand on or reshape what they get, are left out.
 */
export async function measureActivationSpread(call: PredictCall, limit = SPREAD_ITEMS): Promise<ActivationSpread> {
  const { data, split, graph } = call;
  const items = Math.min(limit, data.count(split));
  const shapes = [...shapesOf(graph).values()].filter(resolved => !graph.inputs.includes(resolved.node.name) && !onlyReshapes(resolved));
  const alive = shapes.map(({ output }) => new Uint8Array(output.at(-1) ?? 1));
  const ranges = shapes.map((): Range | null => null);
  const names = shapes.map(({ node }) => node.name);
  await forEachResult(call, { items, names }, (layer, values) => {
    ranges[layer] = wider(ranges[layer]!, rangeOf(values));
    markAlive(alive[layer]!, values);
  });
  const histograms = shapes.map((): Histogram | null => null);
  await forEachResult(call, { items, names }, (layer, values) => {
    const histogram = createHistogram(values, ranges[layer]!, BINS);
    const before = histograms[layer]!;
    histograms[layer] = before === null ? histogram : joinHistograms(before, histogram);
  });
  const layers = shapes.flatMap(({ node, layer }, i): readonly LayerActivations[] => {
    const [range, histogram, units] = [ranges[i]!, histograms[i]!, alive[i]!];
    // It handed its input on.
    if (range === null || histogram === null) return [];
    const deadUnits = units.filter(unit => unit === 0).length;
    return [{ name: node.name, layer: layer.id, ...range, ...histogram, units: units.length, deadUnits }];
  });
  return { split, items, layers };
}

async function forEachResult(
  { engine: { tf }, graph, parameters, data, split, turn }: PredictCall,
  { items, names }: { readonly items: number; readonly names: readonly string[] },
  visit: (layer: number, values: Float32Array) => void,
): Promise<void> {
  const tensors = Object.fromEntries(
    Object.entries(parameters).map(([name, { shape, values }]) => [name, tf.tensor(values, [...shape], 'float32')]),
  );
  try {
    for (let start = 0; start < items; start += BATCH) {
      await turn();
      const positions = Uint32Array.from({ length: Math.min(BATCH, items - start) }, (_, i) => start + i);
      const input = tf.tensor(data.gather(split, positions).inputs, [positions.length, ...data.inputShape], 'float32');
      const results = tf.tidy(() => {
        const values = activationsOf({ tf, graph, parameters: tensors, inputs: [input], context: inferenceContext });
        const handsOn = ({ name, inputs }: GraphNode): boolean => inputs.some(from => values.get(from) === values.get(name));
        const own = new Set(graph.nodes.filter(node => !handsOn(node)).map(node => node.name));
        return names.flatMap((name, layer) => (own.has(name) ? [{ layer, result: values.get(name) as Tensor }] : []));
      });
      input.dispose();
      for (const { layer, result } of results) {
        visit(layer, (await result.data()) as Float32Array);
        result.dispose();
      }
    }
  } finally {
    for (const tensor of Object.values(tensors)) tensor.dispose();
  }
}

/** The values of its one input in another shape. */
function onlyReshapes({ layer, config, inputs, output }: ResolvedNode): boolean {
  const [input, ...others] = inputs;
  if (input === undefined || others.length > 0 || layer.parameters(config, inputs).length > 0) return false;
  return sizeOf(input) === sizeOf(output) && shapeText(input) !== shapeText(output);
}

function wider(range: Range | null, { low, high }: Range): Range {
  return range === null ? { low, high } : { low: Math.min(range.low, low), high: Math.max(range.high, high) };
}

function markAlive(alive: Uint8Array, values: Float32Array): void {
  for (let i = 0; i < values.length; i += 1) if (values[i] !== 0) alive[i % alive.length] = 1;
}
