import { defineGranularity } from '../granularity.ts';
import { layerRange } from '../layer-goal.ts';
import { layerRemoval } from '../layer-removal.ts';
import type { RemovalKind } from '../removable-units.ts';

/** Single layers with a kernel, and the normalisation and activation that serve them alone. */
export const layers = defineGranularity({
  id: 'layers',
  title: 'Layers',
  help: 'Removes single layers where what is before and behind them fits together.',
  source: 'Elkerdawy et al. 2020, arXiv:2007.05667',
  params: {
    projection: {
      kind: 'flag',
      label: 'Leave a window of one place',
      help: 'Of a convolution that changes the shape, a convolution of one place stays instead of nothing.',
      default: true,
    },
  },
  revision: 1,
  units: 'layers',
  targets: ['layers', 'sparsity', 'parameters', 'multiplyAdds', 'bytes', 'latency', 'latencyMs'],
  removal: call => layerRemoval(call, kindOf(call.config)),
  range: (call, name) => layerRange(call, kindOf(call.config), name),
});

function kindOf({ projection }: { readonly projection: boolean }): RemovalKind {
  return { kind: 'layer', ways: projection ? ['identity', 'projection'] : ['identity'] };
}
