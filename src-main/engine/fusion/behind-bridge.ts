import type { Model } from '../../../src-shared/domain/graph/model-card.ts';
import type { GraphNode } from '../../../src-shared/domain/graph/model-graph.ts';
import { canonicalJson } from '../../../src-shared/lib/json.ts';
import type { LoadedDataset } from '../data/load-dataset.ts';
import { bridgeOf } from '../data/originals/refit-inputs.ts';
import { checkGraph } from '../graph/check-graph.ts';

/** What a model takes: the inputs of the data as it is prepared. */
type Prepared = Pick<LoadedDataset, 'inputShape' | 'manifest'>;

type Step = Omit<GraphNode, 'inputs'>;

/**
 * A model that was trained on a fit of its own of the data's preprocessing, as one that takes the data as it is prepared: with
 * layers in front that pick and rescale its inputs. The model itself where it takes them already.
 */
export function behindBridge(model: Model, data: Prepared): Model {
  if (takes(model, data)) return model;
  const { inputShape } = data;
  const { width, places, factor, offset } = bridgeOf(data.manifest.preprocessing, model.card.preprocessing);
  const isRow = inputShape.length === 1;
  return behindSteps(model, data, [
    ...selection(places, width),
    // Bands lie before the single channel, and a factor goes by the last axis.
    ...(isRow ? [] : [{ name: 'fit-bands', layer: 'reshape', config: { shape: inputShape.slice(0, -1) } }]),
    { name: 'fit-scale', layer: 'rescale', config: { factor, offset } },
    ...(isRow ? [] : [{ name: 'fit-channel', layer: 'reshape', config: { shape: inputShape } }]),
  ]);
}

/** A model as one that takes a row in which its own inputs stand at `places`. The model itself where it takes that row already. */
export function behindPlaces(model: Model, data: Prepared, places: readonly number[]): Model {
  return takes(model, data) ? model : behindSteps(model, data, selection(places, data.inputShape[0] ?? 0));
}

function takes({ card }: Model, { manifest }: Prepared): boolean {
  return canonicalJson(card.preprocessing) === canonicalJson(manifest.preprocessing);
}

/** None where the whole row is taken as it stands. */
function selection(places: readonly number[], width: number): readonly Step[] {
  if (places.length === width && places.every((place, i) => place === i)) return [];
  return [{ name: 'fit-columns', layer: 'select-channels', config: { channels: places } }];
}

function behindSteps(model: Model, { inputShape, manifest }: Prepared, steps: readonly Step[]): Model {
  const { graph, card } = model;
  const [input = ''] = graph.inputs;
  const front = steps.map((step, i): GraphNode => ({ ...step, inputs: [steps[i - 1]?.name ?? input] }));
  const last = front.at(-1)?.name ?? input;
  const nodes = graph.nodes.flatMap(node => {
    if (node.name === input) return [{ ...node, config: { ...node.config, shape: inputShape } }, ...front];
    return [{ ...node, inputs: node.inputs.map(name => (name === input ? last : name)) }];
  });
  const { preprocessing } = manifest;
  return { ...model, graph: checkGraph({ ...graph, nodes }), card: { ...card, inputShape, preprocessing } };
}
