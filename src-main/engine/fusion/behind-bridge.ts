import type { Model } from '../../../src-shared/domain/graph/model-card.ts';
import type { GraphNode } from '../../../src-shared/domain/graph/model-graph.ts';
import { canonicalJson } from '../../../src-shared/lib/json.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import { bridgeOf } from '../data/originals/refit-inputs.ts';
import { checkGraph } from '../graph/check-graph.ts';

/**
 * A model that was trained on a fit of its own of the data's preprocessing, as one that takes the data as it is prepared: with
 * layers in front that pick and rescale its inputs. The model itself where it takes them already.
 */
export function behindBridge(model: Model, { inputShape, manifest }: Pick<LoadedDataset, 'inputShape' | 'manifest'>): Model {
  const { graph, card } = model;
  const { preprocessing } = manifest;
  if (canonicalJson(card.preprocessing) === canonicalJson(preprocessing)) return model;
  const [input = ''] = graph.inputs;
  const { width, places, factor, offset } = bridgeOf(preprocessing, card.preprocessing);
  const all = places.length === width;
  const isRow = inputShape.length === 1;
  const steps: readonly Omit<GraphNode, 'inputs'>[] = [
    ...(all ? [] : [{ name: 'fit-columns', layer: 'select-channels', config: { channels: places } }]),
    // Bands lie before the single channel, and a factor goes by the last axis.
    ...(isRow ? [] : [{ name: 'fit-bands', layer: 'reshape', config: { shape: inputShape.slice(0, -1) } }]),
    { name: 'fit-scale', layer: 'rescale', config: { factor, offset } },
    ...(isRow ? [] : [{ name: 'fit-channel', layer: 'reshape', config: { shape: inputShape } }]),
  ];
  const front = steps.map((step, i): GraphNode => ({ ...step, inputs: [steps[i - 1]?.name ?? input] }));
  const last = front.at(-1)?.name ?? input;
  const nodes = graph.nodes.flatMap(node => {
    if (node.name === input) return [{ ...node, config: { ...node.config, shape: inputShape } }, ...front];
    return [{ ...node, inputs: node.inputs.map(name => (name === input ? last : name)) }];
  });
  return { ...model, graph: checkGraph({ ...graph, nodes }), card: { ...card, inputShape, preprocessing } };
}
