import { graphFromLayers } from '../../../src-main/engine/graph/build.ts';
import { entry } from '../../../src-main/engine/graph/preset.ts';
import { presets } from '../../../src-main/engine/graph/presets/index.ts';
import type { ModelGraph, Shape } from '../../../src-shared/domain/graph/model-graph.ts';
import { parseParams } from '../../../src-shared/domain/params/parse-params.ts';

export const NETWORKS = ['lenet-300-100', 'lenet-5', 'mini-resnet', 'lstm'] as const;

const OUTPUTS = 10;

/** The networks of the benchmark, as `peers.py` has them. */
export function networkOf(name: string): { readonly graph: ModelGraph; readonly inputShape: Shape } {
  switch (name) {
    case 'lenet-300-100':
      return { graph: presetGraph('mlp', [28, 28, 1]), inputShape: [28, 28, 1] };
    case 'lenet-5':
      return { graph: presetGraph('lenet5', [28, 28, 1]), inputShape: [28, 28, 1] };
    case 'mini-resnet':
      return { graph: presetGraph('mini-resnet', [32, 32, 3]), inputShape: [32, 32, 3] };
    case 'lstm': {
      const inputShape = [100, 40];
      const list = [entry('lstm', { units: 64 }), entry('dense', { units: OUTPUTS })];
      return { graph: graphFromLayers(list, { inputShape, outputs: OUTPUTS, task: 'values' }), inputShape };
    }
    default:
      throw new Error(`The networks are ${NETWORKS.join(', ')}, got '${name}'`);
  }
}

function presetGraph(id: string, inputShape: Shape): ModelGraph {
  const preset = presets.require(id);
  const params = parseParams(preset.params, {});
  if (!params.ok) throw new Error(JSON.stringify(params.error));
  return preset.build(params.value, { inputShape, outputs: OUTPUTS });
}
